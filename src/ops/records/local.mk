# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += librecords.a
librecords_a_SOURCES = \
	ops/records/asked.c \
	ops/records/asked.h \
	ops/records/audit.c \
	ops/records/audit.h \
	ops/records/clock.c \
	ops/records/clock.h \
	ops/records/default_store.c \
	ops/records/default_store.h \
	ops/records/generation.c \
	ops/records/generation.h \
	ops/records/generation_prove.c \
	ops/records/history.c \
	ops/records/history.h \
	ops/records/info.c \
	ops/records/info.h \
	ops/records/json.c \
	ops/records/json.h \
	ops/records/kept_back.c \
	ops/records/kept_back.h \
	ops/records/last_backup.c \
	ops/records/last_backup.h \
	ops/records/leftover.c \
	ops/records/leftover.h \
	ops/records/log.c \
	ops/records/log.h \
	ops/records/note.c \
	ops/records/note.h \
	ops/records/objection_cure.c \
	ops/records/objection_cure.h \
	ops/records/published.c \
	ops/records/published.h \
	ops/records/reading.c \
	ops/records/reading.h \
	ops/records/recovery.c \
	ops/records/recovery.h \
	ops/records/retention.c \
	ops/records/retention.h \
	ops/records/state.c \
	ops/records/state.h \
	ops/records/steps.c \
	ops/records/steps.h \
	ops/records/waiting.c \
	ops/records/waiting.h \
	ops/records/waiting_json.c \
	ops/records/waiting_prove.c
