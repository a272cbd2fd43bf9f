# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libforeign.a
libforeign_a_SOURCES = \
	foreign/ahead.c \
	foreign/content_look.c \
	foreign/content_other.c \
	foreign/content_unquote.c \
	foreign/convert.c \
	foreign/curve.c \
	foreign/curve.h \
	foreign/der_kind.c \
	foreign/import.c \
	foreign/import.h \
	foreign/import_inside.h \
	foreign/import_key.c \
	foreign/import_open.c \
	foreign/import_pem.c \
	foreign/import_pkcs12.c \
	foreign/import_take.c \
	foreign/material.c \
	foreign/pair.c \
	foreign/pkcs7.c \
	foreign/pkcs7.h \
	foreign/protection_open.c \
	foreign/protection_open.h \
	foreign/recast.c \
	foreign/unescape.c \
	foreign/unquote.c \
	foreign/unquote.h \
	foreign/served.c \
	foreign/served.h \
	foreign/served_inside.h \
	foreign/served_peer.c \
	foreign/served_start.c \
	foreign/unwrap.c \
	foreign/unwrap.h
