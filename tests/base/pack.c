/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "suites.h"

Suite *suite_pack(void)
{
	return suite_create("pack");
}
