# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += librules.a
librules_a_SOURCES = \
	ops/rules/identity.c \
	ops/rules/identity.h \
	ops/rules/password.c \
	ops/rules/password.h \
	ops/rules/rules.h \
	ops/rules/rules_alt_names.c \
	ops/rules/rules_inside.h \
	ops/rules/rules_looks.c \
	ops/rules/rules_looks.h \
	ops/rules/rules_names.c \
	ops/rules/rules_names.h \
	ops/rules/rules_password.c \
	ops/rules/rules_path.c \
	ops/rules/rules_source.c \
	ops/rules/rules_text.c \
	ops/rules/rules_tidy.c \
	ops/rules/rules_values.c
