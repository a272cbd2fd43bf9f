/* SPDX-License-Identifier: GPL-3.0-or-later */
/* suites.h: the suites of the pki room, one a file. */
#ifndef TESTS_PKI_SUITES_H
#define TESTS_PKI_SUITES_H

#include <check.h>

Suite *suite_digest(void);
Suite *suite_names(void);
Suite *suite_judge(void);
Suite *suite_key(void);
Suite *suite_der_write(void);
Suite *suite_key_seal(void);
Suite *suite_certificate(void);
Suite *suite_facts(void);
Suite *suite_facts_numbers(void);
Suite *suite_facts_rest(void);
Suite *suite_seal(void);
Suite *suite_cms(void);
Suite *suite_contained(void);
Suite *suite_tools(void);
Suite *suite_request(void);

#endif
