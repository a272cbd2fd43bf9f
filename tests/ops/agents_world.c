/* SPDX-License-Identifier: GPL-3.0-or-later */
/* agents_world.c: writes reports as agents do, and as nobody should. */
#include "config.h"

#include "agents_world.h"

#include <check.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/date.h"
#include "ops/status/show.h"

static char *fingerprints[3];
static unsigned last_id;

void agents_begin(void)
{
	char *folder;

	fake_begin();
	last_id = 0;
	for (unsigned i = 1; i <= 2; i++) {
		struct ik_shown shown;

		ck_assert_uint_eq(fake_add(&(struct fake_generation){0}), i);
		ck_assert(ik_show(fake_path, i, FAKE_NOW, &shown, NULL));
		fingerprints[i] = ik_strdup(shown.facts.sha256);
		ik_shown_free(&shown);
	}
	folder = fake_file("reports");
	ck_assert_int_eq(mkdir(folder, 0700), 0);
	free(folder);
}

void agents_end(void)
{
	for (unsigned i = 1; i <= 2; i++)
		free(fingerprints[i]);
	fake_end();
}

const char *agents_sha256(unsigned generation)
{
	return fingerprints[generation];
}

char *agents_id(unsigned id)
{
	return ik_format("%032x", id);
}

char *agents_file(unsigned id)
{
	return ik_format("%s/reports/%032x.json", fake_path, id);
}

static void put(unsigned id, const void *text, size_t size, int64_t heard)
{
	char *path = agents_file(id);
	const struct timespec times[2] = {{.tv_sec = heard}, {.tv_sec = heard}};
	FILE *file = fopen(path, "w");

	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(text, 1, size, file), size);
	ck_assert_int_eq(fclose(file), 0);
	ck_assert_int_eq(utimensat(AT_FDCWD, path, times, 0), 0);
	free(path);
}

void agents_raw(unsigned id, const void *text, size_t size)
{
	put(id, text, size, AGENTS_NOW - 600);
}

unsigned agents_report(const struct reported *reported)
{
	const unsigned id = reported->id ? reported->id : ++last_id;
	const int64_t heard = AGENTS_NOW - (reported->age ? reported->age : 600);
	const int64_t now = heard + reported->clock;
	char *time = ik_date_rfc3339(now), *confirmed = ik_date_rfc3339(now - reported->confirmed);
	char *machine = reported->machine ? ik_strdup(reported->machine)
					  : ik_format("%032x", 0xabc000 + id);
	char *text = ik_format(
		"{\"inkan_report\": 1, \"id\": \"%032x\", \"machine\": \"%s\", \"name\": \"%s\", "
		"\"time\": \"%s\", \"version\": \"0.1\", \"sha256\": \"%s\", \"serial\": "
		"\"4f129c\", "
		"\"sequence\": 1795237500, \"not_after\": \"2028-11-20T00:00:00Z\", "
		"\"confirmed\": \"%s\", \"recovery\": \"%s\", \"tls\": \"%s\"%s}",
		id, machine, reported->name, time,
		reported->sha256 ? reported->sha256
				 : agents_sha256(reported->generation ? reported->generation : 2),
		confirmed, reported->recovery ? reported->recovery : "none",
		reported->tls ? reported->tls : "system", reported->more ? reported->more : "");

	put(id, text, strlen(text), heard);
	free(text);
	free(machine);
	free(confirmed);
	free(time);
	return id;
}

ik_agents *agents_read(const char *expect)
{
	char *file = fake_file("expected");
	struct ik_agents_wish wish = {.store = fake_path, .now = AGENTS_NOW};
	struct ik_error err = {0};
	ik_agents *agents;

	if (expect) {
		fake_write("expected", expect);
		wish.expect = file;
	}
	agents = ik_agents_read(&wish, &err);
	ck_assert_msg(agents != NULL, "%s %s", ik_error_msgid(err.id), err.arg[0]);
	free(file);
	return agents;
}

struct ik_agent_row agents_row(const ik_agents *agents, const char *name)
{
	struct ik_agent_row row;

	for (size_t i = 0; i < ik_agents_n(agents); i++) {
		ik_agents_row(agents, i, &row);
		if (strcmp(row.name, name) == 0)
			return row;
	}
	ck_abort_msg("no row for %s", name);
}

enum ik_agent_cause agents_cause(const char *name)
{
	ik_agents *agents = agents_read(NULL);
	const struct ik_agent_row row = agents_row(agents, name);

	ik_agents_free(agents);
	return row.cause;
}
