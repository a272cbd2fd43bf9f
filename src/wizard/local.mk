# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libwizard.a
libwizard_a_SOURCES = \
	wizard/action.h \
	wizard/answers.h \
	wizard/flow.h \
	wizard/frontend.h \
	wizard/page.h \
	wizard/pages.c \
	wizard/parts.h \
	wizard/report.h \
	wizard/wizard.h
