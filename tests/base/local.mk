# SPDX-License-Identifier: GPL-3.0-or-later
check_PROGRAMS += unit-base
unit_base_SOURCES = \
	base/catalogue.c \
	base/contain.c \
	base/contain_end.c \
	base/contain_shut.c \
	base/contain_idle.c \
	base/data.c \
	base/date.c \
	base/directives.c \
	base/error.c \
	base/i18n.c \
	base/main.c \
	base/pack.c \
	base/process.c \
	base/program.c \
	base/reason.c \
	base/secret.c \
	base/secret_input.c \
	base/secret_terminal.c \
	base/suites.h \
	base/text.c \
	base/watch.c
unit_base_LDADD = $(BASE_ROOM) $(CHECK_LIBS) -lutil
