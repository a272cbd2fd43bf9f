# SPDX-License-Identifier: GPL-3.0-or-later
CONSOLE_SOURCES = lib/console.c lib/console.h lib/console_page.c lib/cell_look.c lib/cell_look.h \
	lib/picture.c lib/picture.h lib/screen_text.c lib/screen_text.h
CONSOLE_LIBS = $(VTERM_LIBS) $(UNISTRING_LIBS) -lutil $(CHECK_LIBS)

# Preloaded into the program under test; neither installed nor hardened.
EXTRA_DIST += system/packages.sh system/units.sh
EXTRA_DIST += lib/fixed_world.c lib/no_memory.c lib/parsers.c lib/kill.sh lib/program.sh lib/nginx.sh lib/reload.sh lib/alone.sh
check_DATA = fixed-world.so no-memory.so parsers.so
fixed-world.so: lib/fixed_world.c
	$(AM_V_CC)$(CC) -shared -fPIC -O1 -o $@ $(srcdir)/lib/fixed_world.c
no-memory.so: lib/no_memory.c
	$(AM_V_CC)$(CC) -shared -fPIC -O1 -o $@ $(srcdir)/lib/no_memory.c
parsers.so: lib/parsers.c
	$(AM_V_CC)$(CC) -shared -fPIC -O1 -o $@ $(srcdir)/lib/parsers.c
CLEANFILES += fixed-world.so no-memory.so parsers.so
