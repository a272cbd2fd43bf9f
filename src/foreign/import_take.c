/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_take.c: what was read becomes material: each key and certificate once. */
#include "foreign/import_inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "foreign/pkcs7.h"
#include "pki/facts_key.h"
#include "pki/key.h"
#include "pki/link.h"
#include "pki/pss.h"
#include "pki/tls.h"

enum { RSA_BITS_MIN = 2048, RSA_BITS_MAX = 16384 };

void ik_refuse_key(struct ik_adding *adding, const char *name)
{
	struct ik_material *material = adding->material;

	material->refused_keys++;
	free(material->refused);
	material->refused = ik_strdup(name);
}

bool ik_too_many(struct ik_adding *adding, int most)
{
	return ik_fail_number(adding->err, IK_E_IMPORT_MANY, (unsigned)most);
}

bool ik_keep_key(struct ik_adding *adding, ik_secret *pem, const char *type, const char *name)
{
	struct ik_material *material = adding->material;

	for (size_t i = 0; i < material->n_keys; i++) {
		if (ik_key_same(material->keys[i], pem)) {
			ik_secret_free(pem);
			return true;
		}
	}
	if (material->n_keys == IK_IMPORT_KEYS_MAX) {
		ik_secret_free(pem);
		return ik_too_many(adding, IK_IMPORT_KEYS_MAX);
	}
	material->keys = ik_realloc(material->keys,
				    (material->n_keys + 1) * sizeof(*material->keys));
	material->keys[material->n_keys++] = pem;
	ik_list_add(&material->key_types, type);
	ik_list_add(&material->key_names, name);
	ik_list_add(&material->key_members, material->member ? material->member : "");
	return true;
}

/* "RSA 1024" */
static void refuse_type(struct ik_adding *adding, const char *type)
{
	static const struct {
		const char *prefix;
		const char *shown;
	} sized[] = {{"rsa-pss-", "RSA-PSS"}, {"rsa-", "RSA"}, {"dsa-", "DSA"}};
	char *name = NULL;

	for (size_t i = 0; !name && i < IK_COUNT(sized); i++) {
		if (strncmp(type, sized[i].prefix, strlen(sized[i].prefix)) == 0)
			name = ik_format("%s %s", sized[i].shown, type + strlen(sized[i].prefix));
	}
	ik_refuse_key(adding, name ? name : ik_key_type_name(type));
	free(name);
}

bool ik_take_opened_key(struct ik_adding *adding, gnutls_x509_privkey_t key, const char *name)
{
	unsigned bits = 0;
	int algorithm = gnutls_x509_privkey_get_pk_algorithm2(key, &bits);
	bool is_rsa = algorithm == GNUTLS_PK_RSA || algorithm == GNUTLS_PK_RSA_PSS;
	ik_secret *pem = NULL;
	char *type = ik_facts_private_key_type(key);
	bool ok = true;
	int rc;

	if (!ik_facts_key_is_taken(key) || (is_rsa && (bits < RSA_BITS_MIN || bits > RSA_BITS_MAX)))
		refuse_type(adding, type);
	else if (algorithm != GNUTLS_PK_EDDSA_ED25519
		 && (rc = gnutls_x509_privkey_verify_params(key)) < 0)
		ok = ik_tls_fail(adding->err, IK_E_IMPORT_KEY_BAD, rc);
	else
		ok = ik_tls_key_pem(key, IK_E_IMPORT_KEY_BAD, &pem, adding->err)
		     && ik_keep_key(adding, pem, type, name);
	free(type);
	return ok;
}

/* One odd certificate among many (an old root, say) must not keep the operator from the others. */
static bool pass_over(struct ik_adding *adding, struct ik_der der, const struct ik_error *why)
{
	struct ik_material *material = adding->material;
	struct ik_parts parts;
	struct ik_objection objection = {.id = IK_E_LEFT_UNREAD};

	ik_pass(&adding->unreadable, why);
	if (material->unreadable_certificates++ >= IK_LEFT_OUT_MAX)
		return true;
	objection.name = ik_parts_find(der, &parts) ? ik_link_called(parts.subject)
						    : ik_strdup("?");
	objection.more = ik_error_below(why);
	ik_objection_add(&material->unreadable, &objection);
	free(objection.more);
	free(objection.name);
	return true;
}

