/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sign.c: messages about files. */
#include "config.h"

#include "ops/change/sign.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/date.h"
#include "files/place.h"
#include "files/read.h"
#include "ops/change/sign_own.h"
#include "ops/change/sign_apart.h"
#include "ops/records/bundle.h"
#include "ops/records/generation.h"
#include "ops/records/steps.h"
#include "ops/rules/rules.h"
#include "pki/digest.h"
#include "store/store.h"
#include "trust/opened.h"
#include "trust/statement.h"

struct ik_signing {
	ik_store *store;
	int64_t now;
	struct ik_generation in_use;
	struct ik_sha256 certificate; /* of it */
	struct ik_kept_steps steps;
};

/* --- the key ---------------------------------------------------------------------------------- */

static bool load(ik_signing *signing, struct ik_error *err)
{
	unsigned number;

	if (!ik_store_current(signing->store, &number, err))
		return false;
	if (number == 0)
		return ik_fail(err, IK_E_STORE_NONE, ik_store_path(signing->store));
	if (!ik_generation_load(signing->store, number, IK_KEY_LOAD, &signing->in_use, err))
		return false;
	if (!signing->in_use.key)
		return ik_generation_no_key(signing->store, number, err);
	return ik_sha256_read(signing->in_use.facts.sha256, &signing->certificate)
	       && ik_kept_steps_load(signing->store, &signing->steps, err);
}

/* Before a large file is read: what agents would refuse is not signed. */
static bool judge(const ik_signing *signing, struct ik_error *err)
{
	const struct ik_facts *facts = &signing->in_use.facts;

	return ik_sign_may(facts->leads, facts->not_before, facts->not_after, signing->now, err);
}

ik_signing *ik_signing_begin(const char *path, int64_t now, struct ik_error *err)
{
	ik_signing *signing = ik_alloc(sizeof(*signing));

	*signing = (ik_signing){.now = now, .store = ik_store_open(path, err)};
	if (signing->store && load(signing, err) && judge(signing, err))
		return signing;
	ik_signing_end(signing);
	return NULL;
}

void ik_signing_end(ik_signing *signing)
{
	if (!signing)
		return;
	ik_kept_steps_free(&signing->steps);
	ik_generation_free(&signing->in_use);
	ik_store_close(signing->store);
	free(signing);
}

/* --- a message -------------------------------------------------------------------------------- */

/* The message, and what stands behind it. */
static bool make(const ik_signing *signing, const struct ik_statement *message,
		 struct ik_buffer *out, size_t *steps, struct ik_error *err)
{
	const struct ik_generation *in_use = &signing->in_use;
	struct ik_buffer text = {0};
	bool ok;

	ik_statement_write(message, &text);
	ok = ik_sign_apart(&text, in_use->key, &in_use->certificate, signing->now, out, err)
	     && (out->size <= IK_STATEMENT_SIZE_MAX || ik_fail(err, IK_E_SIGN_LARGE));
	ik_buffer_free(&text);
	if (ok)
		*steps = ik_bundle_write(&signing->steps, &in_use->certificate,
					 &signing->certificate, IK_MESSAGE_STEPS_MAX,
					 IK_MESSAGE_SIZE_MAX, out);
	return ok;
}

static bool write_message(const ik_signing *signing, const struct ik_statement *message,
			  bool replaces, struct ik_sign_end *end, struct ik_error *err)
{
	struct ik_buffer bytes = {0};
	bool ok = make(signing, message, &bytes, &end->steps, err)
		  && ik_place_save(end->message, 0644, replaces, bytes.data, bytes.size, err);

	ik_buffer_free(&bytes);
	return ok;
}

/* Tells in END what MESSAGE says. */
static void tell(const struct ik_statement *message, struct ik_sign_end *end)
{
	const struct ik_named_file *file = &message->sets.items[0].files[0];

	end->name = ik_strdup(file->name);
	end->size = file->size;
	ik_sha256_hex(&file->sha256, end->sha256);
	end->issued = message->issued;
	end->expires = message->expires;
}

/* --- signing a file --------------------------------------------------------------------------- */

static bool ends_in_suffix(const char *name)
{
	size_t length = strlen(name), of_suffix = strlen(IK_MESSAGE_SUFFIX);

	return length >= of_suffix && !strcmp(name + length - of_suffix, IK_MESSAGE_SUFFIX);
}

static bool judge_name(const char *file, const char **name, struct ik_error *err)
{
	const char *slash = strrchr(file, '/');

	*name = slash ? slash + 1 : file;
	if (ends_in_suffix(*name))
		return ik_fail(err, IK_E_SIGN_MESSAGE, file);
	return ik_message_name_is_good(*name)
	       || ik_fail(err, **name ? IK_E_SIGN_NAME : IK_E_FILE_DIRECTORY, file);
}

