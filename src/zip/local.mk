# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libzip.a
libzip_a_SOURCES = \
	zip/zip.h
