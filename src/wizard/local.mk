# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libwizard.a
libwizard_a_SOURCES = \
	wizard/action.c \
	wizard/action.h \
	wizard/answers.c \
	wizard/answers.h \
	wizard/browse.c \
	wizard/browse.h \
	wizard/choices.c \
	wizard/complete.c \
	wizard/deed.c \
	wizard/deed.h \
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
	wizard/page_rollback.c \
	wizard/page_source.c \
	wizard/pages.c \
	wizard/parts.h \
	wizard/proof.c \
	wizard/proof.h \
	wizard/recognise.c \
	wizard/report.c \
	wizard/report.h \
	wizard/report_plain.c \
	wizard/review.h \
	wizard/review_import.c \
	wizard/review_parts.c \
	wizard/run.c \
	wizard/save.c \
	wizard/source.c \
	wizard/source.h \
	wizard/wizard.c \
	wizard/wizard.h \
	wizard/words.c \
	wizard/words.h
