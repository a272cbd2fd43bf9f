/* SPDX-License-Identifier: GPL-3.0-or-later */
/* field_expired.h: the second yes to a certificate that has expired or is not valid yet, asked
 * where one is chosen.  For this room only. */
#ifndef IK_WIZARD_FIELD_EXPIRED_H
#define IK_WIZARD_FIELD_EXPIRED_H

#include "base/i18n.h"
#include "wizard/wizard.h"

extern const struct ik_choice ik_field_expired_choices[2];

bool ik_field_expired_shown(const struct ik_wizard *wizard);
char *ik_field_expired_fill(const struct ik_wizard *wizard);
bool ik_field_expired_check(struct ik_wizard *wizard, struct ik_error *err);

#define IK_FIELD_ACCEPT_EXPIRED \
	{ \
		.id = IK_F_ACCEPT_EXPIRED, .kind = IK_FIELD_PICK, \
		.label = N_("Use it all the same"), \
		.help = N_("Yes puts it in use though it is not valid now."), \
		.explain = N_("The certificate has expired, or is not valid yet. Clients will " \
			      "refuse it " \
			      "as long as it is in use. It helps only where the clock of this " \
			      "server is " \
			      "wrong, or somebody needs just this one."), \
		.shown = ik_field_expired_shown, .fill = ik_field_expired_fill, \
		.check = ik_field_expired_check, .choices = ik_field_expired_choices, \
		.n_choices = 2, \
	}

#endif
