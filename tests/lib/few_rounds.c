/* SPDX-License-Identifier: GPL-3.0-or-later */
/* few_rounds.c: what this program protects is meant to be slow to try, a second for each file;
 * tests that make hundreds of files, and ask what becomes of them, have better uses for that time.
 * Linked with -Wl,--wrap=ik_rounds_ours they write few rounds; everything else is as it is.  That
 * the program writes as many as it promises is for tests that let others read its files. */
#include "lib/few_rounds.h"

#include "pki/protection.h"

bool few_rounds = true;

unsigned __wrap_ik_rounds_ours(void);
unsigned __real_ik_rounds_ours(void);

unsigned __wrap_ik_rounds_ours(void)
{
	enum { FEW = 16 };

	return few_rounds ? FEW : __real_ik_rounds_ours();
}
