# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libfiles.a
libfiles_a_SOURCES = \
	files/brought.c \
	files/brought.h \
	files/careful.h \
	files/complete.c \
	files/files.c \
	files/list.c \
	files/place.c \
	files/place.h \
	files/reach.c \
	files/read.c \
	files/read.h \
	files/save.c \
	files/save.h \
	files/trusted.c \
	files/trusted.h \
	files/walk.c
