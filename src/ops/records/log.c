/* SPDX-License-Identifier: GPL-3.0-or-later */
/* log.c: the audit log, line by line; what is no line of ours is counted and passed over. */
#include "config.h"

#include "ops/records/log.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "ops/records/json.h"
#include "store/store.h"

/* Nobody is believed, not even our own file: each text in it becomes visible. */
static json_t *filtered(const json_t *line)
{
	json_t *clean = json_object();
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)(uintptr_t)line, name, value)
	{
		char *shown_name = ik_text_visible(name, strlen(name));

		if (json_is_string(value)) {
			char *shown = ik_text_visible(json_string_value(value),
						      json_string_length(value));

			json_object_set_new(clean, shown_name, json_string(shown));
			free(shown);
		} else if (json_is_integer(value) || json_is_null(value)) {
			json_object_set(clean, shown_name, value);
		}
		free(shown_name);
	}
	return clean;
}

static char *text_of(const json_t *line, const char *name)
{
	return ik_strdup(json_string_value(json_object_get(line, name)));
}

static void add_entry(struct ik_log *log, const json_t *line)
{
	const json_t *uid = json_object_get(line, "uid");
	json_int_t generation = json_integer_value(json_object_get(line, "generation"));

	if (log->n == log->room)
		log->entries = ik_realloc(log->entries,
					  (log->room = 2 * log->room + 16) * sizeof(*log->entries));
	log->entries[log->n++] = (struct ik_log_entry){
		.time = text_of(line, "time"),
		.uid = json_is_integer(uid) ? json_integer_value(uid) : -1,
		.sudo_user = text_of(line, "sudo_user"),
		.operation = text_of(line, "operation"),
		.old_serial = text_of(line, "old_serial"),
		.new_serial = text_of(line, "new_serial"),
		.generation = generation > 0 && generation <= UINT32_MAX ? (unsigned)generation : 0,
		.backup = text_of(line, "backup"),
		.hook = text_of(line, "hook"),
		.result = text_of(line, "result"),
	};
}

static void read_line(struct ik_log *log, json_t *all, const char *text, size_t size)
{
	json_t *line = json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL);

	if (json_is_object(line)) {
		json_t *clean = filtered(line);

		add_entry(log, clean);
		json_array_append_new(all, clean);
	} else if (size > 0) {
		log->torn++;
	}
	json_decref(line);
}

static void read_lines(struct ik_log *log, const struct ik_buffer *text)
{
	const char *at = ik_buffer_string(text), *end = at + text->size;
	json_t *all = json_array();

	while (at < end) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));

		stop = stop ? stop : end;
		read_line(log, all, at, (size_t)(stop - at));
		at = stop + 1;
	}
	ik_json_write(all, &log->json);
}

bool ik_log_read(const char *path, struct ik_log *log, struct ik_error *err)
{
	struct ik_buffer text = {0};
	ik_store *store = ik_store_open(path, err);
	bool ok = store && ik_store_read_log(store, &text, err);

	*log = (struct ik_log){0};
	if (ok)
		read_lines(log, &text);
	ik_buffer_free(&text);
	ik_store_close(store);
	return ok;
}

void ik_log_free(struct ik_log *log)
{
	for (size_t i = 0; i < log->n; i++) {
		struct ik_log_entry *entry = &log->entries[i];
		char *texts[] = {entry->time,       entry->sudo_user,  entry->operation,
				 entry->old_serial, entry->new_serial, entry->backup,
				 entry->hook,       entry->result};

		for (size_t k = 0; k < IK_COUNT(texts); k++)
			free(texts[k]);
	}
	free(log->entries);
	ik_buffer_free(&log->json);
	*log = (struct ik_log){0};
}
