# SPDX-License-Identifier: GPL-3.0-or-later
if WITH_AGENT
check_PROGRAMS += unit-fetch
endif
unit_fetch_SOURCES = agent/fetch.c agent/hostile.c agent/hostile.h
unit_fetch_LDADD = $(AGENT_ROOM) $(CHECK_LIBS)
EXTRA_DIST += agent/hostile.py
