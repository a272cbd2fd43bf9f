/* SPDX-License-Identifier: GPL-3.0-or-later */
/* note.c: the note of a change under way, written and read. */
#include "config.h"

#include "ops/records/note.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/pairs.h"
#include "base/text.h"

/* --- writing ---------------------------------------------------------------------------------- */

static void write_text(struct ik_buffer *text, const char *id, const char *value)
{
	if (value)
		ik_pairs_write(text, id, value);
}

static void write_number(struct ik_buffer *text, const char *id, unsigned number)
{
	char *digits = ik_format("%u", number);

	ik_pairs_write(text, id, digits);
	free(digits);
}

bool ik_note_write(ik_store *store, const struct ik_note *note, struct ik_error *err)
{
	struct ik_buffer text = {0};
	char *at = note->to ? ik_date_rfc3339(note->at) : NULL;
	bool ok;

	write_text(&text, "operation", note->operation);
	write_number(&text, "from", note->from);
	if (note->to)
		write_number(&text, "to", note->to);
	write_text(&text, "at", at);
	write_text(&text, "backup", note->backup);
	write_text(&text, "sha256", note->sha256);
	write_text(&text, "request", note->request);
	write_text(&text, "file", note->file);
	write_text(&text, "server-id", note->server_id);
	ok = ik_store_note(store, ik_buffer_string(&text), err);
	free(at);
	ik_buffer_free(&text);
	return ok;
}

/* --- reading ---------------------------------------------------------------------------------- */

static char *read_text(const struct ik_pairs *pairs, const char *id)
{
	const char *value = ik_pairs_get(pairs, id);

	return value ? ik_strdup(value) : NULL;
}

static bool read_number(const struct ik_pairs *pairs, const char *id, unsigned *number)
{
	const char *value = ik_pairs_get(pairs, id);
	uint64_t read;

	if (!value)
		return true;
	if (!ik_text_number(value, IK_GENERATION_MAX, &read))
		return false;
	*number = (unsigned)read;
	return true;
}

bool ik_note_read(const ik_store *store, struct ik_note *note)
{
	struct ik_buffer text = {0};
	struct ik_pairs pairs = {0};
	bool ok = ik_store_interrupted(store, &text)
		  && ik_pairs_parse(text.data, text.size, &pairs, NULL)
		  && ik_pairs_get(&pairs, "operation");

	*note = (struct ik_note){.at = -1};
	if (ok && read_number(&pairs, "from", &note->from)
	    && read_number(&pairs, "to", &note->to)) {
		const char *at = ik_pairs_get(&pairs, "at");

		note->operation = read_text(&pairs, "operation");
		note->at = at ? ik_date_from_rfc3339(at) : -1;
		note->backup = read_text(&pairs, "backup");
		note->sha256 = read_text(&pairs, "sha256");
		note->request = read_text(&pairs, "request");
		note->file = read_text(&pairs, "file");
		note->server_id = read_text(&pairs, "server-id");
	}
	ik_pairs_free(&pairs);
	ik_buffer_free(&text);
	return note->operation != NULL;
}

void ik_note_free(struct ik_note *note)
{
	free(note->operation);
	free(note->backup);
	free(note->sha256);
	free(note->request);
	free(note->file);
	free(note->server_id);
	*note = (struct ik_note){0};
}

bool ik_note_leave(ik_store *store, const struct ik_note *note, bool *left, struct ik_error *err)
{
	struct ik_note other;

	*left = false;
	if (!ik_note_read(store, &other))
		return *left = ik_note_write(store, note, err);
	ik_note_free(&other);
	return true;
}
