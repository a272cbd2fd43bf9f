/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fingerprint.h: a fingerprint as pictures: one that a telephone reads, one that two people compare
 * by eye. */
#ifndef IK_ROWS_FINGERPRINT_H
#define IK_ROWS_FINGERPRINT_H

#include <stdbool.h>

#include "base/facts.h"
#include "base/list.h"
#include "rows/report.h"

/* HEX, digits of a fingerprint, as a QR code, appended to LINES: two modules in one character
 * (upper half, lower half, full block or blank), light ones drawn, for a dark ground, with a light
 * edge of two modules.  False: it cannot be made. */
bool ik_fingerprint_qr(const char *hex, struct ik_list *lines);

/* HEX as the walk of OpenSSH's drunken bishop over a field of 17 by 9, in ASCII, in a frame that
 * says TITLE (ASCII) above and NAME of the digest below; appended to LINES, 11 of them. */
void ik_fingerprint_art(const char *hex, const char *title, const char *name,
			struct ik_list *lines);

/* Both of the fingerprint of FACTS, if it is known, as rows; with ASCII the art alone. */
void ik_fingerprint_rows(const struct ik_facts *facts, bool ascii, struct ik_report *report);

#endif
