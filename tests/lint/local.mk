# SPDX-License-Identifier: GPL-3.0-or-later
dist_check_SCRIPTS += \
	lint/arguments.sh \
	lint/catalogue.sh \
	lint/format.sh \
	lint/formats.sh \
	lint/layers.sh \
	lint/listed.sh \
	lint/manual.sh \
	lint/rooms.sh \
	lint/self.sh \
	lint/source.sh \
	lint/translated.sh
EXTRA_DIST += lint/rooms

check_PROGRAMS += unit-words
unit_words_SOURCES = lint/words.c lint/mo.c lint/mo.h
unit_words_LDADD = $(BASE_ROOM) $(CHECK_LIBS)

check_PROGRAMS += unit-catalogues
unit_catalogues_SOURCES = lint/catalogues.c lint/mo.c lint/mo.h
unit_catalogues_LDADD = $(BASE_ROOM) $(CHECK_LIBS)
