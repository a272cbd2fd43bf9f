# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libagent.a
libagent_a_SOURCES = \
	agent/carry.c \
	agent/carry.h \
	agent/command_verify.c \
	agent/commands.c \
	agent/commands.h \
	agent/cure.c \
	agent/cure.h \
	agent/enroll.c \
	agent/facts.c \
	agent/facts.h \
	agent/fetch.c \
	agent/fetch.h \
	agent/fetch_url.c \
	agent/fetch_url.h \
	agent/fetch_why.c \
	agent/fetch_why.h \
	agent/lock.c \
	agent/message.c \
	agent/message.h \
	agent/offer.c \
	agent/offer.h \
	agent/options.c \
	agent/options.h \
	agent/pin.c \
	agent/refusal.c \
	agent/refusal.h \
	agent/refused.c \
	agent/refused.h \
	agent/report.c \
	agent/reporting.c \
	agent/reporting.h \
	agent/run.c \
	agent/state.c \
	agent/state.h \
	agent/status.c \
	agent/told.c \
	agent/told.h \
	agent/trusted.c \
	agent/trusted.h \
	agent/update.c \
	agent/update.h \
	agent/verify.c \
	agent/verify.h
