# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libwizard.a
libwizard_a_SOURCES = \
	wizard/action.c \
	wizard/action.h \
	wizard/answers.c \
	wizard/answers.h \
	wizard/browse.c \
	wizard/browse.h \
	wizard/complete.c \
	wizard/end.c \
	wizard/flow.c \
	wizard/flow.h \
	wizard/follow.c \
	wizard/frontend.h \
	wizard/inside.h \
	wizard/page.c \
	wizard/page.h \
	wizard/page_backup.c \
	wizard/page_identity.c \
	wizard/page_password.c \
	wizard/page_proof.c \
	wizard/page_review.c \
	wizard/page_start.c \
	wizard/pages.c \
	wizard/parts.h \
	wizard/proof.c \
	wizard/proof.h \
	wizard/report.c \
	wizard/report.h \
	wizard/report_plain.c \
	wizard/run.c \
	wizard/save.c \
	wizard/wizard.c \
	wizard/wizard.h \
	wizard/words.c \
	wizard/words.h
