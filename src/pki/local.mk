# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libpki.a
libpki_a_SOURCES = \
	pki/certificate.c \
	pki/certificate.h \
	pki/content_look.c \
	pki/der.c \
	pki/der.h \
	pki/der_kind.c \
	pki/der_settle.c \
	pki/digest.c \
	pki/digest.h \
	pki/facts.c \
	pki/facts_key.c \
	pki/facts_key.h \
	pki/facts_name.c \
	pki/facts_name.h \
	pki/import.c \
	pki/import.h \
	pki/import_inside.h \
	pki/import_key.c \
	pki/import_open.c \
	pki/import_pem.c \
	pki/import_pkcs12.c \
	pki/import_take.c \
	pki/key.c \
	pki/key.h \
	pki/key_same.c \
	pki/key_seal.c \
	pki/material.c \
	pki/names.c \
	pki/names.h \
	pki/pair.c \
	pki/pem.c \
	pki/pem.h \
	pki/pkcs12.h \
	pki/pkcs12_mac.c \
	pki/pkcs12_mac.h \
	pki/pkcs12_walk.c \
	pki/pkcs12_walk.h \
	pki/protection.c \
	pki/protection.h \
	pki/protection_open.c \
	pki/request.h \
	pki/seal.c \
	pki/seal.h \
	pki/tls.c \
	pki/tls.h
