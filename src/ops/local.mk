# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libops.a
libops_a_SOURCES = \
	ops/backup.h \
	ops/create.h \
	ops/default_store.c \
	ops/generation.c \
	ops/generation.h \
	ops/host.c \
	ops/host.h \
	ops/info.c \
	ops/info.h \
	ops/outcome.c \
	ops/outcome.h \
	ops/password.c \
	ops/password.h \
	ops/rules.h \
	ops/rules_alt_names.c \
	ops/rules_inside.h \
	ops/rules_names.c \
	ops/rules_names.h \
	ops/rules_password.c \
	ops/rules_path.c \
	ops/rules_text.c \
	ops/rules_values.c \
	ops/show.c \
	ops/show.h \
	ops/show_json.c \
	ops/situation.c \
	ops/situation.h
