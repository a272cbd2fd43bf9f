# SPDX-License-Identifier: GPL-3.0-or-later
check_PROGRAMS += program-wizard
program_wizard_SOURCES = program/main.c program/wizard.c program/wizard.h program/way.c program/screens.c program/agents.c program/keys.c \
	program/cuts.c program/terminals.c program/peers.c program/browser.c program/hooks.c program/frame.c program/last_run.c program/look.c program/look.h \
	program/memory.c program/parsed.c program/sheet.c \
	program/password.c program/restore.c program/source.c program/asking.c program/wire.c $(CONSOLE_SOURCES)
program_wizard_LDADD = $(CONSOLE_LIBS)
check_PROGRAMS += program-lines
program_lines_SOURCES = program/lines_main.c program/lines.c program/lines.h program/lines_equal.c program/lines_keys.c program/wizard.c program/wizard.h $(CONSOLE_SOURCES)
program_lines_LDADD = $(CONSOLE_LIBS)
EXTRA_DIST += screens
# In the order in which they start: the longest first.
dist_check_SCRIPTS += program/interop.sh
dist_check_SCRIPTS += program/killed.sh
dist_check_SCRIPTS += program/lying_disk.sh
dist_check_SCRIPTS += program/publishing.sh
dist_check_SCRIPTS += program/interop_zip.sh
dist_check_SCRIPTS += program/failing_disk.sh
dist_check_SCRIPTS += program/restore_crash.sh
dist_check_SCRIPTS += program/strict_reader.sh
dist_check_SCRIPTS += program/import.sh
dist_check_SCRIPTS += program/dress.sh
dist_check_SCRIPTS += program/renewing.sh
dist_check_SCRIPTS += program/commands.sh
dist_check_SCRIPTS += program/told.sh
dist_check_SCRIPTS += program/readme.sh
dist_check_SCRIPTS += program/agents.sh
dist_check_SCRIPTS += program/nginx.sh
dist_check_SCRIPTS += program/agents_answers.sh
dist_check_SCRIPTS += program/sheet.sh
dist_check_SCRIPTS += program/declared.sh
dist_check_SCRIPTS += program/cures.sh
dist_check_SCRIPTS += program/findings.sh
dist_check_SCRIPTS += program/followers.sh
dist_check_SCRIPTS += program/clock.sh
dist_check_SCRIPTS += program/key_group.sh
dist_check_SCRIPTS += program/tending.sh
dist_check_SCRIPTS += program/carried.sh
dist_check_SCRIPTS += program/services.sh
dist_check_SCRIPTS += program/signing.sh
dist_check_SCRIPTS += program/exhausted.sh
dist_check_SCRIPTS += program/moving.sh
dist_check_SCRIPTS += program/parsed.sh
dist_check_SCRIPTS += program/limits.sh
dist_check_SCRIPTS += program/rescue.sh
dist_check_SCRIPTS += program/tree.sh
dist_check_SCRIPTS += program/completion.sh
dist_check_SCRIPTS += program/alone.sh
EXTRA_DIST += program/strict_reader.py program/completion.zsh
