/* SPDX-License-Identifier: GPL-3.0-or-later */
/* show_file.c: the certificate in a file from anywhere, read where it can do no harm. */
#include "config.h"

#include "ops/status/show.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/contain.h"
#include "base/date.h"
#include "base/pack.h"
#include "files/read.h"
#include "foreign/import.h"
#include "pki/certificate.h"
#include "zip/zip.h"

enum { FILE_MAX_BYTES = 4 * 1024 * 1024, FACTS_MAX = 64 * 1024 * 1024, SECONDS = 10 };

/* Whatever needs no password, or PASSWORD opens: a chain in any order, PKCS#7, a truststore.  Of
 * what stands in it the certificate, never that of the authority above it: where the one below
 * cannot be read, that is what is said. */
static bool read_held(const ik_secret *file, const ik_secret *password, struct ik_facts *facts,
		      struct ik_error *err)
{
	struct ik_material material = {0};
	const struct ik_buffer *leaf;
	bool ok = ik_material_add(&material, ik_secret_data(file), ik_secret_size(file), password,
				  err);

	leaf = ok ? ik_material_leaf(&material) : NULL;
	if (ok && !leaf)
		ok = ik_material_unread(&material, err);
	ok = ok && leaf && ik_certificate_facts(leaf->data, leaf->size, facts, err);
	ik_material_free(&material);
	return ok;
}

/* What is no file to import may yet have a certificate in it; and a PEM of one that cannot be read
 * is one. */
static bool read_plain(const ik_secret *file, const ik_secret *password, struct ik_facts *facts,
		       struct ik_error *err)
{
	struct ik_error inner = {0};

	if (read_held(file, password, facts, &inner))
		return true;
	if (inner.id == IK_E_IMPORT_CERT_UNREAD || password)
		return ik_pass(err, &inner);
	return ik_certificate_facts(ik_secret_data(file), ik_secret_size(file), facts, err)
	       || ik_fail(err, IK_E_CERT_READ);
}

/* In the child: the secret is the file, since a key may stand in it, too, and its password.  A PEM
 * that is stored in a ZIP unpacked would be found among its bytes, whatever the ZIP says about it.
 */
static bool read_facts(const void *argument, const ik_secret *secret, ik_secret *result,
		       struct ik_error *err)
{
	struct ik_unpack in = ik_unpack_begin(secret);
	ik_secret *file = NULL, *password = NULL;
	struct ik_facts facts = {0};
	bool ok;

	(void)argument;
	ik_unpack_secret(&in, &file);
	ik_unpack_secret(&in, &password);
	ok = ik_unpack_done(&in, err);
	if (ok && ik_zip_begins(ik_secret_data(file), ik_secret_size(file)))
		ok = ik_fail(err, IK_E_CERT_READ);
	ok = ok && read_plain(file, ik_secret_size(password) > 0 ? password : NULL, &facts, err);
	if (ok && !ik_facts_pack(&facts, result))
		ok = ik_fail(err, IK_E_CERT_READ);
	ik_facts_free(&facts);
	ik_secret_free(password);
	ik_secret_free(file);
	return ok;
}

static void prepare(const void *argument)
{
	(void)argument;
	ik_import_prepare();
}

static bool contained(const ik_secret *bytes, const ik_secret *password, struct ik_facts *facts,
		      struct ik_error *err)
{
	enum { HEADS = 64 };
	size_t size = password ? ik_secret_size(password) : 0;
	ik_secret *secret = ik_secret_new(ik_secret_size(bytes) + size + HEADS), *result;
	struct ik_job job = {.run = read_facts,
			     .prepare = prepare,
			     .secret = secret,
			     .result_cap = FACTS_MAX,
			     .seconds = SECONDS};
	bool ok;

	ik_pack_secret(secret, bytes);
	ik_pack_secret(secret, password);
	ok = ik_contain_one(&job, NULL, &result, err);
	if (ok) {
		struct ik_unpack in = ik_unpack_begin(result);

		ik_facts_unpack(&in, facts);
		ok = ik_unpack_done(&in, err);
	}
	ik_secret_free(result);
	ik_secret_free(secret);
	return ok;
}

bool ik_show_locked(const char *file, const ik_secret *password, int64_t now,
		    struct ik_shown *shown, struct ik_error *err)
{
	struct ik_error inner = {0};
	ik_secret *bytes = NULL;
	char *path = realpath(file, NULL);
	bool ok;

	*shown = (struct ik_shown){0};
	if (!path && errno == ENOENT)
		return ik_fail(err, IK_E_FILE_NONE, file);
	ok = ik_read_secret(AT_FDCWD, path ? path : file, FILE_MAX_BYTES, file, &bytes, err);
	if (ok && !contained(bytes, password, &shown->facts, &inner))
		ok = inner.id == IK_E_IMPORT_CERT_UNREAD
			     ? ik_pass(err, &inner)
			     : ik_fail_because(
				     err, inner.id == IK_E_CERT_READ ? IK_E_SHOW_FILE : inner.id,
				     &inner, file);
	if (ok) {
		shown->days_left = ik_date_days_left(shown->facts.not_after, now);
		shown->validity = ik_shown_validity(shown, now);
	} else {
		ik_shown_free(shown);
	}
	ik_secret_free(bytes);
	free(path);
	return ok;
}

bool ik_show_file(const char *file, int64_t now, struct ik_shown *shown, struct ik_error *err)
{
	return ik_show_locked(file, NULL, now, shown, err);
}
