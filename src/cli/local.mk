# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libcli.a
libcli_a_SOURCES = \
	cli/cli.h
