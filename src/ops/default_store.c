/* SPDX-License-Identifier: GPL-3.0-or-later */
/* default_store.c: where the store is when nobody says; rooms above do not know the store. */
#include "ops/default_store.h"

#include "store/store.h"

char *ik_default_store(void)
{
	return ik_store_default_path();
}
