/* SPDX-License-Identifier: GPL-3.0-or-later */
/* objection_cure.c: what helps against what is wrong with a certificate or its chain. */
#include "config.h"

#include "ops/records/objection_cure.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "ops/records/default_store.h"

#define IMPORT "inkan import FILE"
#define REQUEST "inkan request --out FILE"

#define ASK_AUTHORITY \
	N_("Ask the authority for its new certificate, and import both in one file: %s")

static const struct cure {
	enum ik_error_id id;
	const char *sentence, *command;
	bool is_new; /* which a new certificate of the server brings, but not one of the chain */
} cures[] = {
	{IK_E_CHAIN_EXPIRED, ASK_AUTHORITY, IMPORT, false},
	{IK_E_CHAIN_NOT_YET,
	 N_("Check the clock of this server. If it is right, ask the authority for one that is "
	    "valid, and import both in one file: %s"),
	 IMPORT, false},
	{IK_E_CHAIN_NO_ISSUER,
	 N_("Import the certificate and its issuer's in one file, also where that is a root: %s"),
	 IMPORT, false},
	{IK_E_CHAIN_SHORT,
	 N_("Ask the authority for a newer one before that day, and import both in one file: %s"),
	 IMPORT, false},
	{IK_E_ASKED_DROPPED, N_("If it is needed, ask the authority again: %s"), REQUEST, true},
	{IK_E_LOAD_DIGEST, N_("Have the authority sign it again with SHA-256: %s"), REQUEST, true},
	{IK_E_LOAD_SERIAL, N_("Have the authority make another one: %s"), REQUEST, true},
	{IK_E_LOAD_KEY, N_("Ask for a certificate of an authority with a longer key: %s"), REQUEST,
	 false},
};

char *ik_objection_cure(const struct ik_objection *objection, const char *store)
{
	const struct cure *cure = NULL;
	char *command, *text;

	for (size_t i = 0; i < IK_COUNT(cures); i++)
		if (cures[i].id == objection->id)
			cure = &cures[i];
	if (!cure)
		return NULL;
	command = ik_command_for(store, cure->is_new && objection->above ? IMPORT : cure->command);
	if (objection->address)
		text = ik_format(
			_("The certificate says where that is: %s. Import both in one file: %s"),
			objection->address, command);
	else
		text = ik_format(cure->is_new && objection->above ? _(ASK_AUTHORITY)
								  : _(cure->sentence),
				 command);
	free(command);
	return text;
}