/* Whether the message at PATH may be written: *REPLACES, where there is one that gives way. */
static bool may_write(const ik_signing *signing, const char *path, const char *name, bool *replaces,
		      struct ik_error *err)
{
	struct ik_buffer pem = {0};
	struct ik_opened old = {0};
	struct ik_error reading = {0};
	bool own;

	*replaces = false;
	if (!ik_read_file(AT_FDCWD, path, true, IK_MESSAGE_SIZE_MAX, path, &pem, &reading)
	    && reading.id == IK_E_FILE_NONE)
		return true;
	own = reading.id == IK_E_NONE
	      && ik_opened_one(pem.data, pem.size, IK_STATEMENT_MESSAGE, &old, NULL)
	      && !strcmp(old.items[0].sets.items[0].files[0].name, name)
	      && ik_sign_is_own(signing->store, &signing->certificate, &old);
	ik_opened_free(&old);
	ik_buffer_free(&pem);
	*replaces = own;
	return own || ik_fail(err, IK_E_SIGN_THERE, path);
}

/* FILE, on disk, as a message names it. */
static bool read_file(const char *file, const char *name, struct ik_file_set *set,
		      struct ik_error *err)
{
	ik_digest *digest = ik_digest_begin(err);
	struct ik_sha256 sha256;
	char hex[IK_SHA256_HEX + 1];
	uint64_t size;
	bool ok = digest && ik_read_through(file, ik_digest_add, digest, &size, err);

	ik_digest_end(digest, hex);
	ok = ok && ik_sha256_read(hex, &sha256);
	if (ok)
		ik_file_set_add(set, &sha256, size, name);
	return ok;
}

static bool sign_file(const ik_signing *signing, const char *name, unsigned days,
		      struct ik_sign_end *end, struct ik_error *err)
{
	struct ik_statement message = {
		.kind = IK_STATEMENT_MESSAGE,
		.issued = signing->now,
		.expires = signing->now + (int64_t)days * IK_SECONDS_A_DAY,
	};
	char *file = ik_strndup(end->message, strlen(end->message) - strlen(IK_MESSAGE_SUFFIX));
	bool replaces, ok;

	ik_file_sets_add(&message.sets, "");
	ok = may_write(signing, end->message, name, &replaces, err)
	     && read_file(file, name, &message.sets.items[0], err)
	     && write_message(signing, &message, replaces, end, err);
	if (ok)
		tell(&message, end);
	ik_statement_free(&message);
	free(file);
	return ok;
}

bool ik_sign(ik_signing *signing, const char *file, unsigned days, struct ik_sign_end *end,
	     struct ik_error *err)
{
	const char *name;
	char *text = ik_format("%s" IK_MESSAGE_SUFFIX, file);
	bool ok;

	*end = (struct ik_sign_end){.did = IK_SIGN_NEW};
	ok = judge_name(file, &name, err)
	     && ik_rule_replaced_file(text, ik_store_path(signing->store), &end->message, err)
	     && sign_file(signing, name, days, end, err);
	free(text);
	return ok;
}

/* --- signing a message anew ------------------------------------------------------------------- */

/* What is to be done about OLD. */
static bool judge_old(const ik_signing *signing, const struct ik_opened *old, const char *shown,
		      enum ik_sign_did *did, struct ik_error *err)
{
	const struct ik_signed by = ik_opened_as_signed(old);

	*did = IK_SIGN_NEW;
	if (by.verified(by.context, 0, &signing->certificate))
		*did = IK_SIGN_CURRENT;
	else if (!ik_sign_may_again(signing->store, &signing->steps, old, shown, err))
		return false;
	if (old->items[0].expires < signing->now)
		*did = IK_SIGN_EXPIRED;
	return true;
}

static bool sign_old(const ik_signing *signing, struct ik_opened *old, struct ik_sign_end *end,
		     struct ik_error *err)
{
	struct ik_statement *message = &old->items[0];

	if (!judge_old(signing, old, end->message, &end->did, err))
		return false;
	if (end->did == IK_SIGN_NEW) {
		message->issued = signing->now;
		if (!write_message(signing, message, true, end, err))
			return false;
	}
	tell(message, end);
	return true;
}

bool ik_sign_again(ik_signing *signing, const char *message, struct ik_sign_end *end,
		   struct ik_error *err)
{
	struct ik_buffer pem = {0};
	struct ik_opened old = {0};
	bool ok;

	*end = (struct ik_sign_end){0};
	ok = ik_rule_replaced_file(message, ik_store_path(signing->store), &end->message, err)
	     && ik_read_file(AT_FDCWD, end->message, true, IK_MESSAGE_SIZE_MAX, message, &pem, err)
	     && ik_opened_one(pem.data, pem.size, IK_STATEMENT_MESSAGE, &old, err)
	     && sign_old(signing, &old, end, err);
	ik_opened_free(&old);
	ik_buffer_free(&pem);
	return ok;
}

void ik_sign_end_free(struct ik_sign_end *end)
{
	free(end->message);
	free(end->name);
	*end = (struct ik_sign_end){0};
}
