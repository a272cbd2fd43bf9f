/* SPDX-License-Identifier: GPL-3.0-or-later */
/* export.c: the certificate in use as a file for others, with its key only under a password. */
#include "config.h"

#include "ops/change/export.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/contain.h"
#include "base/i18n.h"
#include "base/pack.h"
#include "files/place.h"
#include "ops/backup/backup_parts.h"
#include "ops/records/audit.h"
#include "ops/records/generation.h"
#include "ops/records/leftover.h"
#include "ops/records/note.h"
#include "ops/rules/rules.h"
#include "pki/certificate.h"
#include "pki/pkcs12.h"
#include "store/store.h"

enum { PACK_HEADS = 64, PKCS12_HEADS = 16 * 1024 };

static const char *const format_ids[] = {
	[IK_EXPORT_PEM] = "pem",
	[IK_EXPORT_DER] = "der",
	[IK_EXPORT_PKCS12] = "p12",
};

const char *ik_export_format_id(enum ik_export_format format)
{
	return format_ids[format];
}

bool ik_export_format_find(const char *text, enum ik_export_format *format, struct ik_error *err)
{
	for (size_t i = 0; i < IK_COUNT(format_ids); i++)
		if (strcmp(text, format_ids[i]) == 0) {
			*format = (enum ik_export_format)i;
			return true;
		}
	return ik_fail(err, IK_E_EXPORT_FORMAT, text, "pem, der, p12");
}

/* --- PKCS#12 ---------------------------------------------------------------------------------- */

/* What its three parts are made of, in children. */
struct parts {
	struct ik_pkcs12_content content;
	struct ik_buffer sealed;
	struct ik_buffer packed;
};

static bool hand_over(struct ik_buffer *bytes, bool ok, ik_secret *result, struct ik_error *err)
{
	ok = ok && ik_secret_append(result, bytes->data, bytes->size, err);
	ik_buffer_free(bytes);
	return ok;
}

/* In a child: the secret is the key and the password. */
static bool seal_key(const void *argument, const ik_secret *secret, ik_secret *result,
		     struct ik_error *err)
{
	const struct parts *parts = argument;
	struct ik_unpack in = ik_unpack_begin(secret);
	struct ik_buffer bytes = {0};
	ik_secret *key, *password;
	bool ok;

	ik_unpack_secret(&in, &key);
	ik_unpack_secret(&in, &password);
	ok = ik_unpack_done(&in, err)
	     && ik_pkcs12_seal_key(key, password, parts->content.compatibility, &bytes, err);
	ok = hand_over(&bytes, ok, result, err);
	ik_secret_free(password);
	ik_secret_free(key);
	return ok;
}

/* In a child: the secret is the password. */
static bool pack_chain(const void *argument, const ik_secret *secret, ik_secret *result,
		       struct ik_error *err)
{
	const struct parts *parts = argument;
	struct ik_buffer bytes = {0};
	bool ok = ik_pkcs12_pack_chain(&parts->content, secret, &bytes, err);

	return hand_over(&bytes, ok, result, err);
}

/* In a child: the secret is the password. */
static bool join(const void *argument, const ik_secret *secret, ik_secret *result,
		 struct ik_error *err)
{
	const struct parts *parts = argument;
	struct ik_buffer bytes = {0};
	bool ok = ik_pkcs12_join(&parts->content, &parts->sealed, &parts->packed, secret, &bytes,
				 err);

	return hand_over(&bytes, ok, result, err);
}

static void take(const ik_secret *result, struct ik_buffer *bytes)
{
	ik_buffer_add(bytes, ik_secret_data(result), ik_secret_size(result));
}

