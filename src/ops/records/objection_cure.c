/* SPDX-License-Identifier: GPL-3.0-or-later */
/* objection_cure.c: what helps against what is wrong with a certificate or its chain. */
#include "config.h"

#include "ops/records/objection_cure.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/i18n.h"
#include "base/shell.h"
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

static const struct cure *cure_of(const struct ik_objection *objection)
{
	for (size_t i = 0; i < IK_COUNT(cures); i++)
		if (cures[i].id == objection->id)
			return &cures[i];
	return NULL;
}

/* The sentence of CURE, which ends with COMMAND. */
static char *sentence_of(const struct cure *cure, const struct ik_objection *objection,
			 const char *command)
{
	if (objection->address)
		return ik_format(
			_("The certificate says where that is: %s. Import both in one file: %s"),
			objection->address, command);
	return ik_format(cure->is_new && objection->above ? _(ASK_AUTHORITY) : _(cure->sentence),
			 command);
}

/* What is to be typed, for STORE.  A new request asks for the names of the certificate in use,
 * unless it is told which. */
static char *command_of(const struct cure *cure, const struct ik_objection *objection,
			const char *store)
{
	bool is_authoritys = cure->is_new && objection->above;
	struct ik_buffer command = {0};
	char *names = ik_strdup(cure->id == IK_E_ASKED_DROPPED ? objection->more : NULL), *rest,
	     *typed;

	ik_buffer_text(&command, is_authoritys ? IMPORT : cure->command);
	for (char *name = names ? strtok_r(names, " ", &rest) : NULL; name;
	     name = strtok_r(NULL, " ", &rest)) {
		char *word = ik_shell_word(name);

		ik_buffer_format(&command, " --alt-name %s", word);
		free(word);
	}
	typed = ik_command_for(store, ik_buffer_string(&command));
	ik_buffer_free(&command);
	free(names);
	return typed;
}

char *ik_objection_cure(const struct ik_objection *objection, const char *store, char **command)
{
	const struct cure *cure = cure_of(objection);
	char *typed, *text;

	if (command)
		*command = NULL;
	if (!cure)
		return NULL;
	typed = command_of(cure, objection, store);
	text = sentence_of(cure, objection, command ? "" : typed);
	if (!command) {
		free(typed);
		return text;
	}
	*command = typed;
	/* Less the blank in front of what now stands on a line of its own. */
	for (size_t n = strlen(text); n > 0 && text[n - 1] == ' '; n--)
		text[n - 1] = '\0';
	return text;
}
