# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libcommand.a
libcommand_a_SOURCES = \
	command/completion.c \
	command/completion.h \
	command/completion_bash.c \
	command/completion_fish.c \
	command/completion_zsh.c \
	command/help.c \
	command/help.h \
	command/line.c \
	command/line.h \
	command/nearest.c \
	command/nearest.h \
	command/syntax.c \
	command/syntax.h
