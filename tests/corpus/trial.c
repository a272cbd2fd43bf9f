/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trial.c: one file is imported the way the program does it, in a child. */
#include "trial.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/alloc.h"
#include "base/contain.h"
#include "foreign/import.h"

enum { SECONDS = 10, RESULT_CAP = 64 * 1024 };

struct bytes {
	const void *data;
	size_t size;
};

const char *verdict_name(enum verdict verdict)
{
	static const char *const names[] = {
#define X(id, text) [VERDICT_##id] = text,
		VERDICTS(X)
#undef X
	};

	return names[verdict];
}

bool verdict_is_refusal(enum verdict verdict)
{
	return verdict > VERDICT_APART && verdict != VERDICT_CRASHED;
}

static enum verdict judge(const struct ik_material *material)
{
	ik_pairing *pairing = ik_pairing_new(material, 0);
	bool fits = false;

	for (size_t i = 0; i < material->n_keys; i++) {
		struct ik_paired paired;

		fits = ik_pairing_chain(pairing, i, 0, &paired, NULL) || fits;
		ik_paired_free(&paired);
	}
	ik_pairing_free(pairing);
	if (fits)
		return VERDICT_PAIRED;
	if (material->n_keys > 0 && material->n_certificates > 0)
		return VERDICT_APART;
	if (material->n_bare_keys > 0)
		return VERDICT_BARE;
	if (material->refused_keys > 0 && material->n_keys == 0)
		return VERDICT_KEY_KIND;
	return material->n_keys + material->n_certificates > 0 ? VERDICT_TAKEN : VERDICT_NOTHING;
}

/* In the child.  Both are packed and read again, as between the program and its child. */
static bool import(const void *argument, const ik_secret *secret, ik_secret *result,
		   struct ik_error *err)
{
	const struct bytes *bytes = argument;
	struct ik_content_look look = {0};
	struct ik_material material = {0}, again = {0};
	ik_secret *packed = ik_secret_new(16 * 1024 * 1024);
	struct ik_unpack in;
	bool ok;

	ik_content_look(bytes->data, bytes->size, &look);
	ok = ik_content_look_pack(&look, packed);
	ik_content_look_free(&look);
	ok = ik_material_add(&material, bytes->data, bytes->size, secret, err) && ok
	     && ik_material_pack(&material, packed);
	if (ok) {
		in = ik_unpack_begin(packed);
		ik_content_look_unpack(&in, &look);
		ik_material_unpack(&in, &again);
		ok = ik_unpack_end(&in) && ik_pack_number(result, judge(&again))
		     && ik_pack_number(result, again.unprotected)
		     && ik_pack_text(result, again.refused);
		ik_content_look_free(&look);
		ik_material_free(&again);
	}
	ik_material_free(&material);
	ik_secret_free(packed);
	return ok;
}

static enum verdict verdict_of(const struct ik_error *err)
{
	static const struct {
		enum ik_error_id id;
		enum verdict verdict;
	} known[] = {
		{IK_E_IMPORT_ALGORITHM, VERDICT_UNSUPPORTED},
		{IK_E_COST, VERDICT_COST},
		{IK_E_IMPORT_PASSWORD_NEEDED, VERDICT_NEEDED},
		{IK_E_IMPORT_PASSWORD, VERDICT_PASSWORD},
		{IK_E_IMPORT_MAC, VERDICT_MAC},
		{IK_E_IMPORT_KEY_BAD, VERDICT_KEY_BAD},
		{IK_E_IMPORT_SHUT, VERDICT_PASSWORD},
		{IK_E_IMPORT_FORMAT, VERDICT_DAMAGED},
		{IK_E_IMPORT_PART, VERDICT_DAMAGED},
		{IK_E_IMPORT_CUT, VERDICT_DAMAGED},
		{IK_E_IMPORT_EMPTY, VERDICT_DAMAGED},
		{IK_E_IMPORT_IS_REQUEST, VERDICT_ELSE},
		{IK_E_IMPORT_PUBLIC, VERDICT_ELSE},
		{IK_E_IMPORT_KEYSTORE, VERDICT_ELSE},
		{IK_E_IMPORT_OTHER, VERDICT_ELSE},
		{IK_E_CERT_READ, VERDICT_CERTIFICATE},
		{IK_E_IMPORT_MANY, VERDICT_OTHER},
		{IK_E_IMPORT_LARGE, VERDICT_OTHER},
	};

	for (size_t i = 0; i < IK_COUNT(known); i++) {
		if (known[i].id == err->id)
			return known[i].verdict;
	}
	/* A child that died, was too slow or lied; or an error that no import may have. */
	return VERDICT_CRASHED;
}

static double seconds_of(struct timeval time)
{
	return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

/* What all children had of a processor, which others that are busy do not change. */
static double spent(void)
{
	struct rusage usage;

	getrusage(RUSAGE_CHILDREN, &usage);
	return seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
}

static void read_result(const ik_secret *result, struct trial *out)
{
	struct ik_unpack in = ik_unpack_begin(result);
	char *refused;

	out->verdict = (enum verdict)ik_unpack_number(&in);
	out->unprotected = ik_unpack_number(&in) != 0;
	refused = ik_unpack_text(&in);
	snprintf(out->said, sizeof(out->said), "%s", refused ? refused : "");
	free(refused);
}

void trial_run(const void *bytes, size_t size, const char *password, struct trial *out)
{
	struct bytes file = {bytes, size};
	ik_secret *secret = NULL;
	struct ik_job job = {
		.run = import, .argument = &file, .result_cap = RESULT_CAP, .seconds = SECONDS};
	struct ik_error err = {0};
	double begin = spent();

	*out = (struct trial){0};
	if (password) {
		secret = ik_secret_new(IK_SECRET_PASSWORD_ROOM);
		(void)!ik_secret_set(secret, password, strlen(password), NULL);
		job.secret = secret;
	}
	if (ik_contain(&job, 1, NULL, &err)) {
		read_result(job.result, out);
		ik_job_free(&job, 1);
	} else {
		out->verdict = verdict_of(&err);
		snprintf(out->said, sizeof(out->said), "%.100s %.100s", err.arg[0], err.detail);
	}
	out->seconds = spent() - begin;
	ik_secret_free(secret);
}

long trials_memory(void)
{
	struct rusage usage;

	getrusage(RUSAGE_CHILDREN, &usage);
	return usage.ru_maxrss;
}
