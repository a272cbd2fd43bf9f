# SPDX-License-Identifier: GPL-3.0-or-later
check_PROGRAMS += unit-pki
unit_pki_SOURCES = \
	pki/certificate.c \
	pki/cms.c \
	pki/cms_forge.c \
	pki/cms_forge.h \
	pki/contained.c \
	pki/der_write.c \
	pki/digest.c \
	pki/facts.c \
	pki/facts_numbers.c \
	pki/facts_rest.c \
	pki/forge.c \
	pki/forge.h \
	pki/judge.c \
	pki/key.c \
	pki/key_seal.c \
	pki/main.c \
	pki/names.c \
	pki/request.c \
	pki/seal.c \
	pki/shell.c \
	pki/shell.h \
	pki/suites.h \
	pki/support.c \
	pki/support.h \
	pki/tools.c
unit_pki_LDADD = $(PKI_ROOM) $(CHECK_LIBS)
