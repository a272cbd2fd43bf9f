/* SPDX-License-Identifier: GPL-3.0-or-later */
/* places.h: where the system keeps what is root's.  They follow configure: --sysconfdir and
 * --localstatedir where they were given, else /etc and /var, whatever the prefix. */
#ifndef IK_BASE_PLACES_H
#define IK_BASE_PLACES_H

#define IK_SYSTEM_HOOKS IK_SYSCONFDIR "/inkan/hooks.d"
#define IK_STORE_OF_ROOT IK_LOCALSTATEDIR "/lib/inkan"
#define IK_REPORTS_OF_ROOT IK_LOCALSTATEDIR "/lib/inkan-reports"
#define IK_AGENT_OF_ROOT IK_LOCALSTATEDIR "/lib/inkan-agent"
#define IK_AGENTS_EXPECTED IK_SYSCONFDIR "/inkan/agents"

#endif
