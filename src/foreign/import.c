/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import.c: a file is looked at, and then added to the material, whole or not at all. */
#include "foreign/import_inside.h"

#include <stdlib.h>

#include "base/alloc.h"

static bool refuse_look(const struct ik_content_look *look, struct ik_error *err)
{
	if (look->kind == IK_CONTENT_ZIP)
		return ik_fail(err, IK_E_IMPORT_FORMAT);
	if (look->keys + look->certificates > IK_IMPORT_OBJECTS_MAX)
		return ik_fail_number(err, IK_E_IMPORT_MANY, IK_IMPORT_OBJECTS_MAX);
	if (look->unsupported)
		return ik_import_refuse(IK_E_IMPORT_ALGORITHM, look->unsupported, err);
	if (look->rounds > IK_IMPORT_ROUNDS_MAX)
		return ik_fail_number(err, IK_E_COST, look->rounds);
	return true;
}

/* Everything that can be refused without work is refused first. */
static bool looks_acceptable(const void *bytes, size_t size, enum ik_content_kind *kind,
			     struct ik_error *err)
{
	struct ik_content_look look = {0};
	bool ok;

	if (size > IK_IMPORT_MAX)
		return ik_fail(err, IK_E_IMPORT_LARGE, "4 MiB");
	ik_content_look(bytes, size, &look);
	*kind = look.kind;
	ok = look.kind == IK_CONTENT_UNKNOWN ? ik_content_refuse(bytes, size, err)
					     : refuse_look(&look, err);
	ik_content_look_free(&look);
	return ok;
}

static bool take_key_der(struct ik_adding *adding, struct ik_der der)
{
	ik_secret *settled = NULL;
	bool ok = ik_der_settle(&der, &settled);

	ok = ok ? ik_take_key(adding, der, "") : ik_fail(adding->err, IK_E_IMPORT_FORMAT);
	ik_secret_free(settled);
	return ok;
}

static bool take_unwrapped(struct ik_adding *adding, enum ik_content_kind kind, struct ik_der der)
{
	switch (kind) {
	case IK_CONTENT_PKCS12:
		return ik_take_pkcs12(adding, der);
	case IK_CONTENT_PEM:
		return ik_take_pem(adding, (struct ik_pem_part){(const char *)der.data, der.size});
	case IK_CONTENT_KEY_DER:
		return take_key_der(adding, der);
	case IK_CONTENT_CERTIFICATE_DER:
		return ik_take_certificate(adding, der);
	case IK_CONTENT_PKCS7:
		return ik_take_pkcs7(adding, der)
		       || ik_fail(adding->err, IK_E_IMPORT_PART, "PKCS#7");
	case IK_CONTENT_UNKNOWN:
	case IK_CONTENT_ZIP:
		break;
	}
	return ik_fail(adding->err, IK_E_IMPORT_FORMAT);
}

static bool take(struct ik_adding *adding, enum ik_content_kind kind, const void *bytes,
		 size_t size)
{
	ik_secret *unwrapped;
	bool ok = take_unwrapped(adding, kind, ik_unwrap(bytes, size, &unwrapped));

	ik_secret_free(unwrapped);
	return ok;
}

/* Moves all of FROM behind what TO has. */
static bool merge(struct ik_material *to, struct ik_material *from, struct ik_error *err)
{
	struct ik_adding adding = {.material = to, .err = err};
	bool ok = to->n_keys + from->n_keys <= IK_IMPORT_KEYS_MAX
		  && to->n_bare_keys + from->n_bare_keys <= IK_IMPORT_KEYS_MAX
		  && to->n_certificates + from->n_certificates <= IK_IMPORT_OBJECTS_MAX;

	/* Found out before anything is moved. */
	if (!ok)
		return ik_too_many(&adding, IK_IMPORT_OBJECTS_MAX);
	for (size_t i = 0; ok && i < from->n_keys; i++) {
		ok = ik_keep_key(&adding, from->keys[i], from->key_types.items[i],
				 from->key_names.items[i]);
		from->keys[i] = NULL;
	}
	for (size_t i = 0; ok && i < from->n_certificates; i++)
		ok = ik_keep_certificate(&adding, &from->certificates[i]);
	for (size_t i = 0; ok && i < from->n_bare_keys; i++) {
		ok = ik_keep_bare_key(&adding, from->bare_keys[i]);
		from->bare_keys[i] = NULL;
	}
	if (from->password_form != IK_PASSWORD_RIGHT)
		to->password_form = from->password_form;
	to->unprotected = to->unprotected || from->unprotected;
	to->refused_keys += from->refused_keys;
	to->unreadable_certificates += from->unreadable_certificates;
	ik_objections_add_all(&to->unreadable, &from->unreadable);
	if (from->refused) {
		free(to->refused);
		to->refused = ik_strdup(from->refused);
	}
	if (from->refused_certificate && !to->refused_certificate)
		to->refused_certificate = ik_strdup(from->refused_certificate);
	return ok;
}

/* An empty PKCS#12 is fine; nothing but what cannot be read is not. */
static bool is_something(struct ik_adding *adding)
{
	const struct ik_material *found = adding->material;

	if (found->unreadable_certificates == 0
	    || found->n_keys + found->n_certificates + found->n_bare_keys + found->refused_keys > 0)
		return true;
	*adding->err = adding->unreadable;
	return false;
}

bool ik_material_add(struct ik_material *material, const void *bytes, size_t size,
		     const ik_secret *password, struct ik_error *err)
{
	struct ik_error own = {0};
	struct ik_material found = {0};
	struct ik_tries tries;
	enum ik_content_kind kind = IK_CONTENT_UNKNOWN;
	bool ok;

	if (!looks_acceptable(bytes, size, &kind, err))
		return false;
	ik_tries_make(&tries, password);
	tries.list[0].ready = material->ready;

	struct ik_adding adding = {.material = &found, .tries = &tries, .err = &own};

	ok = take(&adding, kind, bytes, size) && is_something(&adding)
	     && merge(material, &found, &own);
	if (ok)
		ik_material_complete(material);
	else if (err && err->id == IK_E_NONE)
		*err = own;
	ik_tries_free(&tries);
	ik_material_free(&found);
	return ok;
}
