/* SPDX-License-Identifier: GPL-3.0-or-later */
/* command_verify.c: inkan-agent verify FILE [FILE.inkan]: whether a file comes from the server. */
#include "config.h"

#include <stdlib.h>

#include "agent/commands.h"
#include "agent/refusal.h"
#include "agent/told.h"
#include "agent/verify.h"
#include "base/alloc.h"
#include "base/date.h"
#include "base/print.h"
#include "rows/words.h"

static void print_text(const struct ik_message *message, const char *file,
		       const struct ik_verified_message *verified)
{
	char *shown = ik_words_path(file);
	char *until = ik_date_zoned(message->opened.items[0].expires);

	if (verified->moved)
		ik_printf(stdout, "%s\n",
			  _("The server's certificate has changed, and this agent follows."));
	if (verified->error.id == IK_E_NONE)
		ik_printf(stdout, _("Comes from the server: %s (counts until %s)\n"), shown, until);
	free(until);
	free(shown);
}

static void print_json(const struct ik_message *message, const struct ik_verified_message *verified)
{
	const struct ik_statement *says = message->opened.items;
	const struct ik_named_file *file = ik_message_file(message);
	struct json_t *object = ik_told_begin();
	char hex[IK_SHA256_HEX + 1];

	ik_sha256_hex(&file->sha256, hex);
	ik_json_set_text(object, "end", ik_verified_message_end(verified));
	ik_json_set_text(object, "name", file->name);
	ik_json_set_number(object, "size", file->size);
	ik_json_set_text(object, "sha256", hex);
	ik_told_set_moment(object, "issued", says->issued);
	ik_told_set_moment(object, "expires", says->expires);
	ik_json_set_flag(object, "moved", verified->moved);
	if (verified->error.id != IK_E_NONE)
		ik_json_set_error(object, &verified->error);
	else if (verified->unkept.id != IK_E_NONE)
		ik_json_set_error(object, &verified->unkept);
	ik_json_print(object);
}

static void note_refused(const struct ik_agent_state *state, const char *file,
			 const struct ik_error *reason)
{
	if (!ik_is_refusal(reason->id))
		return;
	if (ik_refuse(state, ik_agent_now(), reason, file) == IK_REFUSED_SYSLOG)
		ik_print_note("inkan-agent: %s\n",
			      _("This user may note it in the log of the system only, so no report "
				"will have it."));
}

/* A message is good even where the pin that it moved could not be kept; next time it moves again.
 */
static int tell(const struct ik_line *line, const struct ik_message *message, const char *file,
		const struct ik_verified_message *verified)
{
	if (line->given[IK_AGENT_JSON])
		print_json(message, verified);
	else
		print_text(message, file, verified);
	if (verified->unkept.id != IK_E_NONE)
		ik_print_failure(&verified->unkept);
	return verified->error.id == IK_E_NONE ? 0 : ik_print_failure(&verified->error);
}

static int judge(const struct ik_line *line, struct ik_agent_state *state,
		 const struct ik_message *message, const char *file)
{
	struct ik_verified_message verified;

	ik_agent_verify(state, message, file, ik_agent_now(), &verified);

	int status = tell(line, message, file, &verified);

	note_refused(state, file, &verified.error);
	return status;
}

static int verify(const struct ik_line *line, struct ik_agent_state *state)
{
	const char *file = line->argument[0];
	char *beside = line->n_arguments > 1 ? ik_strdup(line->argument[1])
					     : ik_format("%s" IK_MESSAGE_SUFFIX, file);
	struct ik_message message;
	struct ik_error err = {0};
	bool good = ik_message_open(beside, &message, &err)
		    && ik_message_fits(&message, file, &err);
	int status = good ? judge(line, state, &message, file) : ik_agent_fail(line, &err);

	if (!good)
		note_refused(state, file, &err);
	ik_message_free(&message);
	free(beside);
	return status;
}

int ik_agent_command_verify(const struct ik_line *line)
{
	struct ik_agent_state state = {0};
	struct ik_error err = {0};
	char *path = ik_agent_path(line->value[IK_AGENT_STATE], false, &err);
	bool good = path && ik_agent_open(path, IK_AGENT_CHANGE, &state, &err);
	int status = good ? verify(line, &state) : ik_agent_fail(line, &err);

	ik_agent_close(&state);
	free(path);
	return status;
}
