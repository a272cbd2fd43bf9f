/* SPDX-License-Identifier: GPL-3.0-or-later */
/* default_store.h: where the store is when nobody says. */
#ifndef IK_OPS_DEFAULT_STORE_H
#define IK_OPS_DEFAULT_STORE_H

/* The path of the store where nobody names one; caller frees; NULL if there is no home. */
char *ik_default_store(void);

#endif
