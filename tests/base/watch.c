/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "suites.h"

Suite *suite_watch(void)
{
	return suite_create("watch");
}
