/* SPDX-License-Identifier: GPL-3.0-or-later */
/* field_key_group.h: the field for the group that reads the key, one question on two pages.  For
 * this room only. */
#ifndef IK_WIZARD_FIELD_KEY_GROUP_H
#define IK_WIZARD_FIELD_KEY_GROUP_H

#include "base/i18n.h"
#include "wizard/wizard.h"

char *ik_field_key_group_fill(const struct ik_wizard *wizard);
bool ik_field_key_group_check(struct ik_wizard *wizard, struct ik_error *err);
char *ik_field_key_group_remark(struct ik_wizard *wizard);

/* Asked on the page of whatever makes a key or takes one in. */
#define IK_FIELD_KEY_GROUP(when) \
	{ \
		.id = IK_F_KEY_GROUP, .kind = IK_FIELD_TEXT, .label = N_("Key group (optional)"), \
		.help = N_("Group whose services read the key. It may stay empty."), \
		.explain = N_("Services that do not start as root, such as PostgreSQL, read the " \
			      "key by a group: its members can read it, " \
			      "and with it they can pass themselves off as this server.\n" \
			      "The group is taken over from the certificate in use. Without it " \
			      "those services would not start again " \
			      "after a renewal. Emptied, only the owner of the store reads the " \
			      "key, and services that start as root."), \
		.shown = when, .fill = ik_field_key_group_fill, .check = ik_field_key_group_check, \
		.remark = ik_field_key_group_remark, \
	}

#endif
