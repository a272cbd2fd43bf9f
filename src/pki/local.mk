# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libpki.a
libpki_a_SOURCES = \
	pki/certificate.c \
	pki/certificate.h \
	pki/der.c \
	pki/der.h \
	pki/digest.c \
	pki/digest.h \
	pki/facts.c \
	pki/facts_key.c \
	pki/facts_key.h \
	pki/facts_name.c \
	pki/facts_name.h \
	pki/key.c \
	pki/key.h \
	pki/key_same.c \
	pki/key_seal.c \
	pki/names.c \
	pki/names.h \
	pki/seal.c \
	pki/seal.h \
	pki/tls.c \
	pki/tls.h
