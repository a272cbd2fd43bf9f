# SPDX-License-Identifier: GPL-3.0-or-later
check_PROGRAMS += unit-ui
unit_ui_SOURCES = \
	lib/screen_text.c \
	lib/screen_text.h \
	ui/editor.c \
	ui/frame.c \
	ui/keys.c \
	ui/main.c \
	ui/rows.c \
	ui/screens.c \
	ui/suites.h \
	ui/tidy.c \
	ui/view.c \
	ui/world.c \
	ui/world.h
unit_ui_LDADD = $(TUI_ROOM) $(VTERM_LIBS) $(CHECK_LIBS)
