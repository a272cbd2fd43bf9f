# SPDX-License-Identifier: GPL-3.0-or-later
check_PROGRAMS += unit-trust
unit_trust_SOURCES = \
	trust/actors.c \
	trust/follow.c \
	trust/histories.c \
	trust/lead.c \
	trust/main.c \
	trust/model.c \
	trust/model.h \
	trust/offer.c \
	trust/offer.h \
	trust/opened.c \
	trust/statement.c \
	trust/suites.h \
	trust/walk.c
unit_trust_LDADD = $(TRUST_ROOM) $(CHECK_LIBS)
