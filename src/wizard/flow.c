/* SPDX-License-Identifier: GPL-3.0-or-later */
/* flow.c: the way through the pages: those of the table that are shown, in its order. */
#include "wizard/flow.h"

#include "wizard/task.h"
#include "wizard/wizard.h"

size_t ik_flow_path(const struct ik_wizard *wizard, const struct ik_page *pages[IK_FLOW_MAX])
{
	size_t n = 0;

	for (size_t i = 0; i < ik_page_count() && n < IK_FLOW_MAX; i++) {
		const struct ik_page *page = ik_page_at(i);

		if (page->kind != IK_PAGE_PROGRESS && (!page->shown || page->shown(wizard)))
			pages[n++] = page;
	}
	return n;
}

/* The page STEPS after PAGE; NULL outside the way. */
static const struct ik_page *beside(const struct ik_wizard *wizard, const struct ik_page *page,
				    int steps)
{
	const struct ik_page *pages[IK_FLOW_MAX];
	size_t n = ik_flow_path(wizard, pages);

	for (size_t i = 0; i < n; i++)
		if (pages[i] == page) {
			size_t at =
				i + (size_t)steps; /* before the first it wraps, far past the end */

			return at < n ? pages[at] : NULL;
		}
	return NULL;
}

const struct ik_page *ik_flow_first(const struct ik_wizard *wizard)
{
	const struct ik_page *pages[IK_FLOW_MAX];

	return ik_flow_path(wizard, pages) ? pages[0] : NULL;
}

const struct ik_page *ik_flow_last(const struct ik_wizard *wizard)
{
	const struct ik_page *pages[IK_FLOW_MAX];
	size_t n = ik_flow_path(wizard, pages);

	return n > 0 ? pages[n - 1] : NULL;
}

const struct ik_page *ik_flow_next(const struct ik_wizard *wizard, const struct ik_page *page)
{
	return beside(wizard, page, 1);
}

const struct ik_page *ik_flow_previous(const struct ik_wizard *wizard, const struct ik_page *page)
{
	return beside(wizard, page, -1);
}

const struct ik_page *ik_flow_back(const struct ik_wizard *wizard, const struct ik_page *last)
{
	return ik_task_changes(wizard) ? ik_flow_first(wizard) : ik_flow_previous(wizard, last);
}
