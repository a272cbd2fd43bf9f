# SPDX-License-Identifier: GPL-3.0-or-later
check_PROGRAMS += program-wizard
program_wizard_SOURCES = program/main.c program/wizard.c program/wizard.h program/way.c program/screens.c program/keys.c \
	program/cuts.c program/terminals.c program/peers.c program/browser.c program/hooks.c program/memory.c \
	program/password.c program/restore.c program/source.c program/asking.c $(CONSOLE_SOURCES)
program_wizard_LDADD = $(CONSOLE_LIBS)
EXTRA_DIST += screens
# The slowest one first.
dist_check_SCRIPTS += program/killed.sh
dist_check_SCRIPTS += program/lying_disk.sh
dist_check_SCRIPTS += program/commands.sh program/declared.sh program/import.sh program/interop_zip.sh \
	program/findings.sh program/tending.sh program/restore_crash.sh program/moving.sh program/tree.sh \
	program/interop.sh
dist_check_SCRIPTS += program/strict_reader.sh
EXTRA_DIST += program/strict_reader.py
