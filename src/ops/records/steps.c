/* SPDX-License-Identifier: GPL-3.0-or-later */
/* steps.c: the steps that a store keeps, against the records of its generations. */
#include "config.h"

#include "ops/records/steps.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "ops/records/history.h"
#include "store/steps.h"
#include "trust/walk.h"

/* --- which of them count ---------------------------------------------------------------------- */

static void add_number(struct ik_step_numbers *numbers, uint64_t number)
{
	numbers->items = ik_realloc(numbers->items, (numbers->n + 1) * sizeof(*numbers->items));
	numbers->items[numbers->n++] = number;
}

static int ascending(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* A restore that puts one in use says since when: the moment of the restore itself. */
static bool was_to_be_used(const struct ik_past *past)
{
	return past->info.restored_at && past->info.used_since == past->info.restored_at;
}

/* Whether PAST was in use here: who takes its place says so. */
static bool was_switched_to(const struct ik_history *history, const struct ik_past *past)
{
	bool replaced = past->number == history->in_use;

	for (size_t i = 0; !replaced && i < history->n; i++)
		replaced = history->items[i].before == past->number;
	return replaced;
}

/* What a backup says of its generations was true on its server; the step to the one that a restore
 * puts in use is made here, and may have been cut before its switch. */
static bool is_true(const struct ik_history *history, const struct ik_past *past)
{
	return past->state == IK_STATE_IN_USE
	       || (past->state == IK_STATE_RETIRED
		   && (!was_to_be_used(past) || was_switched_to(history, past)));
}

static bool is_cut(const struct ik_history *history, const struct ik_past *past)
{
	return past->state == IK_STATE_UNUSED
	       || (past->state == IK_STATE_RETIRED && !is_true(history, past));
}

static void add_backup_steps(const struct ik_list *steps, struct ik_step_numbers *out)
{
	uint64_t number;

	for (size_t i = 0; i < steps->n; i++)
		if (ik_text_number(steps->items[i], IK_SEQUENCE_MAX, &number))
			add_number(out, number);
}

void ik_step_numbers_find(const struct ik_history *history, bool count, struct ik_step_numbers *out)
{
	*out = (struct ik_step_numbers){0};
	for (size_t i = 0; i < history->n; i++) {
		const struct ik_past *past = &history->items[i];

		if (past->info.step && (count ? is_true : is_cut)(history, past))
			add_number(out, past->info.step);
		if (count)
			add_backup_steps(&past->info.backup_steps, out);
	}
	if (out->n > 1)
		qsort(out->items, out->n, sizeof(*out->items), ascending);
}

/* A link that leads nowhere says nothing. */
static bool read_history(const ik_store *store, struct ik_history *history, struct ik_error *err)
{
	struct ik_error inner = {0};
	unsigned current = 0;

	*history = (struct ik_history){0};
	if (!ik_store_current(store, &current, &inner) && inner.id != IK_E_STORE_CURRENT)
		return ik_pass(err, &inner);
	return ik_history_read(store, current, IK_HISTORY_RECORDS, 0, history, err);
}

bool ik_step_numbers_read(const ik_store *store, bool count, struct ik_step_numbers *out,
			  struct ik_error *err)
{
	struct ik_history history;
	bool ok = read_history(store, &history, err);

	ik_step_numbers_find(&history, count, out);
	ik_history_free(&history);
	return ok;
}

bool ik_step_numbers_have(const struct ik_step_numbers *numbers, uint64_t number)
{
	return numbers->n > 0
	       && bsearch(&number, numbers->items, numbers->n, sizeof(number), ascending);
}

void ik_step_numbers_free(struct ik_step_numbers *numbers)
{
	free(numbers->items);
	*numbers = (struct ik_step_numbers){0};
}

bool ik_step_next(const ik_store *store, uint64_t *number, struct ik_error *err)
{
	struct ik_list names = {0};
	bool ok = ik_store_steps(store, &names, err);

	*number = 0;
	if (ok && names.n > 0)
		ik_step_name_is(names.items[0], number);
	++*number;
	ik_list_free(&names);
	return ok;
}

bool ik_step_numbers_have_name(const struct ik_step_numbers *numbers, const char *name)
{
	uint64_t number = 0;

	return ik_step_name_is(name, &number) && ik_step_numbers_have(numbers, number);
}

void ik_steps_sweep(ik_store *store)
{
	struct ik_step_numbers cut = {0};
	struct ik_list names = {0};

	if (ik_store_steps(store, &names, NULL) && names.n > 0
	    && ik_step_numbers_read(store, false, &cut, NULL))
		for (size_t i = 0; i < names.n; i++)
			if (ik_step_numbers_have_name(&cut, names.items[i]))
				ik_store_step_remove(store, names.items[i], NULL);
	ik_step_numbers_free(&cut);
	ik_list_free(&names);
}

/* --- what they are ---------------------------------------------------------------------------- */

enum { TO_DIGITS = 8 };

char *ik_step_name(const struct ik_statement *step)
{
	char hex[IK_SHA256_HEX + 1];

	ik_sha256_hex(&step->to, hex);
	return ik_format("%" PRIu64 "-%.*s.pem", step->sequence, TO_DIGITS, hex);
}

/* The files of a store, as they were read. */
struct files {
	struct ik_list names;
	struct ik_buffer *pem; /* of the same n */
};

/* A block of another step in a file would be taken for the file of that one. */
static bool is_one_block(const struct ik_buffer *pem)
{
	static const char begin[] = "-----BEGIN";

	if (pem->size == 0)
		return false;

	const uint8_t *end = pem->data + pem->size;
	const uint8_t *first = memmem(pem->data, pem->size, begin, strlen(begin));
	const uint8_t *next = first ? first + strlen(begin) : end;

	return first && pem->size <= IK_STATEMENT_SIZE_MAX
	       && !memmem(next, (size_t)(end - next), begin, strlen(begin));
}

/* The newest, as many as agents read. */
static void read_files(const ik_store *store, const struct ik_list *names, struct files *files,
		       struct ik_kept_steps *out)
{
	size_t room = IK_BUNDLE_SIZE_MAX;

	files->pem = ik_alloc_array(names->n + 1, sizeof(*files->pem));
	for (size_t i = 0; i < names->n && files->names.n < IK_STEPS_MAX; i++) {
		struct ik_buffer pem = {0};

		if (!ik_store_step_read(store, names->items[i], &pem, NULL)
		    || !is_one_block(&pem)) {
			ik_list_add(&out->damaged, names->items[i]);
			ik_buffer_free(&pem);
			continue;
		}
		if (pem.size + 1 > room) {
			ik_buffer_free(&pem);
			return;
		}
		room -= pem.size + 1;
		files->pem[files->names.n] = pem;
		ik_list_add(&files->names, names->items[i]);
	}
}

/* All in one child: a thousand of them would be a thousand children. */
static bool open_files(const struct files *files, struct ik_opened *opened, struct ik_error *err)
{
	struct ik_buffer all = {0};
	bool ok;

	for (size_t i = 0; i < files->names.n; i++) {
		ik_buffer_add(&all, files->pem[i].data, files->pem[i].size);
		ik_buffer_add(&all, "\n", 1);
	}
	ok = ik_opened_steps(all.data, all.size, opened, err);
	ik_buffer_free(&all);
	return ok;
}

/* Which of OPENED the file NAME holds; opened->n: it is called otherwise, or could not be opened.
 * Both go by number, so the search goes on from AT. */
static size_t find(const struct ik_opened *opened, const char *name, size_t at)
{
	for (; at < opened->n; at++) {
		char *own = ik_step_name(&opened->items[at]);
		bool same = !strcmp(own, name);

		free(own);
		if (same)
			break;
	}
	return at;
}

/* Moves what OPENED holds at FROM to the end of OUT. */
static void take(struct ik_kept_steps *out, struct ik_opened *opened, size_t from, const char *name,
		 struct ik_buffer *pem)
{
	size_t n = out->opened.n++;

	out->opened.items[n] = opened->items[from];
	out->opened.cms[n] = opened->cms[from];
	opened->items[from] = (struct ik_statement){0};
	opened->cms[from] = (struct ik_cms){0};
	ik_list_add(&out->names, name);
	out->pem[n] = *pem;
	*pem = (struct ik_buffer){0};
	out->counts[n] = ik_step_numbers_have(&out->counted, out->opened.items[n].sequence);
}

static void match(struct files *files, struct ik_opened *opened, struct ik_kept_steps *out)
{
	size_t next = 0, n = files->names.n + 1;

	out->opened.items = ik_alloc_array(n, sizeof(*out->opened.items));
	out->opened.cms = ik_alloc_array(n, sizeof(*out->opened.cms));
	out->pem = ik_alloc_array(n, sizeof(*out->pem));
	out->counts = ik_alloc_array(n, sizeof(*out->counts));
	for (size_t i = 0; i < files->names.n; i++) {
		size_t at = find(opened, files->names.items[i], next);

		if (at == opened->n) {
			ik_list_add(&out->damaged, files->names.items[i]);
			continue;
		}
		take(out, opened, at, files->names.items[i], &files->pem[i]);
		next = at + 1;
	}
}

static void free_files(struct files *files)
{
	for (size_t i = 0; i < files->names.n; i++)
		ik_buffer_free(&files->pem[i]);
	free(files->pem);
	ik_list_free(&files->names);
}

bool ik_kept_steps_load(const ik_store *store, struct ik_kept_steps *out, struct ik_error *err)
{
	struct ik_list names = {0};
	struct files files = {0};
	struct ik_opened opened = {0};
	bool ok;

	*out = (struct ik_kept_steps){0};
	ok = ik_step_numbers_read(store, true, &out->counted, err)
	     && ik_store_steps(store, &names, err);
	if (ok)
		read_files(store, &names, &files, out);
	if (ok && files.names.n > 0)
		ok = open_files(&files, &opened, err);
	if (ok)
		match(&files, &opened, out);
	ik_opened_free(&opened);
	free_files(&files);
	ik_list_free(&names);
	return ok;
}

void ik_kept_steps_free(struct ik_kept_steps *steps)
{
	for (size_t i = 0; i < steps->names.n; i++)
		ik_buffer_free(&steps->pem[i]);
	ik_opened_free(&steps->opened);
	ik_list_free(&steps->names);
	ik_list_free(&steps->damaged);
	ik_step_numbers_free(&steps->counted);
	free(steps->pem);
	free(steps->counts);
	*steps = (struct ik_kept_steps){0};
}
