/* SPDX-License-Identifier: GPL-3.0-or-later */
/* manifest.c: the list of contents of a backup, written and strictly read. */
#include "config.h"

#include "ops/backup/manifest.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/text.h"
#include "pki/digest.h"
#include "store/requests.h"
#include "store/steps.h"
#include "store/store.h"
#include "zip/zip.h"

enum { FORMAT_FIRST = 1, FORMAT_STEPS = 2, SERVER_MAX = 1024 };

static const char *const keys[] = {
	[IK_KEY_SEALED] = "sealed",
	[IK_KEY_DELETED] = "deleted",
	[IK_KEY_NOT_EXPORTABLE] = "not-exportable",
};

static const char *const requests[] = {
	[IK_REQUEST_SEALED] = "sealed",
	[IK_REQUEST_NOT_EXPORTABLE] = "not-exportable",
	[IK_REQUEST_DAMAGED] = "damaged",
};

/* --- building --------------------------------------------------------------------------------- */

void ik_manifest_add_generation(struct ik_manifest *manifest, unsigned number,
				enum ik_generation_state state, enum ik_key_state key)
{
	manifest->generations = ik_realloc(manifest->generations,
					   (manifest->n_generations + 1)
						   * sizeof(*manifest->generations));
	manifest->generations[manifest->n_generations++] = (struct ik_manifest_generation){
		.number = number, .state = state, .key = key};
}

void ik_manifest_add_request(struct ik_manifest *manifest, const char *id,
			     enum ik_request_state state)
{
	struct ik_manifest_request *request;

	manifest->requests = ik_realloc(manifest->requests,
					(manifest->n_requests + 1) * sizeof(*manifest->requests));
	request = &manifest->requests[manifest->n_requests++];
	*request = (struct ik_manifest_request){.state = state};
	snprintf(request->id, sizeof(request->id), "%s", id);
}

void ik_manifest_add_step(struct ik_manifest *manifest, const char *name)
{
	ik_list_add(&manifest->steps, name);
}

static struct ik_manifest_member *new_member(struct ik_manifest *manifest)
{
	struct ik_manifest_member *member;

	manifest->members = ik_realloc(manifest->members,
				       (manifest->n_members + 1) * sizeof(*manifest->members));
	member = &manifest->members[manifest->n_members++];
	*member = (struct ik_manifest_member){0};
	return member;
}

bool ik_manifest_add_member(struct ik_manifest *manifest, const char *name, const void *bytes,
			    size_t size, struct ik_error *err)
{
	struct ik_manifest_member *member = new_member(manifest);

	member->name = ik_strdup(name);
	member->size = size;
	return ik_digest_sha256(bytes, size, member->sha256, err);
}

/* --- slots ------------------------------------------------------------------------------------ */

size_t ik_manifest_slots(const struct ik_manifest *manifest)
{
	return manifest->n_generations + manifest->n_requests;
}

static const struct ik_manifest_request *request_at(const struct ik_manifest *manifest, size_t slot)
{
	return slot < manifest->n_generations ? NULL
					      : &manifest->requests[slot - manifest->n_generations];
}

bool ik_manifest_whole(const struct ik_manifest *manifest, size_t slot)
{
	const struct ik_manifest_request *request = request_at(manifest, slot);

	return request ? request->state == IK_REQUEST_SEALED
		       : manifest->generations[slot].state != IK_STATE_DAMAGED;
}

bool ik_manifest_sealed(const struct ik_manifest *manifest, size_t slot)
{
	return ik_manifest_whole(manifest, slot)
	       && (request_at(manifest, slot) || manifest->generations[slot].key == IK_KEY_SEALED);
}

char *ik_manifest_path(const struct ik_manifest *manifest, size_t slot, const char *name)
{
	const struct ik_manifest_request *request = request_at(manifest, slot);

	return request ? ik_format("requests/%s/%s", request->id, name)
		       : ik_format("generations/%u/%s", manifest->generations[slot].number, name);
}

char *ik_manifest_step_path(const struct ik_manifest *manifest, size_t i)
{
	return ik_format("steps/%s", manifest->steps.items[i]);
}

const char *ik_manifest_public(const struct ik_manifest *manifest, size_t slot)
{
	return request_at(manifest, slot) ? "request.pem" : "certificate.pem";
}

void ik_manifest_names(const struct ik_manifest *manifest, struct ik_list *names)
{
	ik_list_add(names, "README.txt");
	for (size_t i = 0; i < ik_manifest_slots(manifest); i++) {
		if (!ik_manifest_whole(manifest, i))
			continue;
		ik_list_take(names, ik_manifest_path(manifest, i, ik_manifest_public(manifest, i)));
		ik_list_take(names, ik_manifest_path(manifest, i, "info"));
		if (ik_manifest_sealed(manifest, i))
			ik_list_take(names, ik_manifest_path(manifest, i, "key.pem"));
	}
	for (size_t i = 0; i < manifest->steps.n; i++)
		ik_list_take(names, ik_manifest_step_path(manifest, i));
	if (manifest->has_recovery)
		ik_list_add(names, IK_MANIFEST_RECOVERY);
}

