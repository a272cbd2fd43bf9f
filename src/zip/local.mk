# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libzip.a
libzip_a_SOURCES = \
	zip/foreign.c \
	zip/foreign.h \
	zip/library.c \
	zip/library.h \
	zip/litter.c \
	zip/structure.c \
	zip/structure.h \
	zip/unzip.c \
	zip/zip.c \
	zip/zip.h
