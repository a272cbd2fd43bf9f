# SPDX-License-Identifier: GPL-3.0-or-later
check_PROGRAMS += unit-foreign
unit_foreign_SOURCES = \
	lib/few_rounds.c \
	lib/few_rounds.h \
	foreign/import_ahead.c \
	foreign/import_best.c \
	foreign/import_cut.c \
	foreign/import_pair.c \
	foreign/import_refused.c \
	foreign/import_taken.c \
	foreign/key_exact.c \
	foreign/main.c \
	foreign/pbmac1.c \
	foreign/pkcs12.c \
	foreign/quoted.c \
	foreign/served.c \
	foreign/suites.h \
	foreign/world.c \
	foreign/world.h \
	lib/tls_peer.c \
	lib/tls_peer.h \
	pki/shell.c \
	pki/shell.h \
	pki/support.c \
	pki/support.h
unit_foreign_LDADD = $(FOREIGN_ROOM) $(CHECK_LIBS)
unit_foreign_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=ik_rounds_ours
