/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_pkcs12.c: keys and certificates out of a PKCS#12, which is believed only once its MAC is
 * right. */
#include "foreign/import_inside.h"

#include <stdio.h>

#include "pki/pkcs12_mac.h"

static bool unsupported(struct ik_adding *adding, const char *name)
{
	return ik_import_refuse(IK_E_IMPORT_ALGORITHM, name, adding->err);
}

static bool take_part(void *context, enum ik_pkcs12_part part, struct ik_der content,
		      const char *name);

static bool take_encrypted(struct ik_adding *adding, struct ik_der content)
{
	struct ik_buffer joined = {0};
	struct ik_protection protection;
	struct ik_der algorithm, data;
	ik_secret *clear = NULL;
	bool ok = ik_pkcs12_encrypted(content, &algorithm, &data, &joined)
		  && ik_protection_read(algorithm, &protection)
		  && ik_adding_count(adding, &protection);

	if (ok)
		clear = ik_adding_open(adding, &protection, data, false);
	ok = clear && ik_pkcs12_walk_contents(ik_der_of(clear), take_part, adding);
	ik_secret_free(clear);
	ik_buffer_free(&joined);
	return ok;
}

static bool take_part(void *context, enum ik_pkcs12_part part, struct ik_der content,
		      const char *name)
{
	struct ik_adding *adding = context;

	if (!ik_adding_object(adding))
		return false;
	switch (part) {
	case IK_PART_KEY:
	case IK_PART_SEALED_KEY:
		return ik_take_key(adding, content, name);
	case IK_PART_CERTIFICATE:
		return ik_take_certificate(adding, content);
	case IK_PART_ENCRYPTED:
		return take_encrypted(adding, content);
	case IK_PART_ENVELOPED:
		return unsupported(adding, "PKCS#7 envelopedData");
	case IK_PART_OTHER:
		break;
	}
	return true;
}

struct probe {
	struct ik_adding *adding;
	bool opens;
};

/* Only the first part that is encrypted: it costs a derivation. */
static bool probe_part(void *context, enum ik_pkcs12_part part, struct ik_der content,
		       const char *name)
{
	struct probe *probe = context;
	struct ik_adding quiet = *probe->adding;
	struct ik_buffer joined = {0};
	struct ik_protection protection;
	struct ik_der algorithm, data;
	bool key = part == IK_PART_SEALED_KEY;
	ik_secret *clear = NULL;

	(void)name;
	if (!key && part != IK_PART_ENCRYPTED)
		return true;
	quiet.err = NULL;
	if ((key ? ik_pkcs12_sealed(content, &algorithm, &data)
		 : ik_pkcs12_encrypted(content, &algorithm, &data, &joined))
	    && ik_protection_read(algorithm, &protection) && ik_adding_count(&quiet, &protection))
		clear = ik_adding_open(&quiet, &protection, data, key);
	probe->opens = clear != NULL;
	ik_secret_free(clear);
	ik_buffer_free(&joined);
	return false;
}

/* A wrong password and a changed file both make the MAC wrong.  If the password opens something, it
 * was the file. */
static bool mac_is_wrong(struct ik_adding *adding, const struct ik_pkcs12 *p12)
{
	struct probe probe = {.adding = adding};

	ik_pkcs12_walk_safe(p12->safe, probe_part, &probe);
	if (probe.opens)
		return ik_fail(adding->err, IK_E_IMPORT_MAC);
	return ik_fail(adding->err,
		       adding->tries->given ? IK_E_IMPORT_PASSWORD : IK_E_IMPORT_PASSWORD_NEEDED);
}

static bool check_mac(struct ik_adding *adding, const struct ik_pkcs12 *p12)
{
	struct ik_protection cost = {.rounds = p12->mac.rounds};

	snprintf(cost.unsupported, sizeof(cost.unsupported), "%s", p12->mac.unsupported);
	if (!ik_adding_count(adding, &cost))
		return false;
	for (size_t i = 0; i < adding->tries->n; i++) {
		if (!ik_tries_may(adding, i, !p12->mac.pbmac1, p12->mac.rounds))
			continue;
		if (ik_pkcs12_mac_right(p12, &adding->tries->list[i])) {
			ik_note_form(adding, i);
			ik_tries_prefer(adding->tries, i);
			return true;
		}
	}
	return mac_is_wrong(adding, p12);
}

static bool take_settled(struct ik_adding *adding, struct ik_der der)
{
	struct ik_pkcs12 p12;
	bool ok;

	if (!ik_pkcs12_read(der, &p12))
		return false;
	if (p12.unsupported)
		return unsupported(adding, p12.unsupported);
	if (p12.mac.present && !check_mac(adding, &p12))
		return false;
	if (!p12.mac.present)
		adding->material->unprotected = true;
	adding->mac_right = p12.mac.present;
	ok = ik_pkcs12_walk_safe(p12.safe, take_part, adding);
	adding->mac_right = false;
	return ok;
}

bool ik_take_pkcs12(struct ik_adding *adding, struct ik_der der)
{
	ik_secret *settled = NULL;
	bool ok = ik_der_settle(&der, &settled);

	ok = ok && take_settled(adding, der);
	ik_secret_free(settled);
	/* The first error wins; if there is none yet, the form was wrong. */
	return ok || ik_fail(adding->err, IK_E_IMPORT_PART, "PKCS#12");
}
