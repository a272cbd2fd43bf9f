# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libpki.a
libpki_a_SOURCES = \
	pki/certificate.h \
	pki/digest.h \
	pki/key.h \
	pki/names.h \
	pki/seal.h
