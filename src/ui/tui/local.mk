# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libtui.a
libtui_a_SOURCES = \
	ui/tui/ask.c \
	ui/tui/browse.c \
	ui/tui/canvas.c ui/tui/canvas.h \
	ui/tui/choice.c \
	ui/tui/draw.c ui/tui/draw.h \
	ui/tui/editor.c ui/tui/editor.h \
	ui/tui/frame.c ui/tui/frame.h \
	ui/tui/help.c \
	ui/tui/keys.c ui/tui/keys.h \
	ui/tui/layout.c \
	ui/tui/line.c \
	ui/tui/loop.c \
	ui/tui/page_run.c \
	ui/tui/paint.c \
	ui/tui/progress.c \
	ui/tui/rows.c \
	ui/tui/screen.c ui/tui/screen.h \
	ui/tui/tui.c ui/tui/tui.h \
	ui/tui/ui.h \
	ui/tui/view.c ui/tui/view.h
