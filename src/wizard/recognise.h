/* SPDX-License-Identifier: GPL-3.0-or-later */
/* recognise.h: what a file is, in a sentence for whoever named it. */
#ifndef IK_WIZARD_RECOGNISE_H
#define IK_WIZARD_RECOGNISE_H

#include "base/error.h"
#include "rows/report.h"

/* What FILE, a path on disk, is: as far as it says so to anyone, and what protects it; size,
 * algorithms and rounds as rows of REPORT.  Caller frees.  NULL with the error that an import would
 * have. */
char *ik_recognise(const char *file, struct ik_report *report, struct ik_error *err);

#endif
