/* SPDX-License-Identifier: GPL-3.0-or-later */
/* changer.c: one whole change of a store, and a look at what is left of it, for the test that kills
 * it. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "store/world.h"

static int complain(const struct ik_error *err)
{
	printf("failed: %s (%s, %s)\n", ik_error_msgid(err->id), err->arg[0], err->detail);
	return 1;
}

/* What create does with the store.  0; 1: failed, the old one in use; 3: failed after the switch.
 */
static int change(const char *path)
{
	struct ik_error err = {0};
	unsigned number;
	ik_store *store = ik_store_open_change(path, SERVER_ID, NULL, &err);

	if (!store)
		return complain(&err);
	bool switched = false;
	bool ok = ik_store_note(store, "change = create\n", &err)
		  && ik_store_next(store, &number, &err) && make_generation(store, number, &err);
	if (ok && !ik_store_switch(store, number, &err)) {
		ik_store_remove(store, number, NULL);
		ok = false;
	}
	switched = ok;
	ok = ok && ik_store_put(store, "backups/last", "file = x\n", 9, &err)
	     && ik_store_log(store, "{\"operation\":\"create\"}", &err);
	if (!ik_store_note(store, NULL, ok ? &err : NULL))
		ok = false;
	ik_store_close(store);
	if (ok)
		return 0;
	complain(&err);
	return switched ? 3 : 1;
}

static bool holds(const ik_store *store, unsigned number, const char *name, const char *expected)
{
	struct ik_buffer found = {0};
	struct ik_error err = {0};
	bool ok = ik_store_read(store, number, name, &found, &err)
		  && strcmp(ik_buffer_string(&found), expected) == 0;

	if (!ok)
		printf("generation %u: %s is not whole\n", number, name);
	ik_buffer_free(&found);
	return ok;
}

static bool is_whole(const ik_store *store, unsigned number)
{
	char *text = ik_format("certificate %u\n", number);
	char *key = ik_format("key %u\n", number);
	char *both = ik_format("%s%s", key, text);
	bool ok = holds(store, number, "certificate.pem", text)
		  && holds(store, number, "key.pem", key)
		  && holds(store, number, "combined.pem", both)
		  && holds(store, number, "info", text);

	free(both);
	free(key);
	free(text);
	return ok;
}

/* Prints "in use N"; every generation that has a number must be whole. */
static int look(const char *path)
{
	struct ik_error err = {0};
	ik_store *store = ik_store_open(path, &err);
	unsigned current = 0, *numbers = NULL;
	size_t n = 0;

	if (!store && err.id == IK_E_STORE_NONE)
		return puts("in use 0") < 0;
	if (!store)
		return complain(&err);
	bool ok = ik_store_current(store, &current, &err)
		  && ik_store_generations(store, &numbers, &n, &err);
	int status = ok ? 0 : complain(&err);
	for (size_t i = 0; i < n; i++)
		status |= !is_whole(store, numbers[i]);
	printf("in use %u\n", current);
	free(numbers);
	ik_store_close(store);
	return status;
}

int changer_main(int argc, char **argv)
{
	setvbuf(stdout, NULL, _IONBF, 0);
	if (argc == 3 && strcmp(argv[1], "change") == 0)
		return change(argv[2]);
	if (argc == 3 && strcmp(argv[1], "look") == 0)
		return look(argv[2]);
	return 2;
}
