# SPDX-License-Identifier: GPL-3.0-or-later
check_PROGRAMS += unit-store
unit_store_SOURCES = \
	store/changer.c \
	store/generations.c \
	store/lock.c \
	store/main.c \
	store/owner.c \
	store/place.c \
	store/requests.c \
	store/save.c \
	store/steps.c \
	store/world.c \
	store/world.h
unit_store_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=realpath -Wl,--wrap=fsync
unit_store_LDADD = $(STORE_ROOM) $(CHECK_LIBS)
dist_check_SCRIPTS += store/crash.sh
