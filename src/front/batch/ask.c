/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ask.c: passwords asked on the terminal, for who sees no page: each is judged at once, and asked
 * for again a few times. */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/print.h"
#include "base/secret_input.h"
#include "front/batch/batch.h"
#include "wizard/wizard.h"

void ik_ask_note(const ik_secret *password)
{
	if (ik_password_has_outer_blank(password))
		ik_print_note("inkan: %s\n", _("The password begins or ends with a blank."));
}

bool ik_ask_password(const char *prompt, ik_secret **out, struct ik_error *err)
{
	if (!ik_secret_from_terminal(_(prompt), out, err))
		return false;
	ik_ask_note(*out);
	return true;
}

/* False without WRONG: there is nobody to ask any more, and ERR says so. */
static bool ask_twice(const char *prompt, ik_secret **out, struct ik_error *wrong,
		      struct ik_error *err)
{
	ik_secret *again = NULL;
	bool ok = ik_ask_password(prompt, out, err) && ik_wizard_password_rule(*out, wrong)
		  && ik_secret_from_terminal(_("The same once more: "), &again, err)
		  && (ik_secret_equal(*out, again) || ik_fail(wrong, IK_E_PW_DIFFER));

	ik_secret_free(again);
	if (ok)
		return true;
	ik_secret_free(*out);
	*out = NULL;
	return false;
}

bool ik_ask_new_password(const char *prompt, ik_secret **out, struct ik_error *err)
{
	*out = NULL;
	for (int i = 1;; i++) {
		struct ik_error wrong = {0};

		if (ask_twice(prompt, out, &wrong, err))
			return true;
		if (wrong.id == IK_E_NONE)
			return false;
		if (i == IK_ASK_TRIES)
			return ik_pass(err, &wrong);
		ik_print_failure(&wrong);
	}
}
