/* SPDX-License-Identifier: GPL-3.0-or-later */
/* audit.c: who changed what, as lines that a machine reads, in the store and in syslog. */
#include "config.h"

#include "ops/records/audit.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/date.h"
#include "base/text.h"

enum { ENVIRONMENT_MAX = 256 };

static json_t *text_or_null(const char *text)
{
	return text ? json_string(text) : json_null();
}

/* A variable is foreign text, and whoever runs this may have set it: said as a remark, never
 * believed. */
static json_t *variable(const char *name)
{
	const char *value = getenv(name);
	char *visible;
	json_t *json;

	if (!value)
		return json_null();
	visible = ik_text_visible(value, strnlen(value, ENVIRONMENT_MAX));
	json = json_string(visible);
	free(visible);
	return json;
}

static json_t *number_or_null(unsigned number)
{
	return number ? json_integer(number) : json_null();
}

/* Caller frees. */
static char *result(const struct ik_audit *entry)
{
	const char *form = entry->done ? "done, then INK-%u" : "failed INK-%u";

	return entry->failure ? ik_format(form, ik_error_number(entry->failure->id))
			      : ik_strdup("done");
}

/* The same for who watches many servers, in one line; whether anybody does is not known here. */
static void tell_syslog(const struct ik_audit *entry, const char *path, const char *result)
{
	struct ik_buffer line = {0};
	const char *user = getenv("SUDO_USER");
	char *by = user ? ik_text_visible(user, strnlen(user, ENVIRONMENT_MAX)) : NULL;
	char *store = ik_text_visible(path, strlen(path));

	ik_buffer_format(&line, "%s: %s", entry->operation, result);
	if (entry->hook)
		ik_buffer_format(&line, ", command %s", entry->hook);
	if (entry->generation)
		ik_buffer_format(&line, ", generation %u", entry->generation);
	if (entry->new_serial)
		ik_buffer_format(&line, ", serial %s", entry->new_serial);
	ik_buffer_format(&line, ", store %s, uid %u", store, (unsigned)getuid());
	if (by)
		ik_buffer_format(&line, ", sudo user %s", by);
	openlog("inkan", LOG_PID, LOG_AUTH);
	syslog(LOG_NOTICE, "%s", ik_buffer_string(&line));
	closelog();
	ik_buffer_free(&line);
	free(store);
	free(by);
}

bool ik_audit_log(ik_store *store, const struct ik_audit *entry, struct ik_error *err)
{
	char *time = ik_date_rfc3339(entry->when);
	char *came = result(entry);
	json_t *json = json_pack("{s:s, s:I, s:o, s:o, s:s, s:o, s:o, s:o, s:o, s:o}", "time", time,
				 "uid", (json_int_t)getuid(), "sudo_uid", variable("SUDO_UID"),
				 "sudo_user", variable("SUDO_USER"), "operation", entry->operation,
				 "old_serial", text_or_null(entry->old_serial), "new_serial",
				 text_or_null(entry->new_serial), "generation",
				 number_or_null(entry->generation), "backup",
				 text_or_null(entry->backup_file), "result", json_string(came));
	if (json && entry->hook)
		json_object_set_new(json, "hook", json_string(entry->hook));
	char *line = json ? json_dumps(json, JSON_COMPACT) : NULL;
	bool ok = line ? ik_store_log(store, line, err) : ik_fail(err, IK_E_NO_MEMORY);

	tell_syslog(entry, ik_store_path(store), came);
	free(line);
	json_decref(json);
	free(came);
	free(time);
	return ok;
}
