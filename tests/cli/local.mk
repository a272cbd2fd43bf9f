# SPDX-License-Identifier: GPL-3.0-or-later
check_PROGRAMS += unit-cli
unit_cli_SOURCES = \
	cli/answers_file.c \
	cli/flow.c \
	cli/help.c \
	cli/line.c \
	cli/main.c \
	cli/place.c \
	cli/suites.h \
	lint/mo.c \
	lint/mo.h
unit_cli_LDADD = $(CLI_ROOM) $(CHECK_LIBS)
