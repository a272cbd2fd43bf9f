# SPDX-License-Identifier: GPL-3.0-or-later
check_PROGRAMS += program-look
program_look_SOURCES = look/cells.c look/scenes.c look/scenes.h program/wizard.c program/wizard.h $(CONSOLE_SOURCES)
program_look_LDADD = $(CONSOLE_LIBS)
EXTRA_DIST += look/pages.sh

# The six pictures in data/screens anew; every page of the golden screens, to look at, in tests/look/pages.
look: program-look fixed-world.so locale
	$(AM_TESTS_ENVIRONMENT) UPDATE_SCREENS=1 ./program-look
look-pages: program-wizard fixed-world.so locale
	$(AM_TESTS_ENVIRONMENT) $(srcdir)/look/pages.sh look/pages
clean-local: clean-pages
clean-pages:
	rm -rf look/pages
.PHONY: look look-pages clean-pages
