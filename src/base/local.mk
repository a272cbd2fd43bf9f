# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libbase.a
libbase_a_SOURCES = \
	base/alloc.c \
	base/alloc.h \
	base/buffer.c \
	base/buffer.h \
	base/contain.c \
	base/contain.h \
	base/contain_child.c \
	base/contain_child.h \
	base/contain_filter.c \
	base/date.c \
	base/date.h \
	base/error.c \
	base/error.h \
	base/error_table.h \
	base/facts.c \
	base/facts.h \
	base/i18n.c \
	base/i18n.h \
	base/list.c \
	base/list.h \
	base/pack.c \
	base/pack.h \
	base/pairs.c \
	base/pairs.h \
	base/print.c \
	base/print.h \
	base/process.c \
	base/process.h \
	base/program.c \
	base/program.h \
	base/secret.c \
	base/secret.h \
	base/secret_input.c \
	base/secret_input.h \
	base/secret_terminal.c \
	base/text.c \
	base/text.h \
	base/text_breaks.c \
	base/text_breaks.h \
	base/text_convert.c \
	base/text_wrap.c \
	base/validity.c \
	base/validity.h \
	base/watch.c \
	base/watch.h
