# SPDX-License-Identifier: GPL-3.0-or-later
check_PROGRAMS += unit-corpus
unit_corpus_SOURCES = \
	corpus/corpus.c \
	corpus/manifest.c \
	corpus/manifest.h \
	corpus/trial.c \
	corpus/trial.h
unit_corpus_LDADD = $(FOREIGN_ROOM) $(CHECK_LIBS)
EXTRA_DIST += corpus/expected.txt
