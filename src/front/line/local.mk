# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libline.a
libline_a_SOURCES = \
	front/line/choose.c \
	front/line/field.c \
	front/line/form.c \
	front/line/hear.c \
	front/line/inside.h \
	front/line/last.c \
	front/line/list.c \
	front/line/password.c \
	front/line/plain.c \
	front/line/plain.h \
	front/line/say.c \
	front/line/signals.c \
	front/line/steps.c
