/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_open.c: from the files that the operator names to keys with their certificates, or the
 * reason why not. */
#include "config.h"

#include "ops/change/import_inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "ops/records/default_store.h"

static bool is_given(const ik_secret *password)
{
	return password && ik_secret_size(password) > 0;
}

static void add_names(struct ik_list *to, const struct ik_list *from)
{
	for (size_t i = 0; i < from->n; i++)
		if (!ik_list_has(to, from->items[i]))
			ik_list_add(to, from->items[i]);
}

static void remember(struct ik_import_opening *opening, const struct ik_import_look *look)
{
	struct ik_import *import = opening->import;
	const struct ik_content_look *content = &look->content;

	opening->rounds = content->rounds > UINT64_MAX - opening->rounds
				  ? UINT64_MAX
				  : opening->rounds + content->rounds;
	opening->needs_password |= content->needs_password || look->zip_encrypted;
	opening->zip_opened |= look->zip_encrypted;
	import->weak |= content->weak;
	import->quoted |= content->quoted;
	if (content->protection && !import->protection)
		import->protection = ik_strdup(content->protection);
	add_names(&import->passed_over, &content->passed_over);
}

bool ik_import_refuse_backup(const char *store, struct ik_error *err)
{
	char *command = ik_command_for(store, "inkan restore FILE");

	ik_fail(err, IK_E_IMPORT_BACKUP, command);
	free(command);
	return false;
}

static bool add_files(const struct ik_import_source *source, struct ik_import_files *files,
		      struct ik_error *err)
{
	bool ok = ik_import_files_add(files, source->file, err);

	if (ok && source->key_file && *source->key_file)
		ok = ik_import_files_add(files, source->key_file, err);
	for (size_t i = 0; ok && source->more && i < source->more->n; i++)
		ok = ik_import_files_add(files, source->more->items[i], err);
	return ok;
}

static bool read_files(struct ik_import_opening *opening, struct ik_error *err)
{
	struct ik_import_files files = {0};
	struct ik_import_pass pass = {0};
	bool ok = add_files(opening->source, &files, err);

	if (ok) {
		ik_import_look_through(&files, opening->source->password, true, opening->watch,
				       &pass);
		ok = pass.err.id == IK_E_NONE;
	}
	if (pass.err.id == IK_E_IMPORT_BACKUP)
		ik_import_refuse_backup(opening->store, err);
	else if (pass.err.id != IK_E_NONE)
		ik_pass(err, &pass.err);
	for (size_t i = 0; ok && i < pass.n; i++)
		remember(opening, &pass.looks[i]);
	opening->pieces = pass.pieces;
	pass.pieces = (struct ik_import_pieces){0};
	ik_import_pass_free(&pass);
	ik_import_files_free(&files);
	return ok
	       && (opening->rounds <= IK_IMPORT_ROUNDS_MAX
		   || ik_fail_number(err, IK_E_COST, opening->rounds));
}

/* What is in an encrypted ZIP may have a password of its own; the page asks for that one then. */
static bool find(struct ik_import_opening *opening, struct ik_error *err)
{
	bool inner_given = is_given(opening->source->inner_password);
	const ik_secret *password = inner_given ? opening->source->inner_password
						: opening->source->password;
	struct ik_error inner = {0};

	if (ik_import_find(opening, password, &inner))
		return true;
	if (inner.id == IK_E_IMPORT_PASSWORD && opening->zip_opened && !inner_given)
		return ik_fail(err, IK_E_IMPORT_INNER)
		       || ik_error_detail(err, "--inner-password-file FILE");
	return ik_pass(err, &inner);
}

/* --- what was found --------------------------------------------------------------------------- */

/* Keys that fit come first; the order of the file stays otherwise.  There is room for one more. */
static void put_fitting_first(struct ik_import *import)
{
	struct ik_import_key *keys = ik_alloc_array(import->n_keys + 1, sizeof(*keys));
	size_t n = 0;

	for (int fits = 1; fits >= 0; fits--)
		for (size_t i = 0; i < import->n_keys; i++)
			if (import->keys[i].fits == (fits == 1))
				keys[n++] = import->keys[i];
	for (size_t i = 0; i < n; i++) {
		import->n_fits += keys[i].fits;
		import->n_alternatives += keys[i].fits && keys[i].alternative;
	}
	free(import->keys);
	import->keys = keys;
}

