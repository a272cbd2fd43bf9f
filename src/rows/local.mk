# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += librows.a
librows_a_SOURCES = \
	rows/fingerprint.c \
	rows/fingerprint.h \
	rows/json.c \
	rows/json.h \
	rows/proof.c \
	rows/proof.h \
	rows/report.c \
	rows/report.h \
	rows/report_plain.c \
	rows/timeline.c \
	rows/timeline.h \
	rows/words.c \
	rows/words.h