/* How the public key KEY is written where only few programs read it so, and GnuTLS does not; NULL:
 * it is not an EC key, or in the usual form. */
static const char *rare_form(struct ik_der key)
{
	struct ik_der algorithm, oid, point;

	if (!ik_der_expect(&key, IK_DER_SEQUENCE, &algorithm)
	    || !ik_der_expect(&key, IK_DER_BIT_STRING, &point)
	    || !ik_der_expect(&algorithm, IK_DER_OID, &oid)
	    || !IK_DER_IS(oid, "\x2a\x86\x48\xce\x3d\x02\x01"))
		return NULL;
	if (ik_der_peek(&algorithm) == IK_DER_SEQUENCE)
		return "EC with the parameters of its curve written out";
	return point.size > 1 && (point.data[1] == 2 || point.data[1] == 3)
		       ? "EC with a compressed point"
		       : NULL;
}

/* A key that no server can use need not come with its certificate to be told as that. */
static void look_at_key(struct ik_adding *adding, struct ik_der der)
{
	struct ik_material *material = adding->material;
	struct ik_parts parts;
	struct ik_pss pss;
	const char *form;

	if (!ik_parts_find(der, &parts) || material->refused_certificate)
		return;
	form = rare_form(parts.key);
	pss = ik_pss_of_public(parts.key);
	if (form)
		material->refused_certificate = ik_strdup(form);
	else if (!ik_pss_serves(&pss))
		material->refused_certificate = ik_pss_called(&pss);
}

bool ik_take_certificate(struct ik_adding *adding, struct ik_der der)
{
	gnutls_datum_t data = {(unsigned char *)(uintptr_t)der.data, (unsigned)der.size},
		       pem = {NULL, 0};
	struct ik_buffer text = {0};
	struct ik_error why = {0};
	gnutls_x509_crt_t crt = ik_tls_certificate_der(&data, &why);
	int rc;

	if (!crt)
		return pass_over(adding, der, &why);
	rc = gnutls_x509_crt_export2(crt, GNUTLS_X509_FMT_PEM, &pem);
	if (rc >= 0)
		look_at_key(adding, der);
	gnutls_x509_crt_deinit(crt);
	if (rc < 0)
		return ik_tls_fail(adding->err, IK_E_CERT_READ, rc);
	ik_tls_take(&pem, &text);

	bool ok = ik_keep_certificate(adding, &text);

	ik_buffer_free(&text);
	return ok;
}

static bool take_carried(void *context, struct ik_der certificate)
{
	struct ik_adding *adding = context;

	return ik_adding_object(adding) && ik_take_certificate(adding, certificate);
}

bool ik_take_pkcs7(struct ik_adding *adding, struct ik_der der)
{
	return ik_pkcs7_walk(der, take_carried, adding);
}

bool ik_keep_certificate(struct ik_adding *adding, struct ik_buffer *pem)
{
	struct ik_material *material = adding->material;
	size_t n = material->n_certificates;

	for (size_t i = 0; i < n; i++) {
		const struct ik_buffer *other = &material->certificates[i];

		if (ik_buffer_equal(other, pem))
			return true;
	}
	if (n == IK_IMPORT_OBJECTS_MAX)
		return ik_too_many(adding, IK_IMPORT_OBJECTS_MAX);
	material->certificates = ik_realloc(material->certificates,
					    (n + 1) * sizeof(*material->certificates));
	material->certificates[material->n_certificates++] = *pem;
	*pem = (struct ik_buffer){0};
	return true;
}

