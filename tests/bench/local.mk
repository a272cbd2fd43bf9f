# SPDX-License-Identifier: GPL-3.0-or-later
EXTRA_PROGRAMS += bench-processes bench-terminal
bench_processes_SOURCES = bench/processes.c bench/measure.c bench/measure.h
bench_terminal_SOURCES = bench/terminal.c bench/measure.c bench/measure.h
bench_terminal_LDADD = -lutil
EXTRA_DIST += bench/bench.sh bench/fleet.sh
CLEANFILES += $(EXTRA_PROGRAMS)

bench: $(EXTRA_PROGRAMS) locale
	INKAN='$(abs_top_builddir)/src/inkan/inkan' INKAN_LOCALEDIR='$(abs_builddir)/locale' $(srcdir)/bench/bench.sh
if WITH_AGENT
	INKAN='$(abs_top_builddir)/src/inkan/inkan' AGENT='$(abs_top_builddir)/src/agent/inkan-agent' \
	  top_builddir='$(top_builddir)' $(srcdir)/bench/fleet.sh || test $$? = 77
endif
