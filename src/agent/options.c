/* SPDX-License-Identifier: GPL-3.0-or-later */
/* options.c: the tables of options and commands of inkan-agent. */
#include "agent/options.h"

#include <stdlib.h>

#include "agent/commands.h"
#include "base/alloc.h"
#include "base/places.h"
#include "command/completion.h"
#include "command/help.h"

static const struct ik_option_row options[] = {
#define X(id, written, takes, says) \
	[IK_AGENT_##id] = {.name = written, .value = takes, .help = says},
	IK_AGENT_OPTIONS(X)
#undef X
};

#define OPTIONS(...) \
	(const int[]) \
	{ \
		__VA_ARGS__, IK_OPTIONS_END \
	}

static const struct ik_command commands[] = {
	{
		.name = "",
		.usage = "",
		.summary = N_("Without a command it only says what there is to do."),
		.explain = "",
		.run = ik_help_command,
	},
	{
		.name = "enroll",
		.usage = "SOURCE",
		.summary = N_("Trusts the server whose fingerprint is given, and follows it."),
		.explain = N_("SOURCE is where the server publishes: a URL (https, http) or a "
			      "directory. The fingerprint is never shown first: take it from the "
			      "server's own screen. Enrolled already, the settings are renewed and "
			      "whom the agent follows stays, so that this may run every day; only "
			      "--again trusts anew."),
		.options = OPTIONS(IK_AGENT_FINGERPRINT, IK_AGENT_CERTIFICATE, IK_AGENT_SET,
				   IK_AGENT_REPORT_TO, IK_AGENT_CA, IK_AGENT_AGAIN, IK_AGENT_JSON),
		.least = 1,
		.most = 1,
		.run = ik_agent_command_enroll,
	},
	{
		.name = "update",
		.usage = "[SOURCE]",
		.summary = N_("Reads what the server publishes, and follows its certificate."),
		.explain = N_("Each step from one certificate to the next is signed by both, so it "
			      "does not matter who carried it: SOURCE may be, this once, a USB "
			      "stick. However many changes were slept through, one update follows "
			      "them all."),
		.options = OPTIONS(IK_AGENT_JSON),
		.most = 1,
		.run = ik_agent_command_update,
	},
	{
		.name = "verify",
		.usage = "FILE [FILE.inkan]",
		.summary = N_("Checks that a file comes from the server, before it is used."),
		.explain = N_("FILE.inkan is the message that the server signed about FILE. "
			      "Name, size and SHA-256 have to be those of the message, "
			      "and its signer the server's certificate; where this agent has not "
			      "followed yet, the message brings along what it needs. Keep FILE "
			      "where nobody else can write. Exit status 4: the signer is not "
			      "known, and the source could not be asked."),
		.options = OPTIONS(IK_AGENT_JSON),
		.least = 1,
		.most = 2,
		.run = ik_agent_command_verify,
	},
	{
		.name = "status",
		.usage = "",
		.summary = N_(
			"Shows which certificate this agent knows, and if the server uses it."),
		.explain = N_("Nothing is changed. Exit status 0: the server uses it, and has said "
			      "so within 14 days; 1: it does not, or could not be asked; 3: this "
			      "agent is not enrolled."),
		.options = OPTIONS(IK_AGENT_JSON),
		.run = ik_agent_command_status,
	},
	{
		.name = "report",
		.usage = "[WHERE]",
		.summary = N_("Tells whoever keeps the list of agents where this one stands."),
		.explain = N_("WHERE is a URL or a directory; otherwise it goes where enroll was "
			      "told, or to reports at the source. It has the whole state each "
			      "time, and what was refused in the last 30 days. Who reads it but "
			      "cannot be verified does not learn what was refused."),
		.options = OPTIONS(IK_AGENT_JSON),
		.most = 1,
		.run = ik_agent_command_report,
	},
	{
		.name = "run",
		.usage = "",
		.summary = N_("Updates and then reports: for timers."),
		.explain = N_("Each is tried, whatever became of the other. Exit status 1: one of "
			      "them went wrong, and somebody should look; 4: the source was not "
			      "reached, and nothing wrong was seen."),
		.options = OPTIONS(IK_AGENT_JSON),
		.run = ik_agent_command_run,
	},
	{
		.name = "help",
		.usage = "[COMMAND]",
		.summary = N_("Explains a command."),
		.explain = N_("Without a command it lists them all."),
		.most = 1,
		.run = ik_help_command,
	},
};

static const int always[] = {IK_AGENT_STATE, IK_AGENT_LANG,    IK_AGENT_QUIET,
			     IK_AGENT_HELP,  IK_AGENT_VERSION, IK_OPTIONS_END};

static const struct ik_short shorts[] = {
	{"-q", IK_AGENT_QUIET},
	{"-h", IK_AGENT_HELP},
	{"-V", IK_AGENT_VERSION},
};

static const int repeats[] = {IK_AGENT_SET, IK_OPTIONS_END};

static const int apart[][2] = {
	{IK_AGENT_FINGERPRINT, IK_AGENT_CERTIFICATE},
};

/* For shells; a source and where reports go may be a directory. */
static const struct ik_value_kind kinds[] = {
	{.value = "FILE", .completed = IK_COMPLETED_FILES},
	{.value = "DIR", .completed = IK_COMPLETED_FOLDERS},
	{.value = "SOURCE", .completed = IK_COMPLETED_FOLDERS},
	{.value = "WHERE", .completed = IK_COMPLETED_FOLDERS},
	{.value = "COMMAND", .completed = IK_COMPLETED_COMMANDS},
	{.value = "LANG", .word = ik_completion_language},
};

static char *closing(void)
{
	return ik_format(_("The state is in %s for root, otherwise in "
			   "~/.local/share/inkan-agent, unless --state or INKAN_AGENT_STATE "
			   "names another directory."),
			 IK_AGENT_OF_ROOT);
}

static const char *const exits[][2] = {
	{"0", N_("Done; the agent knows the server's certificate.")},
	{"1", N_("Something was refused, or failed.")},
	{"2", N_("The command line, an answer or a value is wrong.")},
	{"3", N_("This agent is not enrolled.")},
	{"4", N_("The source was not reached, and nothing wrong was seen.")},
};

const struct ik_syntax ik_agent_syntax = {
	.program = "inkan-agent",
	.about = N_("inkan-agent knows the server's certificate, and follows when it changes."),
	.options = options,
	.n_options = IK_COUNT(options),
	.commands = commands,
	.n_commands = IK_COUNT(commands),
	.always = always,
	.shorts = shorts,
	.n_shorts = IK_COUNT(shorts),
	.repeats = repeats,
	.help = IK_AGENT_HELP,
	.version = IK_AGENT_VERSION,
	.language = IK_AGENT_LANG,
	.apart = apart,
	.n_apart = IK_COUNT(apart),
	.kinds = kinds,
	.n_kinds = IK_COUNT(kinds),
	.closing = closing,
	.exits = exits,
	.n_exits = IK_COUNT(exits),
};
