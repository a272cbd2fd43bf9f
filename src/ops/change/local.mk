# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libchange.a
libchange_a_SOURCES = \
	ops/change/backup.c \
	ops/change/backup.h \
	ops/change/change.c \
	ops/change/change.h \
	ops/change/create.h \
	ops/change/create_perform.c \
	ops/change/create_plan.c \
	ops/change/export.c \
	ops/change/export.h \
	ops/change/hooks.c \
	ops/change/hooks.h \
	ops/change/import.h \
	ops/change/import_inside.h \
	ops/change/import_keys.c \
	ops/change/import_open.c \
	ops/change/import_perform.c \
	ops/change/import_plan.c \
	ops/change/import_read.c \
	ops/change/import_waiting.c \
	ops/change/kept.c \
	ops/change/kept.h \
	ops/change/key_group.c \
	ops/change/key_group.h \
	ops/change/losses.c \
	ops/change/outcome.c \
	ops/change/outcome.h \
	ops/change/plan_parts.c \
	ops/change/plan_parts.h \
	ops/change/prune.c \
	ops/change/prune.h \
	ops/change/renew.h \
	ops/change/renew_judge.c \
	ops/change/renew_plan.c \
	ops/change/request.h \
	ops/change/request_perform.c \
	ops/change/request_plan.c \
	ops/change/restore.h \
	ops/change/restore_info.c \
	ops/change/restore_inside.h \
	ops/change/restore_open.c \
	ops/change/restore_perform.c \
	ops/change/restore_plan.c \
	ops/change/restore_requests.c \
	ops/change/rollback.c \
	ops/change/rollback.h
