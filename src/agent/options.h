/* SPDX-License-Identifier: GPL-3.0-or-later */
/* options.h: the options of inkan-agent, as a table, and its syntax. */
#ifndef IK_AGENT_OPTIONS_H
#define IK_AGENT_OPTIONS_H

#include "base/i18n.h"
#include "command/line.h"

/* id, how it is written, its value in the help ("" : a switch), what it does */
/* clang-format off */
#define IK_AGENT_OPTIONS(X) \
	X(FINGERPRINT, "--fingerprint", "SHA256", N_("The SHA-256 fingerprint of the server's certificate, as inkan shows it there.")) \
	X(CERTIFICATE, "--certificate", "FILE",   N_("The server's certificate, in a file that came on a trusted way.")) \
	X(SET,         "--set",         "NAME",   N_("A set of files that this agent wants; its reports name it. May be repeated.")) \
	X(REPORT_TO,   "--report-to",   "WHERE",  N_("Where reports go: a URL, a directory, or none. Otherwise to the source.")) \
	X(CA,          "--ca",          "FILE",   N_("Verifies https by the certificates in FILE, instead of those of the system.")) \
	X(AGAIN,       "--again",       "",       N_("Trusts anew, as if this agent had never been enrolled.")) \
	X(JSON,        "--json",        "",       N_("Writes JSON, for programs.")) \
	X(STATE,       "--state",       "DIR",    N_("Where this agent keeps what it knows.")) \
	X(LANG,        "--lang",        "LANG",   N_("The language: %s.")) \
	X(QUIET,       "--quiet",       "",       N_("Leaves only errors on standard error: no remarks, no progress.")) \
	X(HELP,        "--help",        "",       N_("Shows this help.")) \
	X(VERSION,     "--version",     "",       N_("Shows the version."))
/* clang-format on */

#define X(id, name, value, help) IK_AGENT_##id,
enum ik_agent_option { IK_AGENT_OPTIONS(X) IK_AGENT_OPTION_COUNT };
#undef X

/* The tables of inkan-agent. */
extern const struct ik_syntax ik_agent_syntax;

#endif
