/* SPDX-License-Identifier: GPL-3.0-or-later */
/* served.h: whether agents follow this server at all: nobody else is to be bothered with them. */
#ifndef IK_OPS_RECORDS_SERVED_H
#define IK_OPS_RECORDS_SERVED_H

#include <stdbool.h>

/* Whether STORE, which is there, is root's default store, by whatever way its path goes. */
bool ik_store_is_of_root(const char *store);

/* Where the agents of STORE report to: IK_REPORTS_OF_ROOT for root's default store, else
 * STORE/reports; caller frees. */
char *ik_reports_folder(const char *store);

/* Whether agents are served by STORE: a set or a source is published, there is a recovery
 * certificate, or a report lies in that folder.  What this user may not read does not count, and
 * what is damaged does: there was something. */
bool ik_serves_agents(const char *store);

#endif
