/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "suites.h"

Suite *suite_secret_input(void)
{
	return suite_create("secret_input");
}
