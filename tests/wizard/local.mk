# SPDX-License-Identifier: GPL-3.0-or-later
check_PROGRAMS += unit-wizard
unit_wizard_SOURCES = \
	lib/few_rounds.c \
	lib/few_rounds.h \
	wizard/agents.c \
	wizard/answers.c \
	wizard/browse.c \
	wizard/failures.c \
	wizard/flow.c \
	wizard/main.c \
	wizard/pages.c \
	wizard/password.c \
	wizard/fingerprint.c \
	wizard/report.c \
	wizard/restore.c \
	wizard/run.c \
	wizard/source.c \
	wizard/tables.c \
	wizard/world.c \
	wizard/world.h
unit_wizard_LDADD = $(WIZARD_ROOM) $(CHECK_LIBS)
unit_wizard_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=ik_rounds_ours
