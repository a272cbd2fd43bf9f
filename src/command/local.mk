# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libcommand.a
libcommand_a_SOURCES = \
	command/help.c \
	command/help.h \
	command/line.c \
	command/line.h \
	command/nearest.c \
	command/nearest.h \
	command/syntax.c \
	command/syntax.h
