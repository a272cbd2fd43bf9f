# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libstore.a
libstore_a_SOURCES = \
	store/backups.c \
	store/backups.h \
	store/change.c \
	store/draft.c \
	store/folder.c \
	store/inside.h \
	store/inspect.c \
	store/inspect.h \
	store/lock.c \
	store/look.c \
	store/make.c \
	store/may_change.c \
	store/open.c \
	store/publish.c \
	store/publish.h \
	store/requests.c \
	store/requests.h \
	store/steps.c \
	store/steps.h \
	store/store.h
