# SPDX-License-Identifier: GPL-3.0-or-later
check_PROGRAMS += program-look
program_look_SOURCES = look/cells.c look/longer.c look/scenes.c look/scenes.h program/wizard.c program/wizard.h $(CONSOLE_SOURCES)
program_look_LDADD = $(CONSOLE_LIBS)
EXTRA_DIST += look/pages.sh

# A catalogue in a language that nobody speaks, in the place of the Japanese one.
EXTRA_PROGRAMS += pseudo-message
pseudo_message_SOURCES = look/pseudo.c
# msgen of gettext 0.23 calls plain English ASCII, and then lets nothing else in.
check_DATA += pseudo.stamp
pseudo.stamp: pseudo-message $(top_srcdir)/po/$(PACKAGE).pot
	$(MKDIR_P) pseudo/ja/LC_MESSAGES
	sed -e 's/charset=CHARSET/charset=UTF-8/' -e 's/nplurals=INTEGER; plural=EXPRESSION/nplurals=2; plural=n != 1/' \
	  $(top_srcdir)/po/$(PACKAGE).pot | msgen - | sed 's/charset=ASCII/charset=UTF-8/' | LC_ALL=C.UTF-8 msgfilter --keep-header ./pseudo-message | \
	  $(MSGFMT) -o pseudo/ja/LC_MESSAGES/$(PACKAGE).mo -
	touch $@
CLEANFILES += pseudo.stamp

# The six pictures in data/screens anew; every page of the golden screens, to look at, in tests/look/pages.
look: program-look fixed-world.so locale
	$(AM_TESTS_ENVIRONMENT) UPDATE_SCREENS=1 ./program-look
look-pages: program-wizard fixed-world.so locale
	$(AM_TESTS_ENVIRONMENT) $(srcdir)/look/pages.sh look/pages
clean-local: clean-pages
clean-pages:
	rm -rf look/pages pseudo
.PHONY: look look-pages clean-pages
