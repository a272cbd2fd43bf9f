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

/* Whatever needs no password: a chain in any order, PKCS#7, a truststore.  Of what stands in it the
 * certificate, never that of the authority above it: where the one below cannot be read, that is
 * what is said. */
static bool read_held(const ik_secret *file, struct ik_facts *facts, struct ik_error *err)
{
	struct ik_material material = {0};
	const struct ik_buffer *leaf;
	bool ok = ik_material_add(&material, ik_secret_data(file), ik_secret_size(file), NULL, err);

	leaf = ok ? ik_material_leaf(&material) : NULL;
	if (ok && !leaf)
		ok = ik_material_unread(&material, err);
	ok = ok && leaf && ik_certificate_facts(leaf->data, leaf->size, facts, err);
	ik_material_free(&material);
	return ok;
}

/* What is no file to import may yet have a certificate in it; and a PEM of one that cannot be read
 * is one. */
static bool read_plain(const ik_secret *file, struct ik_facts *facts, struct ik_error *err)
{
	struct ik_error inner = {0};

	if (read_held(file, facts, &inner))
		return true;
	if (inner.id == IK_E_IMPORT_CERT_UNREAD)
		return ik_pass(err, &inner);
	return ik_certificate_facts(ik_secret_data(file), ik_secret_size(file), facts, err)
	       || ik_fail(err, IK_E_CERT_READ);
}

/* In the child: the secret is the file, since a key may stand in it, too.  A PEM that is stored in
 * a ZIP unpacked would be found among its bytes, whatever the ZIP says about it. */
static bool read_facts(const void *argument, const ik_secret *secret, ik_secret *result,
		       struct ik_error *err)
{
	struct ik_facts facts = {0};
	bool ok = ik_zip_begins(ik_secret_data(secret), ik_secret_size(secret))
			  ? ik_fail(err, IK_E_CERT_READ)
			  : read_plain(secret, &facts, err);

	(void)argument;
	if (ok && !ik_facts_pack(&facts, result))
		ok = ik_fail(err, IK_E_CERT_READ);
	ik_facts_free(&facts);
	return ok;
}

static bool contained(const ik_secret *bytes, struct ik_facts *facts, struct ik_error *err)
{
	struct ik_job job = {
		.run = read_facts, .secret = bytes, .result_cap = FACTS_MAX, .seconds = SECONDS};
	ik_secret *result;
	bool ok = ik_contain_one(&job, NULL, &result, err);

	if (ok) {
		struct ik_unpack in = ik_unpack_begin(result);

		ik_facts_unpack(&in, facts);
		ok = ik_unpack_done(&in, err);
	}
	ik_secret_free(result);
	return ok;
}

bool ik_show_file(const char *file, int64_t now, struct ik_shown *shown, struct ik_error *err)
{
	struct ik_error inner = {0};
	ik_secret *bytes = NULL;
	char *path = realpath(file, NULL);
	bool ok;

	*shown = (struct ik_shown){0};
	if (!path && errno == ENOENT)
		return ik_fail(err, IK_E_FILE_NONE, file);
	ok = ik_read_secret(AT_FDCWD, path ? path : file, FILE_MAX_BYTES, file, &bytes, err);
	if (ok && !contained(bytes, &shown->facts, &inner))
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
