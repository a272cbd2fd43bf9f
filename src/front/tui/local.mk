# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libtui.a
libtui_a_SOURCES = \
	front/tui/ask.c \
	front/tui/browse.c \
	front/tui/canvas.c \
	front/tui/canvas.h \
	front/tui/choice.c \
	front/tui/draw.c \
	front/tui/draw.h \
	front/tui/editor.c \
	front/tui/editor.h \
	front/tui/frame.c \
	front/tui/frame.h \
	front/tui/help.c \
	front/tui/keys.c \
	front/tui/keys.h \
	front/tui/layout.c \
	front/tui/line.c \
	front/tui/list.c \
	front/tui/loop.c \
	front/tui/page_run.c \
	front/tui/paint.c \
	front/tui/progress.c \
	front/tui/rows.c \
	front/tui/screen.c \
	front/tui/screen.h \
	front/tui/sequence.c \
	front/tui/sequence.h \
	front/tui/terminal_type.c \
	front/tui/terminal_type.h \
	front/tui/tui.c \
	front/tui/tui.h \
	front/tui/ui.h \
	front/tui/view.c \
	front/tui/view.h
