# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libtrust.a
libtrust_a_SOURCES = \
	trust/agent_report.c \
	trust/agent_report.h \
	trust/follow.c \
	trust/follow.h \
	trust/lead.c \
	trust/lead.h \
	trust/opened.c \
	trust/opened.h \
	trust/sha256.c \
	trust/sha256.h \
	trust/statement.c \
	trust/statement.h \
	trust/statement_files.c \
	trust/statement_files.h \
	trust/walk.c \
	trust/walk.h
