# SPDX-License-Identifier: GPL-3.0-or-later
check_PROGRAMS += unit-zip
unit_zip_SOURCES = \
	zip/foreign.c \
	zip/foreign_files.h \
	zip/main.c \
	zip/raw.c \
	zip/raw.h \
	zip/refused.c \
	zip/whole.c
unit_zip_LDADD = $(ZIP_ROOM) $(CHECK_LIBS)
