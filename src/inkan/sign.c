/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sign.c: inkan sign FILE...: messages, by which agents know that a file comes from this server. */
#include "ops/change/sign.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/print.h"
#include "front/batch/json.h"
#include "inkan/commands.h"
#include "rows/words.h"

struct telling {
	json_t *messages;      /* NULL: for people */
	bool changed;          /* something was written */
	struct ik_error first; /* that failed */
};

static void print(const struct ik_sign_end *end)
{
	char *message = ik_words_path(end->message), *until = ik_date_zoned(end->expires);

	if (end->did == IK_SIGN_NEW)
		ik_printf(stdout, _("Signed: %s (counts until %s)\n"), message, until);
	else if (end->did == IK_SIGN_CURRENT)
		ik_printf(stdout, _("Signed by the certificate in use, and left as it is: %s\n"),
			  message);
	else
		ik_printf(stdout, _("Expired, and left as it is: %s\n"), message);
	free(until);
	free(message);
}

static void set_end(json_t *object, const struct ik_sign_end *end)
{
	static const char *const did[] = {
		[IK_SIGN_NEW] = "signed",
		[IK_SIGN_CURRENT] = "current",
		[IK_SIGN_EXPIRED] = "expired",
	};
	char *message = ik_words_path(end->message);

	ik_json_set_text(object, "file", message);
	ik_json_set_text(object, "result", did[end->did]);
	ik_json_set_text(object, "name", end->name);
	ik_json_set_number(object, "size", (int64_t)end->size);
	ik_json_set_text(object, "sha256", end->sha256);
	ik_json_set_moment(object, "issued", end->issued);
	ik_json_set_moment(object, "expires", end->expires);
	if (end->did == IK_SIGN_NEW)
		ik_json_set_number(object, "steps", (int64_t)end->steps);
	free(message);
}

/* ERR: why nothing became of ARGUMENT. */
static void tell(struct telling *telling, const char *argument, const struct ik_sign_end *end,
		 const struct ik_error *err)
{
	json_t *object = telling->messages ? json_object() : NULL;
	char *shown = ik_words_path(argument);

	if (err->id != IK_E_NONE) {
		ik_print_failure(err);
		if (telling->first.id == IK_E_NONE)
			telling->first = *err;
	} else {
		telling->changed = telling->changed || end->did == IK_SIGN_NEW;
	}
	if (object && err->id != IK_E_NONE) {
		ik_json_set_text(object, "file", shown);
		ik_json_set_error(object, err);
	} else if (object) {
		set_end(object, end);
	} else if (err->id == IK_E_NONE) {
		print(end);
	}
	if (object)
		json_array_append_new(telling->messages, object);
	free(shown);
}

/* One that fails spoils no other: a command after a switch has a whole folder of them. */
static void sign_all(const struct ik_line *line, ik_signing *signing, unsigned days,
		     struct telling *telling)
{
	for (size_t i = 0; i < line->n_arguments; i++) {
		struct ik_sign_end end = {0};
		struct ik_error err = {0};
		char *text = ik_cli_text(line->argument[i], &err);

		if (text && line->given[IK_OPTION_AGAIN])
			ik_sign_again(signing, text, &end, &err);
		else if (text)
			ik_sign(signing, text, days, &end, &err);
		tell(telling, line->argument[i], &end, &err);
		ik_sign_end_free(&end);
		free(text);
	}
}

static int finish(struct telling *telling)
{
	const struct ik_error *first = &telling->first;
	int status = first->id == IK_E_NONE ? 0 : ik_error_status(first->id);
	json_t *object;

	if (!telling->messages)
		return status;
	object = ik_json_begin(telling->changed);
	ik_json_set(object, "messages", telling->messages);
	if (first->id != IK_E_NONE)
		ik_json_set_error(object, first);
	return ik_json_end(object, telling->changed, status);
}

int ik_command_sign(const struct ik_line *line)
{
	struct telling telling = {0};
	struct ik_error err = {0};
	char *store = ik_cli_store_path(line, &err);
	ik_signing *signing = NULL;
	unsigned days;
	int status;

	if (store && ik_cli_valid_days(line, IK_SIGN_VALID_DAYS, &days, &err))
		signing = ik_signing_begin(store, ik_cli_now(), &err);
	if (signing) {
		telling.messages = line->given[IK_OPTION_JSON] ? json_array() : NULL;
		sign_all(line, signing, days, &telling);
		status = finish(&telling);
	} else {
		status = ik_cli_fail(line, &err);
	}
	ik_signing_end(signing);
	free(store);
	return status;
}
