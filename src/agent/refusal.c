/* SPDX-License-Identifier: GPL-3.0-or-later */
/* refusal.c: the agent's log: one JSON object a line, each by one write; of 1 MiB, then one older
 * file.  Whoever may not write it leaves what was refused for the group, or with the system. */
#include "config.h"

#include "agent/refusal.h"

#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <syslog.h>
#include <unistd.h>

#include "agent/refused.h"
#include "base/alloc.h"
#include "base/date.h"
#include "base/text.h"
#include "files/careful.h"
#include "trust/agent_report.h"

enum { LOG_MAX = 1024 * 1024, LOG_READ_MAX = 2 * LOG_MAX, LOG_MODE = 0640 };

static const char log_name[] = "log", older_name[] = "log.1", refused[] = "refused";

/* --- writing ---------------------------------------------------------------------------------- */

static bool is_the_log(const struct ik_agent_state *state, const struct stat *st)
{
	struct stat there;

	return fstatat(state->dirfd, log_name, &there, AT_SYMLINK_NOFOLLOW) == 0
	       && there.st_dev == st->st_dev && there.st_ino == st->st_ino;
}

static int open_log(const struct ik_agent_state *state)
{
	const int flags = O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
	int fd = openat(state->dirfd, log_name, flags, LOG_MODE);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		if (fd >= 0)
			close(fd);
		return -1;
	}
	if (st.st_size < LOG_MAX)
		return fd;
	/* Of two at the same time only one may take it for the full one. */
	if (flock(fd, LOCK_EX | LOCK_NB) == 0 && is_the_log(state, &st)
	    && renameat(state->dirfd, log_name, state->dirfd, older_name) != 0) {
		close(fd);
		return -1;
	}
	close(fd);
	return openat(state->dirfd, log_name, flags, LOG_MODE);
}

/* What a full disk tore must not spoil the line behind it. */
static bool is_torn(int fd)
{
	struct stat st;
	char last;

	return fstat(fd, &st) == 0 && st.st_size > 0 && pread(fd, &last, 1, st.st_size - 1) == 1
	       && last != '\n';
}

/* With its newline; the mode is right whatever the umask. */
static bool append(const struct ik_agent_state *state, const char *line)
{
	int fd = state->may_store ? open_log(state) : -1;

	if (fd < 0)
		return false;

	bool good = fchmod(fd, LOG_MODE) == 0 && (!is_torn(fd) || ik_write_all(fd, "\n", 1))
		    && ik_write_all(fd, line, strlen(line));

	return close(fd) == 0 && good;
}

/* WHAT as it may be shown, and not too long of it; caller frees. */
static char *shown(const char *what)
{
	char *visible = ik_text_visible(what, strlen(what));

	visible[ik_text_cut(visible, strlen(visible), IK_REFUSAL_WHAT_MAX)] = '\0';
	return visible;
}

/* What one line says.  A zero is not said. */
struct entry {
	int64_t time;
	const char *event;
	unsigned reason;
	const char *what;
	bool by_other;
	uid_t by;
};

static json_t *json_of(const struct entry *entry)
{
	json_t *object = json_object();
	char *date = ik_date_rfc3339(entry->time), *what = shown(entry->what);

	json_object_set_new(object, "time", json_string(date));
	json_object_set_new(object, "event", json_string(entry->event));
	if (entry->reason)
		json_object_set_new(object, "reason", json_integer((json_int_t)entry->reason));
	json_object_set_new(object, "what", json_string(what));
	if (entry->by_other)
		json_object_set_new(object, "uid", json_integer((json_int_t)entry->by));
	free(what);
	free(date);
	return object;
}

static bool note(const struct ik_agent_state *state, const struct entry *entry)
{
	json_t *object = json_of(entry);

	char *text = json_dumps(object, JSON_COMPACT | JSON_PRESERVE_ORDER);
	char *line = ik_format("%s\n", text ? text : "{}");
	bool good = append(state, line);

	free(line);
	free(text);
	json_decref(object);
	return good;
}

bool ik_is_refusal(enum ik_error_id id)
{
	const unsigned number = ik_error_number(id);

	return number >= IK_REFUSAL_FIRST && number <= IK_REFUSAL_LAST;
}

enum ik_refused_where ik_refuse(const struct ik_agent_state *state, int64_t now,
				const struct ik_error *reason, const char *what)
{
	const struct entry entry = {
		.time = now, .event = refused, .reason = ik_error_number(reason->id), .what = what};
	enum ik_refused_where where = IK_REFUSED_LOG;

	if (!note(state, &entry)) {
		char *visible = shown(what);

		where = IK_REFUSED_GROUP;
		if (!ik_refused_leave(state, entry.reason, visible)) {
			where = IK_REFUSED_SYSLOG;
			openlog("inkan-agent", LOG_PID, LOG_AUTH);
			syslog(LOG_WARNING, "INK-%04u: refused: %s", entry.reason, visible);
		}
		free(visible);
	}
	return where;
}

