/* SPDX-License-Identifier: GPL-3.0-or-later */
/* material.c: keys and certificates between a child and its parent. */
#include "foreign/import.h"

#include <stdlib.h>

#include "base/alloc.h"

static void free_secrets(ik_secret **secrets, size_t n)
{
	for (size_t i = 0; i < n; i++)
		ik_secret_free(secrets[i]);
	free(secrets);
}

void ik_material_free(struct ik_material *material)
{
	free_secrets(material->keys, material->n_keys);
	free_secrets(material->bare_keys, material->n_bare_keys);
	ik_list_free(&material->key_types);
	ik_list_free(&material->key_names);
	ik_list_free(&material->key_members);
	for (size_t i = 0; i < material->n_certificates; i++)
		ik_buffer_free(&material->certificates[i]);
	free(material->certificates);
	ik_objections_free(&material->unreadable);
	free(material->refused);
	free(material->refused_certificate);
	*material = (struct ik_material){0};
}

static bool pack_secrets(ik_secret **secrets, size_t n, ik_secret *out)
{
	bool ok = ik_pack_number(out, (int64_t)n);

	for (size_t i = 0; i < n; i++)
		ok = ok && ik_pack_secret(out, secrets[i]);
	return ok;
}

bool ik_material_pack(const struct ik_material *material, ik_secret *out)
{
	bool ok = pack_secrets(material->keys, material->n_keys, out)
		  && pack_secrets(material->bare_keys, material->n_bare_keys, out)
		  && ik_pack_list(out, &material->key_types)
		  && ik_pack_list(out, &material->key_names)
		  && ik_pack_list(out, &material->key_members)
		  && ik_pack_number(out, (int64_t)material->n_certificates);

	for (size_t i = 0; i < material->n_certificates; i++)
		ok = ok
		     && ik_pack_bytes(out, material->certificates[i].data,
				      material->certificates[i].size);
	return ok && ik_pack_number(out, material->password_form)
	       && ik_pack_number(out, material->unprotected)
	       && ik_pack_number(out, material->refused_keys)
	       && ik_pack_number(out, material->unreadable_certificates)
	       && ik_objections_pack(&material->unreadable, out)
	       && ik_pack_text(out, material->refused)
	       && ik_pack_text(out, material->refused_certificate);
}

/* A number of things that a child can have found; more makes the reading fail. */
static size_t unpack_count(struct ik_unpack *in)
{
	int64_t n = ik_unpack_number(in);

	if (n < 0 || n > 4 * IK_IMPORT_OBJECTS_MAX)
		in->failed = true;
	return in->failed ? 0 : (size_t)n;
}

static ik_secret **unpack_secrets(struct ik_unpack *in, size_t *n)
{
	size_t wanted = unpack_count(in);
	ik_secret **secrets = wanted > 0 ? ik_alloc_array(wanted, sizeof(*secrets)) : NULL;

	for (*n = 0; *n < wanted && !in->failed; (*n)++)
		ik_unpack_secret(in, &secrets[*n]);
	return secrets;
}

void ik_material_unpack(struct ik_unpack *in, struct ik_material *material)
{
	*material = (struct ik_material){0};
	material->keys = unpack_secrets(in, &material->n_keys);
	material->bare_keys = unpack_secrets(in, &material->n_bare_keys);
	ik_unpack_list(in, &material->key_types);
	ik_unpack_list(in, &material->key_names);
	ik_unpack_list(in, &material->key_members);

	size_t wanted = unpack_count(in);

	if (wanted > 0)
		material->certificates = ik_alloc_array(wanted, sizeof(*material->certificates));
	while (material->n_certificates < wanted && !in->failed)
		ik_unpack_bytes(in, &material->certificates[material->n_certificates++]);
	material->password_form = (enum ik_password_form)ik_unpack_number(in);
	material->unprotected = ik_unpack_number(in) != 0;
	material->refused_keys = (unsigned)ik_unpack_number(in);
	material->unreadable_certificates = (unsigned)ik_unpack_number(in);
	ik_objections_unpack(in, &material->unreadable);
	material->refused = ik_unpack_text(in);
	material->refused_certificate = ik_unpack_text(in);
	/* Whoever goes through the keys goes through these too. */
	if (material->key_types.n != material->n_keys || material->key_names.n != material->n_keys
	    || material->key_members.n != material->n_keys)
		in->failed = true;
	if (in->failed)
		ik_material_free(material);
}

bool ik_material_unread(const struct ik_material *material, struct ik_error *err)
{
	if (material->unreadable.n == 0)
		return true;
	ik_fail(err, IK_E_IMPORT_CERT_UNREAD, material->unreadable.items[0].name);
	return ik_error_detail(err, "%s", material->unreadable.items[0].more);
}
