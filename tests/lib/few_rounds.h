/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_LIB_FEW_ROUNDS_H
#define TESTS_LIB_FEW_ROUNDS_H
#include <stdbool.h>

/* Whether what is written has few rounds; until a test turns it off. */
extern bool few_rounds;

#endif
