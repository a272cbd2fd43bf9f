/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hooks_look.c: which commands follow a switch, and what lies beside them and does not. */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/places.h"
#include "files/trusted.h"
#include "ops/change/hooks.h"
#include "ops/records/default_store.h"

static struct ik_hook *add(struct ik_hook **items, size_t *n, const char *name,
			   const char *directory)
{
	*items = ik_realloc(*items, (*n + 1) * sizeof(**items));
	(*items)[*n] = (struct ik_hook){.name = ik_strdup(name), .directory = ik_strdup(directory)};
	return &(*items)[(*n)++];
}

static void add_name(struct ik_hooks *hooks, const char *name, const char *directory)
{
	struct ik_error why = {0};
	char *path = NULL;

	if (!ik_trusted_counts(directory, name, &why)) {
		add(&hooks->ignored.items, &hooks->ignored.n, name, directory)->refused = why;
		return;
	}
	ik_trusted_program(directory, name, &path,
			   &add(&hooks->items, &hooks->n, name, directory)->refused);
	free(path);
}

/* A directory that cannot be read hides commands that somebody relies on. */
static void add_directory(struct ik_hooks *hooks, const char *directory)
{
	struct ik_error unreadable = {0};
	struct ik_list names = {0};

	if (!ik_trusted_names(directory, &names, &unreadable))
		add(&hooks->items, &hooks->n, strrchr(directory, '/') + 1, directory)->refused =
			unreadable;
	for (size_t i = 0; i < names.n; i++)
		add_name(hooks, names.items[i], directory);
	ik_list_free(&names);
}

/* --- those of the system that stay out -------------------------------------------------------- */

static char *target(const char *directory, const char *name)
{
	char *path = ik_format("%s/%s", directory, name);
	char *whole = realpath(path, NULL);

	free(path);
	return whole;
}

/* Whether a link in the store leads to the system's NAME. */
static bool is_linked(const struct ik_hooks *hooks, const char *name)
{
	char *there = target(IK_SYSTEM_HOOKS, name);
	bool linked = false;

	for (size_t i = 0; there && i < hooks->n && !linked; i++) {
		char *here = target(hooks->items[i].directory, hooks->items[i].name);

		linked = here && strcmp(here, there) == 0;
		free(here);
	}
	free(there);
	return linked;
}

static void add_elsewhere(struct ik_hooks *hooks)
{
	struct ik_list names = {0};

	ik_trusted_names(IK_SYSTEM_HOOKS, &names, NULL);
	for (size_t i = 0; i < names.n; i++)
		if (ik_trusted_counts(IK_SYSTEM_HOOKS, names.items[i], NULL)
		    && !is_linked(hooks, names.items[i]))
			ik_list_add(&hooks->elsewhere, names.items[i]);
	ik_list_free(&names);
}

/* --- all -------------------------------------------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
	const struct ik_hook *x = a, *y = b;
	int order = strcmp(x->name, y->name);

	return order ? order : strcmp(x->directory, y->directory);
}

void ik_hooks_look(const char *store, struct ik_hooks *hooks)
{
	char *resolved = realpath(store, NULL);
	char *own = resolved ? ik_format("%s/hooks.d", resolved) : NULL;
	bool is_default = ik_is_default_store(store);

	*hooks = (struct ik_hooks){0};
	if (own)
		add_directory(hooks, own);
	if (geteuid() == 0 && is_default)
		add_directory(hooks, IK_SYSTEM_HOOKS);
	else if (geteuid() == 0)
		add_elsewhere(hooks);
	if (hooks->n > 1)
		qsort(hooks->items, hooks->n, sizeof(*hooks->items), by_name);
	free(own);
	free(resolved);
}

static void free_items(struct ik_hook *items, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(items[i].name);
		free(items[i].directory);
	}
	free(items);
}

void ik_hooks_free(struct ik_hooks *hooks)
{
	free_items(hooks->items, hooks->n);
	free_items(hooks->ignored.items, hooks->ignored.n);
	ik_list_free(&hooks->elsewhere);
	*hooks = (struct ik_hooks){0};
}
