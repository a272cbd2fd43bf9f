# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libcli.a
libcli_a_SOURCES = \
	cli/answers.c \
	cli/backup.c \
	cli/batch.c \
	cli/batch.h \
	cli/check.c \
	cli/cli.c \
	cli/cli.h \
	cli/commands.h \
	cli/conversation.c \
	cli/create.c \
	cli/export.c \
	cli/help.c \
	cli/hooks.c \
	cli/import.c \
	cli/json.c \
	cli/list.c \
	cli/log.c \
	cli/options.c \
	cli/options.h \
	cli/prune.c \
	cli/remarks.c \
	cli/renew.c \
	cli/request.c \
	cli/restore.c \
	cli/rollback.c \
	cli/show.c \
	cli/step_lines.c