static bool make_pkcs12(const struct ik_generation *generation, const ik_secret *password,
			bool compatibility, struct ik_watch *watch, struct ik_buffer *out,
			struct ik_error *err)
{
	const char *common_name = generation->facts.common_name;
	struct parts parts = {
		.content = {.chain = &generation->certificate,
			    .name = common_name ? common_name : "inkan",
			    .compatibility = compatibility},
	};
	ik_secret *both = ik_secret_new(ik_secret_size(generation->key) + ik_secret_size(password)
					+ PACK_HEADS);
	size_t cap = 2 * generation->certificate.size + 2 * ik_secret_size(generation->key)
		     + PKCS12_HEADS;
	struct ik_job first[] = {
		{.run = seal_key, .argument = &parts, .secret = both, .result_cap = cap},
		{.run = pack_chain, .argument = &parts, .secret = password, .result_cap = cap},
	};
	const struct ik_job second = {
		.run = join, .argument = &parts, .secret = password, .result_cap = 2 * cap};
	ik_secret *joined = NULL;
	bool ok;

	ik_pack_secret(both, generation->key);
	ik_pack_secret(both, password);
	ok = ik_contain(first, IK_COUNT(first), watch, err);
	if (ok) {
		take(first[0].result, &parts.sealed);
		take(first[1].result, &parts.packed);
		ok = ik_contain_one(&second, watch, &joined, err);
	}
	if (ok)
		take(joined, out);
	ik_job_free(first, IK_COUNT(first));
	ik_secret_free(joined);
	ik_buffer_free(&parts.sealed);
	ik_buffer_free(&parts.packed);
	ik_secret_free(both);
	return ok;
}

/* --- DER -------------------------------------------------------------------------------------- */

static bool decode(const void *argument, const ik_secret *secret, ik_secret *result,
		   struct ik_error *err)
{
	const struct ik_buffer *pem = argument;
	struct ik_buffer der = {0};

	(void)secret;
	return hand_over(&der, ik_certificate_der(pem->data, pem->size, &der, err), result, err);
}

/* In a child, since others may have made it. */
static bool make_der(const struct ik_buffer *pem, struct ik_watch *watch, struct ik_buffer *out,
		     struct ik_error *err)
{
	const struct ik_job job = {.run = decode, .argument = pem, .result_cap = pem->size + 1};
	ik_secret *result = NULL;
	bool ok = ik_contain_one(&job, watch, &result, err);

	if (ok)
		take(result, out);
	ik_secret_free(result);
	return ok;
}

/* --- what goes out ---------------------------------------------------------------------------- */

static bool with_key(const struct ik_export_wish *wish)
{
	return wish->format == IK_EXPORT_PKCS12;
}

static bool load(const struct ik_export_wish *wish, const ik_store *store,
		 struct ik_generation *generation, struct ik_error *err)
{
	unsigned number = wish->generation;

	if (number == 0 && !ik_store_current(store, &number, err))
		return false;
	if (number == 0)
		return ik_fail(err, IK_E_STORE_NONE, wish->store);
	if (!ik_generation_load(store, number, with_key(wish) ? IK_KEY_LOAD : IK_KEY_LOOK,
				generation, err))
		return false;
	if (!with_key(wish))
		return true;
	if (!generation->key)
		return ik_generation_no_key(store, number, err);
	return generation->info.exportable
	       || ik_fail_number(err, IK_E_EXPORT_NOT_EXPORTABLE, number);
}

static bool make_bytes(const struct ik_export_wish *wish, const struct ik_generation *generation,
		       struct ik_watch *watch, struct ik_buffer *bytes, struct ik_error *err)
{
	const struct ik_buffer *pem = &generation->certificate;
	ik_secret *password = NULL;
	bool ok;

	if (wish->format == IK_EXPORT_DER)
		return make_der(pem, watch, bytes, err);
	if (wish->format == IK_EXPORT_PEM) {
		ik_buffer_add(bytes, pem->data, pem->size);
		return true;
	}
	if (!wish->password)
		return ik_fail(err, IK_E_PW_EMPTY);
	ok = ik_rule_password(wish->password, &password, NULL, err)
	     && make_pkcs12(generation, password, wish->compatibility, watch, bytes, err);
	ik_secret_free(password);
	return ok;
}

