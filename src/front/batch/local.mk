# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libbatch.a
libbatch_a_SOURCES = \
	front/batch/ask.c \
	front/batch/batch.c \
	front/batch/batch.h \
	front/batch/json.c \
	front/batch/json.h \
	front/batch/json_parts.c \
	front/batch/remarks.c \
	front/batch/step_lines.c
