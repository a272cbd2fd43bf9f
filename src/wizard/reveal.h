/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reveal.h: which password stands on the screen in clear. */
#ifndef IK_WIZARD_REVEAL_H
#define IK_WIZARD_REVEAL_H

#include "wizard/page.h"
#include "wizard/wizard.h"

/* Shows what the password field FIELD holds, or hides it again; on the password page, while the
 * password is one that was made, that one. */
void ik_wizard_reveal(struct ik_wizard *wizard, const struct ik_field *field);

/* Whether FIELD itself is shown in clear.  A made password never is: it has a line of its own. */
bool ik_wizard_reveals(const struct ik_wizard *wizard, const struct ik_field *field);

/* Whether PAGE shows any password. */
bool ik_wizard_shows_secret(const struct ik_wizard *wizard, const struct ik_page *page);

/* FIELD has the focus now: what another one holds is not shown any more. */
void ik_wizard_hide_others(struct ik_wizard *wizard, const struct ik_field *field);
void ik_wizard_hide_all(struct ik_wizard *wizard);

/* The secret of FIELD was changed by hand: if it was made, it is discarded, and the new one hidden.
 */
void ik_wizard_password_edited(struct ik_wizard *wizard, const struct ik_field *field);

#endif
