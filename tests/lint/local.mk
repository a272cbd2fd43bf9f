# SPDX-License-Identifier: GPL-3.0-or-later
dist_check_SCRIPTS += \
	lint/catalogue.sh \
	lint/layers.sh \
	lint/manual.sh \
	lint/self.sh \
	lint/source.sh

check_PROGRAMS += unit-words
unit_words_SOURCES = lint/words.c
unit_words_LDADD = $(BASE_ROOM) $(CHECK_LIBS)
