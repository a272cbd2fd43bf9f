# SPDX-License-Identifier: GPL-3.0-or-later
if WITH_AGENT
check_PROGRAMS += unit-fetch unit-agent
endif
unit_fetch_SOURCES = \
	agent/fetch.c \
	agent/fetch_answers.c \
	agent/fetching.c \
	agent/fetching.h \
	agent/hostile.c \
	agent/hostile.h \
	agent/reporting.c
unit_fetch_LDADD = $(AGENT_ROOM) $(CHECK_LIBS)
EXTRA_DIST += agent/hostile.py

unit_agent_SOURCES = \
	agent/enrol.c \
	agent/follow.c \
	agent/kept.c \
	agent/main.c \
	agent/suites.h \
	agent/time.c \
	agent/verify.c \
	agent/walk.c \
	agent/world.c \
	agent/world.h
unit_agent_LDADD = $(AGENT_ROOM) $(CHECK_LIBS)

# What scripts have for a server.
EXTRA_PROGRAMS += agent-server
agent_server_SOURCES = agent/server.c agent/world.c agent/world.h
agent_server_LDADD = $(AGENT_ROOM) $(CHECK_LIBS)
if WITH_AGENT
check_DATA += agent-server$(EXEEXT)
dist_check_SCRIPTS += agent/agent.sh agent/fleet.sh agent/follow.sh agent/killed.sh agent/reloaded.sh
else
EXTRA_DIST += agent/agent.sh agent/fleet.sh agent/follow.sh agent/killed.sh agent/reloaded.sh
endif
CLEANFILES += agent-server$(EXEEXT)
