# SPDX-License-Identifier: GPL-3.0-or-later
check_PROGRAMS += unit-ops
unit_ops_SOURCES = \
	lib/few_rounds.c \
	lib/few_rounds.h \
	lib/tls_peer.c \
	lib/tls_peer.h \
	ops/agents.c \
	ops/agents_hostile.c \
	ops/agents_world.c \
	ops/agents_world.h \
	ops/backup.c \
	ops/backup_edited.c \
	ops/backup_readme.c \
	ops/check.c \
	ops/check_chain.c \
	ops/check_cure.c \
	ops/check_publish.c \
	ops/check_reports.c \
	ops/check_write.c \
	ops/clock.c \
	ops/create.c \
	ops/create_refused.c \
	ops/create_world.c \
	ops/create_world.h \
	ops/export.c \
	ops/fake_store.c \
	ops/fake_store.h \
	ops/hooks.c \
	ops/history.c \
	ops/host.c \
	ops/import.c \
	ops/brought.c \
	ops/brought.h \
	ops/request.c \
	ops/info.c \
	ops/kept.c \
	ops/grouped.c \
	ops/grouped.h \
	ops/key_group.c \
	ops/key_group_restore.c \
	ops/key_group_refused.c \
	ops/made.c \
	ops/made.h \
	ops/main.c \
	ops/manifest.c \
	ops/password.c \
	ops/lead.c \
	ops/lead_count.c \
	ops/leftover.c \
	ops/plan.c \
	ops/publish.c \
	ops/published.c \
	ops/read_back.c \
	ops/renew.c \
	ops/restore.c \
	ops/restore_lead.c \
	ops/restore_old.c \
	ops/restore_refused.c \
	ops/restore_requests.c \
	ops/restore_use.c \
	ops/restore_world.c \
	ops/restore_world.h \
	ops/rollback.c \
	ops/retention.c \
	ops/rules.c \
	ops/rules_paths.c \
	ops/rules_values.c \
	ops/served.c \
	ops/service.c \
	ops/service_written.c \
	ops/same.c \
	ops/show.c \
	ops/sign.c \
	ops/situation.c \
	ops/steps.c \
	ops/suites.h \
	ops/undo.c
unit_ops_LDADD = $(OPS_ROOM) $(CHECK_LIBS)
# A test of two at once lets the other one act where a plan begins; undo.c has a disk on which nothing goes any more;
# read_back.c counts children; agents_hostile.c has a JSON library that a text ends, check_reports.c a disk that is full;
# few_rounds.c says why it is there.
unit_ops_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=ik_create_plan -Wl,--wrap=ik_store_remove \
	-Wl,--wrap=ik_store_request_remove -Wl,--wrap=fork -Wl,--wrap=unlinkat -Wl,--wrap=ik_save_commit \
	-Wl,--wrap=json_loadb -Wl,--wrap=statvfs -Wl,--wrap=ik_rounds_ours
