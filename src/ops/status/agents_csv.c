/* SPDX-License-Identifier: GPL-3.0-or-later */
/* agents_csv.c: the mismatch list for spreadsheets (RFC 4180), which take what begins with a sign
 * for something to compute. */
#include "config.h"

#include "ops/status/agents_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/date.h"
#include "files/place.h"
#include "files/save.h"
#include "ops/rules/rules.h"

static const char head[] = "\xef\xbb\xbf"
			   "name,id,cause,cause_since,serial,sha256,last_report,refusals,"
			   "last_refusal\r\n";

/* Spreadsheets narrow what is full-width (U+FF1D, FF0B, FF0D, FF20), and then it is a formula. */
static bool is_formula(const char *text)
{
	static const char *const wide[] = {"\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d",
					   "\xef\xbc\xa0"};
	bool found = *text && strchr("=+-@\t\r", *text);

	for (size_t i = 0; i < IK_COUNT(wide); i++)
		found = found || strncmp(text, wide[i], strlen(wide[i])) == 0;
	return found;
}

/* A cell that would be a formula begins with an apostrophe, which spreadsheets take for "text". */
static void add_cell(struct ik_buffer *line, const char *text, const char *after)
{
	ik_buffer_text(line, "\"");
	if (is_formula(text))
		ik_buffer_text(line, "'");
	for (const char *at = text; *at; at++)
		ik_buffer_add(line, *at == '"' ? "\"\"" : at, *at == '"' ? 2 : 1);
	ik_buffer_text(line, "\"");
	ik_buffer_text(line, after);
}

static void add_date(struct ik_buffer *line, int64_t when, const char *after)
{
	char *date = when < 0 ? ik_strdup("") : ik_date_rfc3339(when);

	add_cell(line, date, after);
	free(date);
}

/* "2026-11-29T20:00:00Z INK-7201 index" */
static void add_refusal(struct ik_buffer *line, const struct ik_agent_row *row)
{
	char *date = row->refused_at < 0 ? NULL : ik_date_rfc3339(row->refused_at);
	char *text = date ? ik_format("%s INK-%u %s", date, row->refused_reason, row->refused_what)
			  : ik_strdup("");

	add_cell(line, text, "\r\n");
	free(text);
	free(date);
}

static void add_row(struct ik_buffer *line, const struct ik_agent_row *row)
{
	add_cell(line, row->name, ",");
	add_cell(line, row->id, ",");
	add_cell(line, ik_agent_cause_word(row->cause), ",");
	add_date(line, row->since, ",");
	add_cell(line, row->serial, ",");
	add_cell(line, row->sha256, ",");
	add_date(line, row->last_report, ",");
	ik_buffer_format(line, "%zu,", row->refusals);
	add_refusal(line, row);
}

static bool write_all(const ik_agents *agents, bool all, ik_save *save, struct ik_error *err)
{
	struct ik_buffer text = {0};
	bool good = ik_save_write(save, head, strlen(head), err);

	for (size_t i = 0; good && i < agents->n; i++) {
		struct ik_agent_row row;

		ik_agents_row(agents, i, &row);
		if (!all && !ik_agent_cause_differs(row.cause))
			continue;
		add_row(&text, &row);
		if (text.size >= 64 * 1024) {
			good = ik_save_write(save, text.data, text.size, err);
			text.size = 0;
		}
	}
	good = good && (text.size == 0 || ik_save_write(save, text.data, text.size, err));
	ik_buffer_free(&text);
	return good;
}

/* Whether the file at PATH, where there is one, is such a list, or empty. */
static bool is_list(const char *path)
{
	char begin[sizeof(head) - 1];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
	ssize_t n;

	if (fd < 0)
		return errno == ENOENT;
	n = pread(fd, begin, sizeof(begin), 0);
	close(fd);
	return n == 0 || (n == (ssize_t)sizeof(begin) && !memcmp(begin, head, sizeof(begin)));
}

bool ik_agents_csv_file(const char *text, const char *store, char **path, struct ik_error *err)
{
	if (!ik_rule_replaced_file(text, store, path, err))
		return false;
	if (is_list(*path))
		return true;
	ik_fail(err, IK_E_AGENTS_CSV_OTHER, *path);
	free(*path);
	*path = NULL;
	return false;
}

bool ik_agents_save_csv(const ik_agents *agents, bool all, const char *file, struct ik_error *err)
{
	ik_save *save = NULL;
	char *path = NULL;
	const char *name;
	int dirfd = -1;
	bool good = false;

	if (ik_agents_csv_file(file, agents->about.store, &path, err)
	    && ik_place_open(path, &dirfd, &name, err))
		save = ik_save_begin(dirfd, name, 0600, (gid_t)-1, err);
	if (save && write_all(agents, all, save, err)) {
		good = ik_save_commit(save, true, err);
		save = NULL;
	}
	ik_save_abort(save);
	if (dirfd >= 0)
		close(dirfd);
	free(path);
	return good;
}
