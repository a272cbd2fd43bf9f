/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pages.c: the order of the conversation. */
#include "wizard/pages.h"

#include "base/alloc.h"

static const struct ik_page *const pages[] = {
	&ik_page_start,    &ik_page_identity,     &ik_page_source, &ik_page_generation,
	&ik_page_password, &ik_page_backup,       &ik_page_review, &ik_page_progress,
	&ik_page_proof,    &ik_page_certificates, &ik_page_agents, &ik_page_agents_list,
};

size_t ik_page_count(void)
{
	return IK_COUNT(pages);
}

const struct ik_page *ik_page_at(size_t i)
{
	return i < IK_COUNT(pages) ? pages[i] : NULL;
}
