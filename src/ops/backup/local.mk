# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libbackup.a
libbackup_a_SOURCES = \
	ops/backup/backup_assemble.c \
	ops/backup/backup_compare.c \
	ops/backup/backup_compare.h \
	ops/backup/backup_fold.c \
	ops/backup/backup_fold.h \
	ops/backup/backup_gather.c \
	ops/backup/backup_held.c \
	ops/backup/backup_held.h \
	ops/backup/backup_look.c \
	ops/backup/backup_look.h \
	ops/backup/backup_open.c \
	ops/backup/backup_open.h \
	ops/backup/backup_open_keys.c \
	ops/backup/backup_parts.h \
	ops/backup/backup_readme.c \
	ops/backup/backup_readme.h \
	ops/backup/backup_run.c \
	ops/backup/backup_seal.c \
	ops/backup/backup_slots.c \
	ops/backup/backup_steps.c \
	ops/backup/backup_waiting.c \
	ops/backup/manifest.c \
	ops/backup/manifest.h
