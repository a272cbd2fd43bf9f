/* SPDX-License-Identifier: GPL-3.0-or-later */
/* flow.h: which page comes after which: a pure function of the answers. */
#ifndef IK_WIZARD_FLOW_H
#define IK_WIZARD_FLOW_H

#include <stddef.h>

#include "wizard/page.h"

enum { IK_FLOW_MAX = 16 };

/* The pages of the way, progress left out, into PAGES; returns how many. */
size_t ik_flow_path(const struct ik_wizard *wizard, const struct ik_page *pages[IK_FLOW_MAX]);
const struct ik_page *ik_flow_first(const struct ik_wizard *wizard);
const struct ik_page *ik_flow_last(const struct ik_wizard *wizard);
/* NULL: the end */
const struct ik_page *ik_flow_next(const struct ik_wizard *wizard, const struct ik_page *page);
/* NULL: the first */
const struct ik_page *ik_flow_previous(const struct ik_wizard *wizard, const struct ik_page *page);
/* Where Back leads from LAST, the last page: never into a change that was made, so to the first
 * page; where none was made, to the page before. */
const struct ik_page *ik_flow_back(const struct ik_wizard *wizard, const struct ik_page *last);

#endif
