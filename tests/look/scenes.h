/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scenes.h: what the tests of pictures share. */
#ifndef IK_TESTS_LOOK_SCENES_H
#define IK_TESTS_LOOK_SCENES_H

#include <check.h>

Suite *suite_cells(void);
Suite *suite_longer(void);

#endif
