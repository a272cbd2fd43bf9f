/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kept_back.c: which keys no backup holds. */
#include "config.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "ops/records/info.h"
#include "ops/records/kept_back.h"
#include "store/store.h"

/* Without a record that can be read the key is not given out either. */
static bool may_leave(const ik_store *store, unsigned number)
{
	struct ik_buffer text = {0};
	struct ik_info info = {0};
	bool may = ik_store_read(store, number, "info", &text, NULL)
		   && ik_info_parse(text.data, text.size, "", &info, NULL) && info.exportable;

	ik_info_free(&info);
	ik_buffer_free(&text);
	return may;
}

void ik_backup_kept_back(const char *path, struct ik_list *numbers)
{
	ik_store *store = ik_store_open(path, NULL);
	unsigned *all = NULL;
	size_t n = 0;

	if (!store || !ik_store_generations(store, &all, &n, NULL))
		n = 0;
	for (size_t i = 0; i < n; i++)
		if (ik_store_has(store, all[i], "key.pem") && !may_leave(store, all[i]))
			ik_list_take(numbers, ik_format("%u", all[i]));
	free(all);
	ik_store_close(store);
}
