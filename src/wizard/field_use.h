/* SPDX-License-Identifier: GPL-3.0-or-later */
/* field_use.h: the field for which generation of a backup is to be in use, asked on the source
 * page.  For this room only. */
#ifndef IK_WIZARD_FIELD_USE_H
#define IK_WIZARD_FIELD_USE_H

#include "base/i18n.h"
#include "wizard/wizard.h"

bool ik_field_use_shown(const struct ik_wizard *wizard);
void ik_field_use_list(const struct ik_wizard *wizard, struct ik_choices *choices);
char *ik_field_use_fill(const struct ik_wizard *wizard);
bool ik_field_use_check(struct ik_wizard *wizard, struct ik_error *err);

#define IK_FIELD_USE \
	{ \
		.id = IK_F_USE, .kind = IK_FIELD_RADIO, .label = N_("In use afterwards"), \
		.help = N_("Which generation is in use when the backup is restored."), \
		.explain = N_("All generations of the backup that are missing here come back. " \
			      "One of them can be put in use by the " \
			      "same step; what is in use now is kept as a generation, and can be " \
			      "put in use again.\n" \
			      "Only generations whose key is in the backup can be used."), \
		.shown = ik_field_use_shown, .fill = ik_field_use_fill, \
		.check = ik_field_use_check, .list = ik_field_use_list, .unnumbered = true, \
	}

#endif