static bool save(const struct ik_exported *exported, mode_t mode, bool replaces,
		 struct ik_error *err)
{
	return ik_place_save(exported->file, mode, replaces, exported->bytes.data,
			     exported->bytes.size, err);
}

/* FAILURE: why it came to nothing after all; else NULL. */
static bool log_export(ik_store *store, const struct ik_export_wish *wish,
		       const struct ik_exported *exported, const struct ik_error *failure,
		       struct ik_error *err)
{
	char *file = exported->file ? ik_place_shown(exported->file) : NULL;
	struct ik_audit entry = {
		.when = wish->now,
		.operation = "export-key",
		.old_serial = exported->facts.serial,
		.new_serial = exported->facts.serial,
		.generation = exported->generation,
		.backup_file = file,
		.done = !failure,
		.failure = failure,
	};
	bool ok = ik_audit_log(store, &entry, err);

	free(file);
	return ok;
}

/* Half a file with a key is found by the next start, wherever it lies. */
static bool save_noted(ik_store *store, const struct ik_export_wish *wish,
		       const struct ik_exported *exported, struct ik_error *err)
{
	struct ik_note note = {
		.operation = ik_strdup("export-key"),
		.from = exported->generation,
		.file = ik_place_shown(exported->file),
	};
	bool left = false, ok;

	ik_leftover_sweep(store, NULL, wish->now);
	ok = ik_note_leave(store, &note, &left, err) && save(exported, 0600, wish->replaces, err);
	if (left)
		ik_store_note(store, NULL, NULL);
	ik_note_free(&note);
	return ok;
}

/* No key goes out that the log does not know. */
static bool hand_out(ik_store *store, const struct ik_export_wish *wish,
		     const struct ik_exported *exported, struct ik_error *err)
{
	struct ik_error inner = {0};

	if (!with_key(wish))
		return !exported->file || save(exported, 0644, wish->replaces, err);
	if (!log_export(store, wish, exported, NULL, err))
		return false;
	if (!exported->file || save_noted(store, wish, exported, &inner))
		return true;
	log_export(store, wish, exported, &inner, NULL);
	return ik_pass(err, &inner);
}

bool ik_export(const struct ik_export_wish *wish, struct ik_watch *watch,
	       struct ik_exported *exported, struct ik_error *err)
{
	struct ik_generation generation = {0};
	ik_store *store = NULL;
	size_t step = with_key(wish) ? ik_watch_add(watch, N_("Key sealed for the file"), NULL) : 0;
	bool ok;

	*exported = (struct ik_exported){0};
	ok = !wish->file
	     || (wish->replaces
			 ? ik_rule_replaced_file(wish->file, wish->store, &exported->file, err)
			 : ik_rule_backup_file(wish->file, wish->store, &exported->file, NULL,
					       err));
	/* Who takes the key along needs the lock for the log; everybody may take the certificate.
	 */
	if (ok)
		store = with_key(wish) ? ik_store_open_log(wish->store, watch, err)
				       : ik_store_open(wish->store, err);
	ok = store && load(wish, store, &generation, err);
	if (ok) {
		exported->generation = generation.number;
		ik_facts_copy(&exported->facts, &generation.facts);
	}
	if (ok && with_key(wish))
		ik_watch_begin(watch, step);
	ok = ok && make_bytes(wish, &generation, watch, &exported->bytes, err)
	     && hand_out(store, wish, exported, err);
	if (ok && with_key(wish))
		ik_watch_done(watch, step);
	else
		ik_watch_fail(watch);
	if (!ok)
		ik_exported_free(exported);
	ik_generation_free(&generation);
	ik_store_close(store);
	return ok;
}

void ik_exported_free(struct ik_exported *exported)
{
	ik_facts_free(&exported->facts);
	ik_buffer_free(&exported->bytes);
	free(exported->file);
	*exported = (struct ik_exported){0};
}