struct gathering {
	const struct ik_agent_state *state;
	int64_t now;
};

/* Whoever left it chose its time, too. */
static void gather(void *context, uid_t by, int64_t when, unsigned reason, const char *what)
{
	const struct gathering *gathering = context;
	const int64_t since = gathering->now - IK_AGENT_REFUSAL_DAYS * (int64_t)IK_SECONDS_A_DAY;
	const bool likely = when > since && when <= gathering->now;

	note(gathering->state, &(struct entry){.time = likely ? when : gathering->now,
					       .event = refused,
					       .reason = reason,
					       .what = what,
					       .by_other = true,
					       .by = by});
}

void ik_refusals_gather(const struct ik_agent_state *state, int64_t now)
{
	struct gathering gathering = {.state = state, .now = now};
	size_t dropped;
	char *number;

	if (!state->may_store)
		return;
	dropped = ik_refused_take(state, gather, &gathering);
	if (dropped == 0)
		return;
	number = ik_format("%zu", dropped);
	ik_agent_note(state, now, "dropped", number);
	free(number);
}

bool ik_agent_note(const struct ik_agent_state *state, int64_t now, const char *event,
		   const char *what)
{
	return note(state, &(struct entry){.time = now, .event = event, .what = what});
}

/* --- reading ---------------------------------------------------------------------------------- */

/* Which refusals are asked for, and where they go. */
struct reading {
	int64_t since, until;
	struct ik_refusals *out;
};

/* A moment to come is of a clock that was wrong, and would be reported for as long. */
static bool counts(const struct reading *reading, int64_t when, json_int_t reason)
{
	return when > 0 && when >= reading->since && when <= reading->until
	       && reason >= IK_REFUSAL_FIRST && reason <= IK_REFUSAL_LAST;
}

/* Adds the refusal in LINE, if it is one; they are read from the oldest on. */
static void add_line(const struct reading *reading, const char *line, size_t size)
{
	struct ik_refusals *out = reading->out;
	json_t *entry = json_loadb(line, size, 0, NULL);
	const char *event = json_string_value(json_object_get(entry, "event"));
	const char *date = json_string_value(json_object_get(entry, "time"));
	const char *what = json_string_value(json_object_get(entry, "what"));
	const json_int_t reason = json_integer_value(json_object_get(entry, "reason"));
	const int64_t when = date ? ik_date_from_rfc3339(date) : -1;

	if (event && what && !strcmp(event, refused) && counts(reading, when, reason)) {
		out->items = ik_realloc(out->items, (out->n + 1) * sizeof(*out->items));
		out->items[out->n++] = (struct ik_refusal){
			.time = when, .reason = (unsigned)reason, .what = shown(what)};
	}
	json_decref(entry);
}

/* A torn last line says nothing. */
static void add_lines(const struct reading *reading, const char *at, const char *end)
{
	const char *newline;

	while (at < end && (newline = memchr(at, '\n', (size_t)(end - at))) != NULL) {
		add_line(reading, at, (size_t)(newline - at));
		at = newline + 1;
	}
}

/* The end of a log that something else made longer has the newest. */
static void read_log(const struct reading *reading, const struct ik_agent_state *state,
		     const char *name)
{
	const int fd = openat(state->dirfd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat st;
	char *text;
	ssize_t n;

	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
		text = ik_alloc(LOG_READ_MAX);
		n = pread(fd, text, LOG_READ_MAX,
			  st.st_size > LOG_READ_MAX ? st.st_size - LOG_READ_MAX : 0);
		if (n > 0)
			add_lines(reading, text, text + n);
		free(text);
	}
	if (fd >= 0)
		close(fd);
}

static void turn_round(struct ik_refusals *out)
{
	for (size_t i = 0; i < out->n / 2; i++) {
		struct ik_refusal swap = out->items[i];

		out->items[i] = out->items[out->n - 1 - i];
		out->items[out->n - 1 - i] = swap;
	}
}

void ik_refusals_read(const struct ik_agent_state *state, int64_t now, struct ik_refusals *out)
{
	const struct reading reading = {
		.since = now - IK_AGENT_REFUSAL_DAYS * (int64_t)IK_SECONDS_A_DAY,
		.until = now + IK_SECONDS_A_DAY,
		.out = out,
	};

	*out = (struct ik_refusals){0};
	read_log(&reading, state, older_name);
	read_log(&reading, state, log_name);
	turn_round(out);
	while (out->n > IK_REFUSALS_MAX) {
		free(out->items[--out->n].what);
		out->more++;
	}
}

void ik_refusals_free(struct ik_refusals *refusals)
{
	for (size_t i = 0; i < refusals->n; i++)
		free(refusals->items[i].what);
	free(refusals->items);
	*refusals = (struct ik_refusals){0};
}
