# SPDX-License-Identifier: GPL-3.0-or-later
if WITH_AGENT
check_PROGRAMS += unit-fetch unit-agent
endif
unit_fetch_SOURCES = agent/fetch.c agent/hostile.c agent/hostile.h
unit_fetch_LDADD = $(AGENT_ROOM) $(CHECK_LIBS)
EXTRA_DIST += agent/hostile.py

unit_agent_SOURCES = \
	agent/enrol.c \
	agent/follow.c \
	agent/kept.c \
	agent/main.c \
	agent/suites.h \
	agent/time.c \
	agent/walk.c \
	agent/world.c \
	agent/world.h
unit_agent_LDADD = $(AGENT_ROOM) $(CHECK_LIBS)
