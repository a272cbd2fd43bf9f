/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "suites.h"

Suite *suite_process(void)
{
	return suite_create("process");
}
