/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list.h: a list of strings that owns its strings.  A zeroed struct is an empty list. */
#ifndef IK_BASE_LIST_H
#define IK_BASE_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct ik_list {
	char **items;
	size_t n;
};

void ik_list_add(struct ik_list *list, const char *text);             /* copies TEXT */
void ik_list_take(struct ik_list *list, char *text);                  /* owns TEXT from now on */
bool ik_list_has(const struct ik_list *list, const char *text);       /* byte for byte */
bool ik_list_equal(const struct ik_list *a, const struct ik_list *b); /* as sets */
void ik_list_copy(struct ik_list *to, const struct ik_list *from);    /* TO is freed first */
void ik_list_append(struct ik_list *to, const struct ik_list *from);  /* copies its texts */
char *ik_list_join(const struct ik_list *list, const char *between);  /* caller frees */
void ik_list_free(struct ik_list *list); /* empty again; twice is fine */

#endif