static int format_of(const struct ik_manifest *manifest)
{
	return manifest->steps.n > 0 || manifest->has_recovery ? FORMAT_STEPS : FORMAT_FIRST;
}

static void write_slots(const struct ik_manifest *manifest, struct ik_buffer *text)
{
	for (size_t i = 0; i < manifest->n_generations; i++) {
		const struct ik_manifest_generation *g = &manifest->generations[i];

		if (g->state == IK_STATE_DAMAGED)
			ik_buffer_format(text, "generation %u %s\n", g->number,
					 ik_state_id(g->state));
		else
			ik_buffer_format(text, "generation %u %s %s\n", g->number,
					 ik_state_id(g->state), keys[g->key]);
	}
	for (size_t i = 0; i < manifest->n_requests; i++)
		ik_buffer_format(text, "request %s %s\n", manifest->requests[i].id,
				 requests[manifest->requests[i].state]);
}

static void write_steps(const struct ik_manifest *manifest, struct ik_buffer *text)
{
	for (size_t i = 0; i < manifest->steps.n; i++)
		ik_buffer_format(text, "step %s\n", manifest->steps.items[i]);
	if (manifest->has_recovery)
		ik_buffer_text(text, IK_MANIFEST_RECOVERY "\n");
}

void ik_manifest_write(const struct ik_manifest *manifest, struct ik_buffer *text)
{
	char *time = ik_date_rfc3339(manifest->time);

	ik_buffer_format(text, "inkan-backup %d\nserver %s\ntime %s\nserver-id %s\nin-use %u\n",
			 format_of(manifest), manifest->server, time, manifest->server_id,
			 manifest->in_use);
	write_slots(manifest, text);
	write_steps(manifest, text);
	for (size_t i = 0; i < manifest->n_members; i++)
		ik_buffer_format(text, "%s %" PRIu64 " %s\n", manifest->members[i].sha256,
				 manifest->members[i].size, manifest->members[i].name);
	free(time);
}

void ik_manifest_free(struct ik_manifest *manifest)
{
	for (size_t i = 0; i < manifest->n_members; i++)
		free(manifest->members[i].name);
	free(manifest->members);
	free(manifest->generations);
	free(manifest->requests);
	free(manifest->server);
	ik_list_free(&manifest->steps);
	*manifest = (struct ik_manifest){0};
}

/* --- reading ---------------------------------------------------------------------------------- */

/* Where the reading stands: the rest of the text and the words of the line at hand, each ended by a
 * NUL. */
struct reader {
	char *rest;
	unsigned line;
	char *words[5];
	size_t n;
};

/* Splits the next line at single blanks.  False at the end of the text and for a line of too many
 * words. */
static bool next_line(struct reader *in)
{
	char *end = strchr(in->rest, '\n');
	char *at = in->rest;

	in->n = 0;
	if (!end)
		return false;
	*end = '\0';
	in->rest = end + 1;
	in->line++;
	while (at && in->n < IK_COUNT(in->words)) {
		in->words[in->n++] = at;
		at = strchr(at, ' ');
		if (at)
			*at++ = '\0';
	}
	return !at;
}

/* The line at hand has N words, and the first of them is ID. */
static bool line_is(const struct reader *in, const char *id, size_t n)
{
	return in->n == n && !strcmp(in->words[0], id);
}

static bool read_generation_number(const char *text, unsigned *number)
{
	uint64_t value;

	if (!ik_text_number(text, IK_GENERATION_MAX, &value) || value == 0)
		return false;
	*number = (unsigned)value;
	return true;
}

static bool read_word(const char *text, const char *const *words, size_t n, int *which)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(text, words[i])) {
			*which = (int)i;
			return true;
		}
	return false;
}

static bool is_hex(const char *text, size_t size)
{
	return strlen(text) == size && strspn(text, "0123456789abcdef") == size;
}

static bool read_version(struct reader *in, int *format, bool *newer)
{
	uint64_t version;

	if (!next_line(in) || !line_is(in, "inkan-backup", 2)
	    || !ik_text_number(in->words[1], UINT32_MAX, &version))
		return false;
	*newer = version > FORMAT_STEPS;
	*format = (int)version;
	return version == FORMAT_FIRST || version == FORMAT_STEPS;
}

static bool read_head(struct reader *in, struct ik_manifest *manifest)
{
	if (!next_line(in) || !line_is(in, "server", 2) || !in->words[1][0]
	    || strlen(in->words[1]) > SERVER_MAX || !ik_text_is_visible(in->words[1]))
		return false;
	manifest->server = ik_strdup(in->words[1]);
	if (!next_line(in) || !line_is(in, "time", 2))
		return false;
	manifest->time = ik_date_from_rfc3339(in->words[1]);
	if (manifest->time < 0 || !next_line(in) || !line_is(in, "server-id", 2)
	    || !is_hex(in->words[1], 32))
		return false;
	memcpy(manifest->server_id, in->words[1], sizeof(manifest->server_id));
	return next_line(in) && line_is(in, "in-use", 2)
	       && read_generation_number(in->words[1], &manifest->in_use);
}

