# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libstatus.a
libstatus_a_SOURCES = \
	ops/status/agents.c \
	ops/status/agents.h \
	ops/status/agents_about.c \
	ops/status/agents_batch.c \
	ops/status/agents_csv.c \
	ops/status/agents_expect.c \
	ops/status/agents_folder.c \
	ops/status/agents_forget.c \
	ops/status/agents_inside.h \
	ops/status/agents_judge.c \
	ops/status/agents_report.c \
	ops/status/agents_words.c \
	ops/status/check.c \
	ops/status/check.h \
	ops/status/check_backup.c \
	ops/status/check_chain.c \
	ops/status/check_cure.c \
	ops/status/check_hooks.c \
	ops/status/check_inside.h \
	ops/status/check_services.c \
	ops/status/check_store.c \
	ops/status/check_write.c \
	ops/status/enrolling.c \
	ops/status/enrolling.h \
	ops/status/host.c \
	ops/status/host.h \
	ops/status/last_commands.c \
	ops/status/last_commands.h \
	ops/status/last_run.c \
	ops/status/last_run.h \
	ops/status/service.c \
	ops/status/service.h \
	ops/status/service_ask.c \
	ops/status/service_follow.c \
	ops/status/service_inside.h \
	ops/status/service_judge.c \
	ops/status/sheet.c \
	ops/status/sheet.h \
	ops/status/show.c \
	ops/status/show.h \
	ops/status/show_file.c \
	ops/status/show_json.c \
	ops/status/show_service.c \
	ops/status/situation.c \
	ops/status/situation.h
