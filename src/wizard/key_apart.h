/* SPDX-License-Identifier: GPL-3.0-or-later */
/* key_apart.h: what tells one of several keys in a file from the others. */
#ifndef IK_WIZARD_KEY_APART_H
#define IK_WIZARD_KEY_APART_H

#include "ops/change/import.h"

/* What key I of IMPORT has that another one with a certificate has not, apart from kind, name and
 * end: its name in the keystore, its member in the ZIP, its issuer, its serial number, in this
 * order, parted by commas; "" for nothing.  BRIEF: no more than it takes beside name and end.
 * Caller frees. */
char *ik_key_apart(const struct ik_import *import, size_t i, bool brief);

#endif