static bool take_waiting(struct ik_import_opening *opening, struct ik_error *err)
{
	const struct ik_material *certificates = &opening->others;
	struct ik_import *import = opening->import;
	struct ik_import_key key;
	size_t waiting;

	if (!ik_import_waiting(opening, &key, &waiting, err))
		return false;
	if (!key.fits) {
		ik_import_key_free(&key);
		return ik_material_unread(certificates, err)
		       && ik_fail(err, waiting ? IK_E_IMPORT_REQUEST : IK_E_IMPORT_NO_KEY);
	}
	import->keys[0] = key;
	import->n_keys = import->n_fits = 1;
	return true;
}

bool ik_import_misfit(const struct ik_import_key *key, struct ik_error *err)
{
	return ik_fail(err, key->misfit, key->misfit == IK_E_IMPORT_CHAIN ? "128 KiB" : NULL);
}

/* Of keys that all lack a certificate: why. */
static bool judge_keys(const struct ik_import *import, const struct ik_material *others,
		       struct ik_error *err)
{
	if (!ik_material_unread(others, err))
		return false;
	return others->n_certificates ? ik_import_misfit(&import->keys[0], err)
				      : ik_fail(err, IK_E_IMPORT_NO_CERTIFICATE);
}

/* What could not be taken beside what fits is left out too, and not in silence. */
static void tell_rest(struct ik_import *import, const struct ik_material *others)
{
	for (size_t i = 0; i < import->n_keys; i++) {
		import->keys[i].rest += import->keys[i].fits ? others->unreadable_certificates : 0;
		ik_objections_add_all(&import->keys[i].left_out, &others->unreadable);
	}
	if (others->refused && !ik_list_has(&import->passed_over, others->refused))
		ik_list_add(&import->passed_over, others->refused);
}

/* Each thing that is missing has its own sentence. */
static bool judge(struct ik_import_opening *opening, struct ik_error *err)
{
	const struct ik_material *others = &opening->others;

	opening->import->unprotected = others->unprotected;
	opening->import->password_form = others->password_form;
	put_fitting_first(opening->import);
	if (opening->import->n_fits) {
		tell_rest(opening->import, others);
		return true;
	}
	if (others->refused_certificate && opening->import->n_keys + others->n_bare_keys > 0)
		return ik_import_refuse(IK_E_IMPORT_CERT_KEY, others->refused_certificate, err);
	if (others->n_bare_keys)
		return ik_fail(err, IK_E_IMPORT_KEY_BARE);
	if (opening->import->n_keys)
		return judge_keys(opening->import, others, err);
	if (others->refused_keys)
		return ik_import_refuse(IK_E_IMPORT_KEY_KIND, others->refused, err);
	if (!others->n_certificates)
		return ik_fail(err, IK_E_IMPORT_NO_KEY);
	return take_waiting(opening, err);
}

/* What reads files knows no store; a command that helps is for the one at hand. */
static void name_store(const char *store, struct ik_error *err)
{
	char *below = err ? ik_error_below(err) : NULL, *command;

	if (below && strncmp(below, "inkan ", strlen("inkan ")) == 0) {
		command = ik_command_for(store, below);
		ik_error_detail(err, "%s", command);
		free(command);
	}
	free(below);
}

/* Its chain may complete what came without one; where there is none, or it cannot be read, nothing
 * is completed. */
static void read_in_use(struct ik_import_opening *opening)
{
	ik_store *store = ik_store_open(opening->store, NULL);
	unsigned current = 0;

	if (store && ik_store_current(store, &current, NULL) && current
	    && !ik_store_read(store, current, "certificate.pem", &opening->in_use, NULL))
		ik_buffer_free(&opening->in_use);
	ik_store_close(store);
}

bool ik_import_open(const struct ik_import_source *source, const char *store,
		    struct ik_watch *watch, struct ik_import **out, struct ik_error *err)
{
	struct ik_import_opening opening = {.source = source,
					    .store = store,
					    .watch = watch,
					    .import = ik_alloc(sizeof(**out))};
	bool ok;

	read_in_use(&opening);
	ok = read_files(&opening, err) && find(&opening, err) && judge(&opening, err);

	opening.import->password_unused = is_given(source->password) && !opening.needs_password;
	ik_material_free(&opening.others);
	ik_import_pieces_free(&opening.pieces);
	ik_buffer_free(&opening.in_use);
	*out = ok ? opening.import : NULL;
	if (!ok) {
		name_store(store, err);
		ik_import_free(opening.import);
	}
	return ok;
}

void ik_import_free(struct ik_import *import)
{
	if (!import)
		return;
	ik_import_keys_free(import->keys, import->n_keys);
	free(import->protection);
	ik_list_free(&import->passed_over);
	free(import);
}
