/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "suites.h"

Suite *suite_secret(void)
{
	return suite_create("secret");
}
