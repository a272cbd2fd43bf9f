/* SPDX-License-Identifier: GPL-3.0-or-later */
/* options.c: the tables of options and commands. */
#include "inkan/options.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/places.h"
#include "command/help.h"
#include "command/line.h"
#include "inkan/commands.h"

/* A store that is none must not mean the usual one because a variable was not set; a name or an
 * organization may be none. */
#define MAY_BE_EMPTY(id) \
	(IK_OPTION_##id == IK_OPTION_NAME || IK_OPTION_##id == IK_OPTION_ALT_NAME \
	 || IK_OPTION_##id == IK_OPTION_ORGANIZATION)

static const struct ik_option_row options[] = {
#define X(id, written, takes, says) \
	[IK_OPTION_##id] = { \
		.name = written, .value = takes, .help = says, .may_be_empty = MAY_BE_EMPTY(id)},
	IK_OPTIONS(X)
#undef X
};

#define OPTIONS(...) \
	(const int[]) \
	{ \
		__VA_ARGS__, IK_OPTIONS_END \
	}
#define KEY_GROUP IK_OPTION_KEY_GROUP, IK_OPTION_NO_KEY_GROUP
#define PASSWORD IK_OPTION_PASSWORD_FILE, IK_OPTION_PASSWORD_FD

enum { FILES_MAX = 16 }; /* of one certificate */

static const struct ik_command commands[] = {
	{
		.name = "",
		.usage = "",
		.summary = N_("The wizard: asks, shows what will happen, does it and proves it."),
		.explain = N_("Without a command the wizard is opened on this terminal. With "
			      "--answers it asks nothing: the file "
			      "has a line \"id = value\" for each answer, and \"action\" is "
			      "required. What has a default may be "
			      "missing. The file counts as the Accept."),
		.options = OPTIONS(IK_OPTION_ANSWERS, IK_OPTION_SAVE_ANSWERS,
				   IK_OPTION_FILE_PASSWORD_FILE, IK_OPTION_FILE_PASSWORD_FD,
				   IK_OPTION_FILE_PASSWORD_RAW, IK_OPTION_INNER_PASSWORD_FILE,
				   IK_OPTION_DRY_RUN, IK_OPTION_JSON, PASSWORD),
	},
	{
		.name = "create",
		.usage = "",
		.summary = N_("Makes a new key and certificate that replace those in use."),
		.explain = N_("What is not given comes from the certificate in use, so that a "
			      "renewal loses no name. A backup is "
			      "made, opened again and compared before the switch, unless "
			      "--no-backup says not to."),
		.options = OPTIONS(IK_OPTION_DRY_RUN, IK_OPTION_JSON, IK_OPTION_NAME,
				   IK_OPTION_ALT_NAME, IK_OPTION_ORGANIZATION, IK_OPTION_KEY_TYPE,
				   IK_OPTION_DAYS, IK_OPTION_BACKUP, IK_OPTION_NO_BACKUP, KEY_GROUP,
				   IK_OPTION_KEEP_KEYS, IK_OPTION_SAVE_ANSWERS, PASSWORD),
		.takes_password = true,
		.run = ik_command_create,
	},
	{
		.name = "request",
		.usage = "",
		.summary = N_("Makes a key and a request for your certificate authority."),
		.explain = N_("The key waits in the store until the signed certificate is "
			      "imported; the certificate in use stays until "
			      "then. What is not given comes from the certificate in use."),
		.options = OPTIONS(IK_OPTION_DRY_RUN, IK_OPTION_JSON, IK_OPTION_SAME_KEY,
				   IK_OPTION_OUT, IK_OPTION_NAME, IK_OPTION_ALT_NAME,
				   IK_OPTION_ORGANIZATION, IK_OPTION_KEY_TYPE, KEY_GROUP,
				   IK_OPTION_SAVE_ANSWERS),
		.run = ik_command_request,
	},
	{
		.name = "requests",
		.usage = "",
		.summary = N_("Lists the requests that wait for an authority, or withdraws one."),
		.explain = N_("Each has a key that waits in the store, and an ID. Once one is "
			      "withdrawn its key is deleted, and what "
			      "the authority signs for it can no longer be used."),
		.options = OPTIONS(IK_OPTION_DRY_RUN, IK_OPTION_CANCEL, IK_OPTION_JSON),
		.run = ik_command_requests,
	},
	{
		.name = "renew",
		.usage = "",
		.summary = N_("Renews the certificate in use: same names, new key and dates."),
		.explain = N_(
			"Names, organization, kind of key and validity stay; key and dates are "
			"new. With --if-due nothing is done "
			"before it is time, so that a timer may run it every day. Exit status 4: "
			"somebody has to decide, "
			"because an authority has to sign, or because something would be lost."),
		.options = OPTIONS(IK_OPTION_IF_DUE, IK_OPTION_WITHIN, IK_OPTION_BACKUP,
				   IK_OPTION_NO_BACKUP, KEY_GROUP, IK_OPTION_KEEP_KEYS,
				   IK_OPTION_ACCEPT_LOSS, IK_OPTION_DRY_RUN, IK_OPTION_JSON,
				   PASSWORD),
		.takes_password = true,
		.run = ik_command_renew,
	},
	{
		.name = "import",
		.usage = "FILE...",
		.summary = N_("Takes a key and certificate from a file, whatever its name."),
		.explain = N_("PKCS#12, PEM, DER, PKCS#8, PKCS#7, or a ZIP file that holds those; "
			      "key, certificate and chain may come in files of their own, and - is "
			      "standard input. "
			      "A certificate without key completes the request "
			      "that it was signed for. A backup is made, opened again and compared "
			      "before the switch, unless "
			      "--no-backup says not to."),
		.options = OPTIONS(IK_OPTION_DRY_RUN, IK_OPTION_JSON, IK_OPTION_KEY_FILE,
				   IK_OPTION_KEY_CHOICE, IK_OPTION_ACCEPT_UNPROTECTED,
				   IK_OPTION_ACCEPT_EXPIRED, IK_OPTION_FILE_PASSWORD_FILE,
				   IK_OPTION_FILE_PASSWORD_FD, IK_OPTION_FILE_PASSWORD_RAW,
				   IK_OPTION_INNER_PASSWORD_FILE, IK_OPTION_BACKUP,
				   IK_OPTION_NO_BACKUP, KEY_GROUP, IK_OPTION_KEEP_KEYS,
				   IK_OPTION_SAVE_ANSWERS, PASSWORD),
		.least = 1,
		.most = FILES_MAX,
		.takes_password = true,
		.run = ik_command_import,
	},
	{
		.name = "backup",
		.usage = "FILE",
		.summary = N_("Writes a backup of all generations, or checks one."),
		.explain = N_("The backup is a ZIP file in which each key is sealed with the "
			      "password. It counts as done only after "
			      "it was opened again and compared. Nothing is ever overwritten."),
		.options = OPTIONS(IK_OPTION_VERIFY, IK_OPTION_DRY_RUN, IK_OPTION_JSON,
				   IK_OPTION_SAVE_ANSWERS, PASSWORD),
		.least = 1,
		.most = 1,
		.takes_password = true,
		.run = ik_command_backup,
	},
	{
		.name = "restore",
		.usage = "FILE",
		.summary = N_("Brings the generations of a backup back, here or on a new server."),
		.explain = N_("An empty store gets all of them under their numbers, and the one in "
			      "use is in use again. A store that has "
			      "something gets what it lacks: nothing is replaced, and what is in "
			      "use stays unless --use says "
			      "otherwise. What happens is said first."),
		.options = OPTIONS(IK_OPTION_JSON, IK_OPTION_USE, IK_OPTION_ACCEPT_EXPIRED,
				   IK_OPTION_NOT_EXPORTABLE, IK_OPTION_DRY_RUN, KEY_GROUP,
				   IK_OPTION_KEEP_KEYS, IK_OPTION_SAVE_ANSWERS, PASSWORD),
		.least = 1,
		.most = 1,
		.takes_password = true,
		.run = ik_command_restore,
	},
	{
		.name = "rollback",
		.usage = "[GENERATION]",
		.summary = N_("Uses an earlier generation's key and certificate again."),
		.explain = N_("They become a new generation, and nothing is lost. Without a number "
			      "it is the one that was in use "
			      "before. Only generations whose key is still there can be used "
			      "again; the list shows them."),
		.options = OPTIONS(IK_OPTION_ACCEPT_EXPIRED, IK_OPTION_DRY_RUN, IK_OPTION_JSON,
				   KEY_GROUP, IK_OPTION_KEEP_KEYS, IK_OPTION_SAVE_ANSWERS),
		.most = 1,
		.run = ik_command_rollback,
	},
	{
		.name = "show",
		.usage = "[GENERATION|FILE]",
		.summary = N_("Shows the certificate in use, an earlier one, or that of a file."),
		.explain = N_("Validity, serial number, names and fingerprint, as read from disk. "
			      "A number is a generation; of a file (PEM or "
			      "DER) it is the first certificate. With --connect it is the one that "
			      "a service shows, with its chain; "
			      "nothing of it is verified."),
		.options = OPTIONS(IK_OPTION_CONNECT, IK_OPTION_STARTTLS, IK_OPTION_SNI,
				   IK_OPTION_FILE_PASSWORD_FILE, IK_OPTION_FILE_PASSWORD_FD,
				   IK_OPTION_FILE_PASSWORD_RAW, IK_OPTION_JSON, IK_OPTION_QR),
		.most = 1,
		.run = ik_command_show,
	},
	{
		.name = "compare",
		.usage = "A B",
		.summary = N_("Shows two certificates side by side, and what differs."),
		.explain = N_("Each is a generation, a file, or what a service shows: "
			      "connect:HOST:PORT. Exit status 0: the same "
			      "certificate; 1: another one; 2: one of them could not be read."),
		.options = OPTIONS(IK_OPTION_STARTTLS, IK_OPTION_SNI, IK_OPTION_JSON),
		.least = 2,
		.most = 2,
		.run = ik_command_compare,
	},
	{
		.name = "list",
		.usage = "",
		.summary = N_("Lists all generations, oldest first."),
		.explain = N_("Every certificate made here stays as a generation with a number of "
			      "its own. One of them is in use."),
		.options = OPTIONS(IK_OPTION_JSON, IK_OPTION_TIMELINE),
		.run = ik_command_list,
	},
	{
		.name = "sheet",
		.usage = "[FILE]",
		.summary = N_(
			"Writes a recovery sheet: a page to print, for when the server is lost."),
		.explain = N_(
			"It says which certificate is in use, where its backup is and how it is "
			"restored, "
			"step by step, and has room to write by hand where the password is kept. "
			"It holds no secret. Without FILE, or with -, it goes to standard output."),
		.most = 1,
		.run = ik_command_sheet,
	},
	{
		.name = "export",
		.usage = "FILE",
		.summary = N_("Writes the certificate in use to a file, for agents."),
		.explain = N_("With --with-key it is a PKCS#12 file for Windows, Java and others, "
			      "and needs a password. FILE is "
			      "overwritten only with --replace, and nothing in the store ever; - "
			      "is standard output, which gets no key if it is a terminal."),
		.options = OPTIONS(IK_OPTION_GENERATION, IK_OPTION_FORMAT, IK_OPTION_WITH_KEY,
				   IK_OPTION_COMPATIBILITY, IK_OPTION_REPLACE, IK_OPTION_JSON,
				   PASSWORD),
		.least = 1,
		.most = 1,
		.takes_password = true,
		.run = ik_command_export,
	},
	{
		.name = "check",
		.usage = "",
		.summary = N_("Says what is wrong, or soon will be, and what to do about it."),
		.explain = N_("Missing, expired or damaged, without a backup, open to others, "
			      "interrupted. The first line and the exit "
			      "status are those of a monitoring plugin: 0 OK, 1 warning, 2 "
			      "critical, 3 unknown or wrong usage. "
			      "Remarks do not raise the status. What this user may not look at is "
			      "named. With --connect or "
			      "--services it also asks whether services show the certificate in "
			      "use; without, it asks nobody."),
		.options = OPTIONS(IK_OPTION_WARNING, IK_OPTION_CRITICAL, IK_OPTION_JSON,
				   IK_OPTION_PROMETHEUS, IK_OPTION_CALENDAR, IK_OPTION_CONNECT,
				   IK_OPTION_STARTTLS, IK_OPTION_SNI, IK_OPTION_SERVICES),
		.run = ik_command_check,
	},
	{
		.name = "agents",
		.usage = "",
		.summary = N_("Lists agents that do not follow this server, as they report."),
		.explain = N_(
			"Each agent that differs stands under the first cause, with what cures "
			"it and the line to paste on that agent. Who never reported is known "
			"only where it is written down who is expected. Exit status 0: none "
			"differs; 1: "
			"some do; 3: it is not known."),
		.options = OPTIONS(IK_OPTION_CSV, IK_OPTION_ALL, IK_OPTION_EXPECT,
				   IK_OPTION_REPORTS, IK_OPTION_FORGET, IK_OPTION_JSON),
		.run = ik_command_agents,
	},
	{
		.name = "prune",
		.usage = "",
		.summary = N_("Deletes old keys and old backups, after saying which."),
		.explain = N_("The keys of all generations go but of the one in use and the one "
			      "before it; certificates stay. Of the "
			      "backups below the store the newest stay, and always the one that "
			      "was proven last. A key and a backup "
			      "that an interrupted change left go as well. What is deleted may "
			      "remain on disks and in snapshots."),
		.options = OPTIONS(IK_OPTION_DRY_RUN, IK_OPTION_KEEP, IK_OPTION_JSON),
		.run = ik_command_prune,
	},
	{
		.name = "log",
		.usage = "",
		.summary = N_("Shows who changed what, and when."),
		.explain = N_("The audit log of the store, oldest first. Times are UTC."),
		.options = OPTIONS(IK_OPTION_JSON),
		.run = ik_command_log,
	},
	{
		.name = "hooks",
		.usage = "",
		.summary = N_("Lists the commands that run after a switch, or runs them again."),
		.explain = N_("They are the executable files in hooks.d of the store and, for "
			      "root's default store, in /etc/inkan/hooks.d (or "
			      "where --sysconfdir put that when inkan was built), whose names "
			      "have only letters, digits, underscores and hyphens. They run in the "
			      "order of their names, for 60 "
			      "seconds each at most, and find INKAN_EVENT, INKAN_STORE, "
			      "INKAN_CERTIFICATE and INKAN_SERIAL in their "
			      "environment. One that another user owns or can change is not run. "
			      "What else lies there is named, with the reason."),
		.options = OPTIONS(IK_OPTION_AGAIN, IK_OPTION_JSON),
		.run = ik_command_hooks,
	},
	{
		.name = "publish",
		.usage = "",
		.summary = N_("Makes what agents fetch to follow this server, and says how one is "
			      "enrolled."),
		.explain = N_("Agents fetch the folder publish of the store, by a web server or as "
			      "files: the certificate in use, the steps that lead to it, and an "
			      "index that it signs. Each change makes them anew by itself; the "
			      "index has to be signed again before it expires, which "
			      "inkan-publish.timer does every day with --refresh. Where the key "
			      "cannot sign, the index stays as it was, and the exit status is 1."),
		.options = OPTIONS(IK_OPTION_SOURCE, IK_OPTION_VALID, IK_OPTION_REFRESH,
				   IK_OPTION_JSON),
		.run = ik_command_publish,
	},
	{
		.name = "sign",
		.usage = "FILE...",
		.summary = N_("Signs files, so that agents know that they come from this server."),
		.explain = N_("Beside each FILE a small message is written, FILE.inkan, that goes "
			      "with it to the agents, by whatever way; there it is checked by: "
			      "inkan-agent verify FILE. It names FILE by name, size and SHA-256, "
			      "and brings along what an agent needs that has not followed yet. "
			      "With --again the arguments are messages, and those of an earlier "
			      "certificate are signed anew."),
		.options = OPTIONS(IK_OPTION_VALID, IK_OPTION_AGAIN, IK_OPTION_JSON),
		.least = 1,
		.most = IK_LINE_ARGUMENTS,
		.run = ik_command_sign,
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

static const int always[] = {IK_OPTION_STORE, IK_OPTION_LANG, IK_OPTION_ASCII,   IK_OPTION_PLAIN,
			     IK_OPTION_QUIET, IK_OPTION_HELP, IK_OPTION_VERSION, IK_OPTIONS_END};

static const struct ik_short shorts[] = {
	{"-q", IK_OPTION_QUIET},
	{"-h", IK_OPTION_HELP},
	{"-V", IK_OPTION_VERSION},
};

static const int repeats[] = {IK_OPTION_ALT_NAME, IK_OPTION_CONNECT, IK_OPTION_FORGET,
			      IK_OPTIONS_END};

static const int apart[][2] = {
	{IK_OPTION_VALID, IK_OPTION_AGAIN},
	{IK_OPTION_PASSWORD_FILE, IK_OPTION_PASSWORD_FD},
	{IK_OPTION_FILE_PASSWORD_FILE, IK_OPTION_FILE_PASSWORD_FD},
	{IK_OPTION_FILE_PASSWORD_RAW, IK_OPTION_FILE_PASSWORD_FD},
	{IK_OPTION_BACKUP, IK_OPTION_NO_BACKUP},
	{IK_OPTION_KEY_GROUP, IK_OPTION_NO_KEY_GROUP},
	{IK_OPTION_PASSWORD_FILE, IK_OPTION_NO_BACKUP},
	{IK_OPTION_PASSWORD_FD, IK_OPTION_NO_BACKUP},
	{IK_OPTION_VERIFY, IK_OPTION_SAVE_ANSWERS},
	{IK_OPTION_VERIFY, IK_OPTION_DRY_RUN},
	{IK_OPTION_JSON, IK_OPTION_PROMETHEUS},
	{IK_OPTION_JSON, IK_OPTION_QR},
	{IK_OPTION_JSON, IK_OPTION_TIMELINE},
	{IK_OPTION_SAME_KEY, IK_OPTION_KEY_TYPE},
	{IK_OPTION_FORGET, IK_OPTION_CSV},
	{IK_OPTION_FORGET, IK_OPTION_ALL},
	{IK_OPTION_FORGET, IK_OPTION_EXPECT},
};

static const struct ik_option_need needs[] = {
	{"", IK_OPTION_DRY_RUN, IK_OPTION_ANSWERS},
	{"", IK_OPTION_JSON, IK_OPTION_ANSWERS},
	{"requests", IK_OPTION_DRY_RUN, IK_OPTION_CANCEL},
	{"renew", IK_OPTION_WITHIN, IK_OPTION_IF_DUE},
	{"export", IK_OPTION_COMPATIBILITY, IK_OPTION_WITH_KEY},
	{"export", IK_OPTION_PASSWORD_FILE, IK_OPTION_WITH_KEY},
	{"export", IK_OPTION_PASSWORD_FD, IK_OPTION_WITH_KEY},
	{"", IK_OPTION_FILE_PASSWORD_RAW, IK_OPTION_FILE_PASSWORD_FILE},
	{"import", IK_OPTION_FILE_PASSWORD_RAW, IK_OPTION_FILE_PASSWORD_FILE},
	{"show", IK_OPTION_FILE_PASSWORD_RAW, IK_OPTION_FILE_PASSWORD_FILE},
	{"show", IK_OPTION_STARTTLS, IK_OPTION_CONNECT},
	{"show", IK_OPTION_SNI, IK_OPTION_CONNECT},
	{"check", IK_OPTION_STARTTLS, IK_OPTION_CONNECT},
	{"check", IK_OPTION_SNI, IK_OPTION_CONNECT},
};

/* The letters of the model's tool; their arguments are those of the command, less the password. */
static const struct ik_letter letters[] = {
	{"-c", "create", IK_OPTIONS_END},  {"-b", "backup", IK_OPTIONS_END},
	{"-r", "restore", IK_OPTIONS_END}, {"-re", "restore", IK_OPTION_NOT_EXPORTABLE},
	{"-e", "export", IK_OPTIONS_END},  {"-i", "import", IK_OPTIONS_END},
	{"-l", "agents", IK_OPTION_CSV},
};

/* Whoever writes one of these may write the password behind it. */
static const char *const secrets[] = {"--password", "--passwd", "--file-password"};

static const char *const forms[][2] = {
	{"inkan --answers FILE", N_("The same without questions.")},
};

static char *closing(void)
{
	char *store = ik_format(_("The store is %s for root, otherwise ~/.local/share/inkan, "
				  "unless --store or INKAN_STORE names "
				  "another."),
				IK_STORE_OF_ROOT);
	char *text = ik_format("%s\n%s",
			       _("A password is never an argument: without --password-file or "
				 "--password-fd it is asked for on "
				 "the terminal."),
			       store);

	free(store);
	return text;
}

static const char *const exits[][2] = {
	{"0", N_("Done.")},
	{"1", N_("Failed or left; nothing was changed.")},
	{"2", N_("The command line, an answer or a value is wrong.")},
	{"3", N_("The certificate is replaced, but something after that failed.")},
	{"4", N_("Only from renew: it is due, but somebody has to decide.")},
};

const struct ik_syntax ik_inkan_syntax = {
	.program = "inkan",
	.about = N_("inkan keeps the authentication certificate of this server."),
	.forms = forms,
	.n_forms = IK_COUNT(forms),
	.options = options,
	.n_options = IK_COUNT(options),
	.commands = commands,
	.n_commands = IK_COUNT(commands),
	.always = always,
	.shorts = shorts,
	.n_shorts = IK_COUNT(shorts),
	.repeats = repeats,
	.help = IK_OPTION_HELP,
	.version = IK_OPTION_VERSION,
	.language = IK_OPTION_LANG,
	.apart = apart,
	.n_apart = IK_COUNT(apart),
	.needs = needs,
	.n_needs = IK_COUNT(needs),
	.letters = letters,
	.n_letters = IK_COUNT(letters),
	.kinds = ik_inkan_kinds,
	.n_kinds = IK_INKAN_KINDS,
	.secrets = secrets,
	.n_secrets = IK_COUNT(secrets),
	.closing = closing,
	.exits = exits,
	.n_exits = IK_COUNT(exits),
};
