# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libstore.a
libstore_a_SOURCES = \
	store/place.h \
	store/read.h \
	store/save.h \
	store/store.h
