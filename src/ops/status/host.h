/* SPDX-License-Identifier: GPL-3.0-or-later */
/* host.h: what this server is called, from files that it has; nobody on the network is asked.
 *
 * The resolver would know more, but it asks name servers and waits for seconds where those are
 * silent, and that is what a server at its first set-up, or cut off at night, has.  It only fills a
 * field that is then looked at. */
#ifndef IK_OPS_STATUS_HOST_H
#define IK_OPS_STATUS_HOST_H

#include <stdbool.h>

#include "base/list.h"

enum { IK_HOST_ADDRESSES_MAX = 8 };

/* The full name of the server NODE: NODE itself if it has a dot; else NODE with a domain as HOSTS,
 * the text of /etc/hosts, has it; else with the domain of RESOLV, the text of /etc/resolv.conf;
 * else NODE.  "" where no rule allows it.  Caller frees. */
char *ik_host_full_name(const char *node, const char *hosts, const char *resolv);

/* Adds the lasting global addresses in TABLE, the text of /proc/net/if_inet6: none of loopback,
 * link or site, none temporary, deprecated or not yet known to be this server's own. */
void ik_host_ipv6(const char *table, struct ik_list *addresses);

/* This server: its full name (caller frees; "" without one); NAMES gets that name, its short form,
 * its addresses. */
char *ik_host_look(struct ik_list *names);

/* Whether NAMES, those of a certificate, have HOST, or a wildcard for its domain (RFC 6125). */
bool ik_host_is_among(const struct ik_list *names, const char *host);

/* Whether nothing keeps this server's clock right.  Where the kernel may not be asked nothing is
 * known, and false is said. */
bool ik_host_clock_is_free(void);

#endif
