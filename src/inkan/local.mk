# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libinkan.a
libinkan_a_SOURCES = \
	inkan/agents.c \
	inkan/agents_json.c \
	inkan/answers.c \
	inkan/backup.c \
	inkan/check.c \
	inkan/cli.c \
	inkan/cli.h \
	inkan/commands.h \
	inkan/compare.c \
	inkan/conversation.c \
	inkan/create.c \
	inkan/export.c \
	inkan/hooks.c \
	inkan/import.c \
	inkan/list.c \
	inkan/log.c \
	inkan/option_kinds.c \
	inkan/options.c \
	inkan/options.h \
	inkan/prune.c \
	inkan/publish.c \
	inkan/renew.c \
	inkan/request.c \
	inkan/requests.c \
	inkan/restore.c \
	inkan/rollback.c \
	inkan/sheet.c \
	inkan/show.c \
	inkan/show_service.c \
	inkan/sign.c