/* Numbers rise, and the one in use, and only that, is in use. */
static bool read_generation(const struct reader *in, struct ik_manifest *manifest)
{
	unsigned before = manifest->n_generations
				  ? manifest->generations[manifest->n_generations - 1].number
				  : 0;
	unsigned number;
	enum ik_generation_state state;
	int key = IK_KEY_DELETED;

	if (in->n < 3 || !read_generation_number(in->words[1], &number) || number <= before)
		return false;
	if (!ik_state_find(in->words[2], &state)
	    || (state == IK_STATE_IN_USE) != (number == manifest->in_use))
		return false;
	if (in->n != (state == IK_STATE_DAMAGED ? 3 : 4))
		return false;
	if (in->n == 4 && !read_word(in->words[3], keys, IK_COUNT(keys), &key))
		return false;
	ik_manifest_add_generation(manifest, number, state, (enum ik_key_state)key);
	return true;
}

/* Leaves IN at the first line that is no generation's. */
static bool read_generations(struct reader *in, struct ik_manifest *manifest)
{
	bool in_use = false;

	while (next_line(in) && !strcmp(in->words[0], "generation")) {
		if (!read_generation(in, manifest) || manifest->n_generations > IK_ZIP_MEMBERS_MAX)
			return false;
		in_use = in_use
			 || manifest->generations[manifest->n_generations - 1].number
				    == manifest->in_use;
	}
	return in_use;
}

/* IDs rise.  The line at hand is the first behind the generations; IN is left at the first that is
 * no request's. */
static bool read_requests(struct reader *in, struct ik_manifest *manifest)
{
	const char *before = "";
	int state;

	for (; in->n > 0 && !strcmp(in->words[0], "request"); next_line(in)) {
		if (in->n != 3 || !ik_request_id_is(in->words[1])
		    || strcmp(in->words[1], before) <= 0
		    || !read_word(in->words[2], requests, IK_COUNT(requests), &state)
		    || manifest->n_requests >= IK_ZIP_MEMBERS_MAX)
			return false;
		ik_manifest_add_request(manifest, in->words[1], (enum ik_request_state)state);
		before = in->words[1];
	}
	return true;
}

/* Numbers rise; of one number, where two servers became one, the names.  The line at hand is the
 * first behind the requests; IN is left at the first that is neither a step's nor the recovery
 * certificate's. */
static bool read_steps(struct reader *in, struct ik_manifest *manifest)
{
	uint64_t before = 0, number = 0;
	const char *last = "";

	for (; in->n > 0 && !strcmp(in->words[0], "step"); next_line(in)) {
		if (in->n != 2 || !ik_step_name_is(in->words[1], &number) || number < before
		    || (number == before && strcmp(in->words[1], last) <= 0)
		    || manifest->steps.n >= IK_ZIP_MEMBERS_MAX)
			return false;
		ik_manifest_add_step(manifest, in->words[1]);
		last = in->words[1];
		before = number;
	}
	manifest->has_recovery = line_is(in, IK_MANIFEST_RECOVERY, 1);
	if (manifest->has_recovery)
		next_line(in);
	return true;
}

static bool read_member(const struct reader *in, const char *name, struct ik_manifest *manifest)
{
	struct ik_manifest_member *member;
	uint64_t size;

	if (in->n != 3 || !is_hex(in->words[0], 64)
	    || !ik_text_number(in->words[1], IK_ZIP_MEMBER_MAX, &size)
	    || strcmp(in->words[2], name))
		return false;
	member = new_member(manifest);
	memcpy(member->sha256, in->words[0], sizeof(member->sha256));
	member->size = size;
	member->name = ik_strdup(name);
	return true;
}

/* One line for each member that these slots must have, the first of which is at hand. */
static bool read_members(struct reader *in, struct ik_manifest *manifest)
{
	struct ik_list names = {0};
	bool ok = true;

	ik_manifest_names(manifest, &names);
	for (size_t i = 0; ok && i < names.n; i++)
		ok = (i == 0 || next_line(in)) && read_member(in, names.items[i], manifest);
	ik_list_free(&names);
	return ok && !*in->rest;
}

bool ik_manifest_parse(const void *text, size_t size, struct ik_manifest *manifest,
		       struct ik_error *err)
{
	char *copy = ik_strndup(size ? text : "", size);
	struct reader in = {.rest = copy};
	bool newer = false;
	int format = 0;
	bool ok;

	ik_manifest_free(manifest);
	ok = read_version(&in, &format, &newer)
	     && strlen(in.rest) + (size_t)(in.rest - copy) == size && read_head(&in, manifest)
	     && read_generations(&in, manifest) && read_requests(&in, manifest)
	     && read_steps(&in, manifest) && format == format_of(manifest)
	     && read_members(&in, manifest);
	if (newer) {
		ik_fail(err, IK_E_BACKUP_NEWER);
	} else if (!ok) {
		ik_fail(err, IK_E_BACKUP_MANIFEST);
		ik_error_detail(err, "manifest: %u", in.line);
	}
	if (!ok)
		ik_manifest_free(manifest);
	free(copy);
	return ok;
}