/* Kept as curve, number and name, until a certificate brings the rest. */
bool ik_take_bare_key(struct ik_adding *adding, gnutls_ecc_curve_t curve, struct ik_der number,
		      const char *name)
{
	ik_secret *bare = ik_secret_new(IK_SECRET_KEY_ROOM);

	if (number.size > 0 && ik_pack_number(bare, curve)
	    && ik_pack_bytes(bare, number.data, number.size) && ik_pack_text(bare, name))
		return ik_keep_bare_key(adding, bare);
	ik_secret_free(bare);
	return ik_fail(adding->err, IK_E_IMPORT_KEY_BAD);
}

bool ik_keep_bare_key(struct ik_adding *adding, ik_secret *bare)
{
	struct ik_material *material = adding->material;
	size_t n = material->n_bare_keys;

	if (n == IK_IMPORT_KEYS_MAX) {
		ik_secret_free(bare);
		return ik_too_many(adding, IK_IMPORT_KEYS_MAX);
	}
	material->bare_keys = ik_realloc(material->bare_keys,
					 (n + 1) * sizeof(*material->bare_keys));
	material->bare_keys[material->n_bare_keys++] = bare;
	return true;
}

/* The key of CURVE and NUMBER with the public half of the certificate PEM, if that is its. */
static ik_secret *completed(int64_t curve, const ik_secret *number, const struct ik_buffer *pem,
			    char **type)
{
	gnutls_datum_t x = {NULL, 0}, y = {NULL, 0}, k;
	gnutls_x509_crt_t crt = ik_tls_certificate(pem->data, pem->size, NULL);
	gnutls_x509_privkey_t key = NULL;
	gnutls_ecc_curve_t found = GNUTLS_ECC_CURVE_INVALID;
	ik_secret *out = NULL;

	if (!crt)
		return NULL;
	if (gnutls_x509_crt_get_pk_algorithm(crt, NULL) == GNUTLS_PK_ECDSA
	    && gnutls_x509_crt_get_pk_ecc_raw(crt, &found, &x, &y) >= 0 && (int64_t)found == curve
	    && ik_tls_datum(ik_secret_data(number), ik_secret_size(number), &k)
	    && gnutls_x509_privkey_init(&key) >= 0
	    && gnutls_x509_privkey_import_ecc_raw(key, found, &x, &y, &k) >= 0
	    && ik_tls_key_pem(key, IK_E_IMPORT_KEY_BAD, &out, NULL)) {
		*type = ik_facts_private_key_type(key);
		/* A signature tells whether it is so: GnuTLS believes what it is given. */
		if (!ik_key_fits(out, pem->data, pem->size, NULL)) {
			ik_secret_free(out);
			out = NULL;
			free(*type);
		}
	}
	gnutls_free(x.data);
	gnutls_free(y.data);
	if (key)
		gnutls_x509_privkey_deinit(key);
	gnutls_x509_crt_deinit(crt);
	return out;
}

/* Each of MOST certificates costs a signature. */
static bool complete(struct ik_adding *adding, const ik_secret *bare, size_t *most)
{
	struct ik_unpack in = ik_unpack_begin(bare);
	int64_t curve = ik_unpack_number(&in);
	ik_secret *number = NULL, *pem = NULL;
	char *type = NULL, *name;
	bool done = false;

	ik_unpack_secret(&in, &number);
	name = ik_unpack_text(&in);
	for (size_t i = 0; number && !pem && i<adding->material->n_certificates && * most> 0;
	     i++, (*most)--)
		pem = completed(curve, number, &adding->material->certificates[i], &type);
	if (pem) {
		done = ik_keep_key(adding, pem, type, name ? name : "");
		free(type);
	}
	free(name);
	ik_secret_free(number);
	return done;
}

void ik_material_complete(struct ik_material *material)
{
	struct ik_adding adding = {.material = material};
	size_t left = 0, most = 2 * IK_IMPORT_OBJECTS_MAX;

	for (size_t i = 0; i < material->n_bare_keys; i++) {
		if (complete(&adding, material->bare_keys[i], &most))
			ik_secret_free(material->bare_keys[i]);
		else
			material->bare_keys[left++] = material->bare_keys[i];
	}
	material->n_bare_keys = left;
}
