# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libstore.a
libstore_a_SOURCES = \
	store/backups.c \
	store/backups.h \
	store/careful.h \
	store/change.c \
	store/complete.c \
	store/draft.c \
	store/files.c \
	store/inside.h \
	store/inspect.c \
	store/inspect.h \
	store/list.c \
	store/lock.c \
	store/look.c \
	store/make.c \
	store/may_change.c \
	store/open.c \
	store/place.c \
	store/place.h \
	store/read.c \
	store/read.h \
	store/requests.c \
	store/requests.h \
	store/save.c \
	store/save.h \
	store/store.h \
	store/trusted.c \
	store/trusted.h \
	store/walk.c
