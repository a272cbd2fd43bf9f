/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cure.c: lines that mend what an error says. */
#include "config.h"

#include "agent/cure.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/reason.h"
#include "base/shell.h"
#include "base/text.h"

/* --- lines ------------------------------------------------------------------------------------ */

static char *word_of(const char *path)
{
	char *shown = ik_text_shown(path);
	char *word = ik_shell_word(shown);

	free(shown);
	return word;
}

char *ik_cure_of(const char *command, const char *path)
{
	char *word = word_of(path);
	char *line = ik_format("%s %s", command, word);

	free(word);
	return line;
}

char *ik_agent_typed(const char *path, const char *command)
{
	char *usual = ik_agent_path(NULL, false, NULL);
	char *typed = usual && strcmp(usual, path) == 0 ? ik_strdup(command)
							: ik_format("%s --state", command);
	char *line = usual && strcmp(usual, path) == 0 ? ik_strdup(typed) : ik_cure_of(typed, path);
	char *whole = ik_format("inkan-agent %s", line);

	free(line);
	free(typed);
	free(usual);
	return whole;
}

static void add_word(struct ik_buffer *line, const char *value)
{
	char *word = word_of(value);

	ik_buffer_format(line, " %s", word);
	free(word);
}

static void add_option(struct ik_buffer *line, const char *option, const char *value)
{
	if (!value)
		return;
	ik_buffer_format(line, " %s", option);
	add_word(line, value);
}

static char *typed(const struct ik_agent_state *state, struct ik_buffer *command)
{
	char *line = ik_agent_typed(state->path, ik_buffer_string(command));

	ik_buffer_free(command);
	return line;
}

char *ik_cure_enroll(const struct ik_agent_state *state)
{
	const struct ik_agent_settings *settings = &state->settings;
	struct ik_buffer line = {0};
	char hex[IK_SHA256_HEX + 1];

	ik_sha256_hex(&state->trust.pin.certificate, hex);
	ik_buffer_text(&line, "enroll");
	add_word(&line, settings->source);
	add_option(&line, "--fingerprint", hex);
	for (size_t i = 0; i < settings->sets.n; i++)
		add_option(&line, "--set", settings->sets.items[i]);
	add_option(&line, "--report-to", settings->report_to);
	add_option(&line, "--ca", settings->ca);
	return typed(state, &line);
}

char *ik_cure_again(const struct ik_agent_state *state)
{
	const char *source = state->settings.source;
	struct ik_buffer line = {0};

	ik_buffer_text(&line, "enroll");
	add_word(&line, source ? source : "SOURCE");
	ik_buffer_text(&line, " --fingerprint SHA256 --again");
	return typed(state, &line);
}

/* --- below the sentence ----------------------------------------------------------------------- */

bool ik_cure(struct ik_error *err, char *line)
{
	char *below = err ? ik_error_below(err) : NULL;

	if (below)
		ik_error_detail(err, _("%s. Type: %s"), below, line);
	else
		ik_error_detail(err, "%s", line);
	free(below);
	free(line);
	return false;
}

/* What stands where a file should be is put aside; else who may do what on the way is shown. */
static char *line_for(const char *path, int error)
{
	char *aside, *line;

	if (error != EISDIR && error != ENOTEMPTY && error != EEXIST)
		return ik_cure_of("namei -l", path);
	aside = ik_format("%s.aside", path);
	line = ik_cure_of("mv", path);

	char *both = ik_cure_of(line, aside);

	free(line);
	free(aside);
	return both;
}

bool ik_cure_file(const char *directory, const char *name, enum ik_error_id id, int error,
		  struct ik_error *err)
{
	char *path = name ? ik_format("%s/%s", directory, name) : ik_strdup(directory);

	/* Of what is full, read only or used up the sentence is another, and says all. */
	if (err && err->id == IK_E_NONE) {
		ik_error_errno(err, id, path, error);
		if (err->id == id && error)
			ik_cure(err, line_for(path, error));
	}
	free(path);
	return false;
}

bool ik_cure_about(struct ik_error *err, const char *what)
{
	if (err && !ik_error_tells_more(err))
		ik_error_detail(err, "%s", what);
	return false;
}
