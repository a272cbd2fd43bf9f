# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libops.a
libops_a_SOURCES = \
	ops/backup.h \
	ops/create.h \
	ops/default_store.c \
	ops/generation.c \
	ops/generation.h \
	ops/info.c \
	ops/info.h \
	ops/outcome.c \
	ops/outcome.h \
	ops/password.h \
	ops/rules.h \
	ops/show.h \
	ops/situation.h
