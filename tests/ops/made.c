/* SPDX-License-Identifier: GPL-3.0-or-later */
/* made.c: stores and backups that the operations themselves made. */
#include "config.h"

#include "made.h"

#include <check.h>
#include <fcntl.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gnutls/gnutls.h>
#include <gnutls/pkcs12.h>
#include <gnutls/x509.h>

#include "base/alloc.h"
#include "files/read.h"
#include "ops/backup/manifest.h"
#include "ops/change/request.h"
#include "pki/digest.h"
#include "pki/key.h"
#include "pki/seal.h"

/* --- files ------------------------------------------------------------------------------------ */

char *made_directory(void)
{
	const char *top = getenv("TMPDIR");
	char *directory = ik_format("%s/inkan-ops-XXXXXX", top && *top ? top : "/tmp");

	ck_assert_ptr_nonnull(mkdtemp(directory));
	return directory;
}

static FTS *walk(const char *directory)
{
	char *paths[] = {(char *)(uintptr_t)directory, NULL};
	FTS *fts = fts_open(paths, FTS_PHYSICAL | FTS_NOCHDIR, NULL);

	ck_assert_ptr_nonnull(fts);
	return fts;
}

void made_remove(char *directory)
{
	FTS *fts = walk(directory);

	for (FTSENT *entry; (entry = fts_read(fts));)
		if (entry->fts_info != FTS_D)
			(void)remove(entry->fts_accpath);
	fts_close(fts);
	free(directory);
}

ik_secret *made_secret(const char *text)
{
	ik_secret *secret = ik_secret_new(IK_SECRET_PASSWORD_ROOM);

	ck_assert(ik_secret_set(secret, text, strlen(text), NULL));
	return secret;
}

char *made_read(const char *directory, const char *name, size_t *size)
{
	char *path = ik_format("%s/%s", directory, name);
	struct ik_buffer bytes = {0};

	ck_assert_msg(ik_read_file(AT_FDCWD, path, false, IK_ZIP_MAX, path, &bytes, NULL), "%s",
		      path);
	ik_buffer_add(&bytes, "", 0);
	free(path);
	if (size)
		*size = bytes.size;
	return (char *)bytes.data;
}

void made_write(const char *directory, const char *name, const void *bytes, size_t size)
{
	char *path = ik_format("%s/%s", directory, name);
	FILE *file = fopen(path, "w");

	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(bytes, 1, size, file), size);
	ck_assert_int_eq(fclose(file), 0);
	free(path);
}

bool made_exists(const char *directory, const char *name)
{
	char *path = ik_format("%s/%s", directory, name);
	struct stat st;
	bool exists = lstat(path, &st) == 0;

	free(path);
	return exists;
}

mode_t made_mode(const char *directory, const char *name)
{
	char *path = ik_format("%s/%s", directory, name);
	struct stat st;

	ck_assert_msg(lstat(path, &st) == 0, "%s", path);
	free(path);
	return st.st_mode & 07777;
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

/* What only ever grows, whatever becomes of a change: the log, the number given out last, that
 * there was a step at all. */
static bool grows(const FTSENT *entry)
{
	static const char *const names[] = {"lock", "audit.log", "published", "steps"};

	for (size_t i = 0; i < IK_COUNT(names); i++)
		if (!strcmp(entry->fts_name, names[i]))
			return true;
	return false;
}

/* Of the format, whose it is, but not which. */
static const char *told(const FTSENT *entry, const char *content)
{
	const char *id = strcmp(entry->fts_name, "format") ? NULL : strchr(content, '\n');

	return id ? id : content;
}

static void add_entry(struct ik_buffer *tree, const FTSENT *entry)
{
	char target[256] = "";

	ik_buffer_format(tree, "%s %o\n", entry->fts_path, (unsigned)entry->fts_statp->st_mode);
	if (entry->fts_info == FTS_SL)
		(void)!readlink(entry->fts_path, target, sizeof(target) - 1);
	ik_buffer_text(tree, target);
	if (entry->fts_info == FTS_F) {
		size_t size;
		char *content = made_read("", entry->fts_path, &size);
		const char *from = told(entry, content);
		char sha256[65];

		size -= (size_t)(from - content);
		ck_assert(ik_digest_sha256(from, size, sha256, NULL));
		ik_buffer_text(tree, sha256);
		free(content);
	}
}

char *made_tree(const char *directory)
{
	char *paths[] = {(char *)(uintptr_t)directory, NULL};
	FTS *fts = fts_open(paths, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
	struct ik_buffer tree = {0};

	ck_assert_ptr_nonnull(fts);
	for (FTSENT *entry; (entry = fts_read(fts));)
		if (entry->fts_info != FTS_DP && !grows(entry))
			add_entry(&tree, entry);
	fts_close(fts);
	return (char *)tree.data;
}

/* --- making ----------------------------------------------------------------------------------- */

struct ik_create_wish made_wish(const char *backup, const ik_secret *password)
{
	return (struct ik_create_wish){
		.name = "srv01.example.jp",
		.alt_names = "srv01.example.jp, srv01, 192.0.2.7",
		.organization = "株式会社サンプル",
		.days = "730",
		.key_type = "ecdsa-p256",
		.backup_file = backup,
		.password = password,
	};
}

void made_create(const char *directory, const char *backup)
{
	char *store = ik_format("%s/store", directory);
	char *file = backup ? ik_format("%s/%s", directory, backup) : NULL;
	ik_secret *password = made_secret(MADE_PASSWORD);
	struct ik_create_wish wish = made_wish(file, password);
	struct ik_create_plan *plan = NULL;
	struct ik_outcome outcome = {0};
	struct ik_error err = {0};
	bool ok = ik_create_plan(&wish, store, MADE_AT, &plan, &err)
		  && ik_create_perform(plan, NULL, &outcome, &err);

	ck_assert_msg(ok, "INK-%u %s %s", ik_error_number(err.id), err.arg[0], err.detail);
	ck_assert_int_eq(outcome.late.id, IK_E_NONE);
	ik_outcome_free(&outcome);
	ik_create_plan_free(plan);
	ik_secret_free(password);
	free(file);
	free(store);
}

char *made_request(const char *directory)
{
	char *store = ik_format("%s/store", directory);
	char *file = ik_format("%s/srv02.csr", directory);
	const struct ik_request_wish wish = {
		.name = "srv02.example.jp", .key_type = "ecdsa-p256", .request_file = file};
	struct ik_request_plan *plan = NULL;
	struct ik_outcome outcome = {0};
	struct ik_error err = {0};
	bool ok = ik_request_plan(&wish, store, MADE_AT, &plan, &err)
		  && ik_request_perform(plan, NULL, &outcome, &err);
	char *id;

	ck_assert_msg(ok, "INK-%u %s %s", ik_error_number(err.id), err.arg[0], err.detail);
	ck_assert_int_eq(outcome.late.id, IK_E_NONE);
	id = ik_strdup(outcome.request);
	ik_outcome_free(&outcome);
	ik_request_plan_free(plan);
	free(file);
	free(store);
	return id;
}

char *made_good_backup(char **directory, size_t *size)
{
	*directory = made_directory();
	made_create(*directory, NULL);
	made_create(*directory, "good.zip");
	return made_read(*directory, "good.zip", size);
}

enum ik_error_id made_verify(const void *bytes, size_t size, const char *password,
			     struct ik_error *err)
{
	char *directory = made_directory();
	char *file = ik_format("%s/file.zip", directory);
	ik_secret *secret = made_secret(password);
	struct ik_backup_content content;
	struct ik_error inner = {0};

	made_write(directory, "file.zip", bytes, size);
	if (ik_backup_verify(file, secret, NULL, &content, &inner))
		ck_assert_int_eq(inner.id, IK_E_NONE);
	else
		ck_assert_int_ne(inner.id, IK_E_NONE);
	ik_backup_content_free(&content);
	ik_secret_free(secret);
	free(file);
	made_remove(directory);
	if (err)
		*err = inner;
	return inner.id;
}

/* --- editing ---------------------------------------------------------------------------------- */

void made_unzip(const void *bytes, size_t size, struct ik_zip *zip)
{
	*zip = (struct ik_zip){0};
	ck_assert(ik_zip_read(bytes, size, zip, NULL));
}

void made_zip(const struct ik_zip *zip, struct ik_buffer *bytes)
{
	*bytes = (struct ik_buffer){0};
	ck_assert(ik_zip_write(zip, MADE_AT, bytes, NULL));
}

struct ik_zip_member *made_member(struct ik_zip *zip, const char *name)
{
	for (size_t i = 0; i < zip->n; i++)
		if (!strcmp(zip->members[i].name, name))
			return &zip->members[i];
	ck_abort_msg("no member %s", name);
	return NULL;
}

void made_set(struct ik_zip *zip, const char *name, const void *bytes, size_t size)
{
	struct ik_buffer fresh = {0};
	struct ik_zip_member *member = made_member(zip, name);

	ik_buffer_add(&fresh, bytes, size);
	ik_buffer_free(&member->content);
	member->content = fresh;
}

void made_drop(struct ik_zip *zip, const char *name)
{
	struct ik_zip_member *member = made_member(zip, name);

	free(member->name);
	ik_buffer_free(&member->content);
	zip->n--;
	memmove(member, member + 1, (size_t)(zip->members + zip->n - member) * sizeof(*member));
}

void made_replace(struct ik_zip *zip, const char *name, const char *old, const char *new)
{
	char *text = ik_strdup(ik_buffer_string(&made_member(zip, name)->content));
	char *at = strstr(text, old);

	ck_assert_ptr_nonnull(at);
	ck_assert_uint_eq(strlen(old), strlen(new));
	memcpy(at, new, strlen(new));
	made_set(zip, name, text, strlen(text));
	free(text);
}

void made_put_key(struct ik_zip *zip, const char *password)
{
	ik_secret *secret = made_secret(password), *key = NULL;
	struct ik_buffer sealed = {0};

	ck_assert(ik_key_generate("ecdsa-p256", &key, NULL));
	ck_assert(ik_key_seal(key, secret, &sealed, NULL));
	made_set(zip, "generations/2/key.pem", sealed.data, sealed.size);
	ik_buffer_free(&sealed);
	ik_secret_free(key);
	ik_secret_free(secret);
}

void made_list_again(struct ik_zip *zip)
{
	const struct ik_buffer *old = &made_member(zip, "manifest")->content;
	struct ik_manifest manifest = {0};
	struct ik_buffer text = {0};

	ck_assert(ik_manifest_parse(old->data, old->size, &manifest, NULL));
	for (size_t i = 0; i < manifest.n_members; i++) {
		const struct ik_buffer *content =
			&made_member(zip, manifest.members[i].name)->content;

		manifest.members[i].size = content->size;
		ck_assert(ik_digest_sha256(content->data, content->size, manifest.members[i].sha256,
					   NULL));
	}
	ik_manifest_write(&manifest, &text);
	made_set(zip, "manifest", text.data, text.size);
	ik_manifest_free(&manifest);
	ik_buffer_free(&text);
}

void made_seal_again(struct ik_zip *zip, const char *password)
{
	const struct ik_buffer *list = &made_member(zip, "manifest")->content;
	const struct ik_buffer *certificate =
		&made_member(zip, "generations/1/certificate.pem")->content;
	ik_secret *secret = made_secret(password), *derived = ik_secret_new(IK_SEAL_DERIVED_ROOM);
	struct ik_buffer der = {0};
	char sha256[65];

	ck_assert(ik_digest_sha256(list->data, list->size, sha256, NULL));
	ck_assert(ik_seal_derive(secret, derived, NULL));
	ck_assert(ik_seal_join(sha256, certificate->data, certificate->size, derived, &der, NULL));
	made_set(zip, "seal.p12", der.data, der.size);
	ik_buffer_free(&der);
	ik_secret_free(derived);
	ik_secret_free(secret);
}

/* --- as it was before ------------------------------------------------------------------------- */

static void seal_key_as_before(struct ik_zip *zip, const char *directory, const char *name)
{
	char *path = ik_format("store/%s", name), *pem = made_read(directory, path, NULL);
	gnutls_datum_t in = {(unsigned char *)pem, (unsigned)strlen(pem)}, out;
	gnutls_x509_privkey_t key;

	gnutls_x509_privkey_init(&key);
	ck_assert_int_eq(gnutls_x509_privkey_import_pkcs8(key, &in, GNUTLS_X509_FMT_PEM, NULL,
							  GNUTLS_PKCS_PLAIN),
			 0);
	ck_assert_int_eq(gnutls_x509_privkey_export2_pkcs8(key, GNUTLS_X509_FMT_PEM, MADE_PASSWORD,
							   GNUTLS_PKCS_PBES2_AES_256, &out),
			 0);
	made_set(zip, name, out.data, out.size);
	gnutls_x509_privkey_deinit(key);
	gnutls_free(out.data);
	free(pem);
	free(path);
}

static void seal_list_as_before(struct ik_zip *zip, const char *friendly)
{
	const struct ik_buffer *certificate =
		&made_member(zip, "generations/2/certificate.pem")->content;
	gnutls_datum_t pem = {certificate->data, (unsigned)certificate->size}, out;
	gnutls_pkcs12_bag_t bag;
	gnutls_x509_crt_t crt;
	gnutls_pkcs12_t p12;

	gnutls_pkcs12_init(&p12);
	gnutls_pkcs12_bag_init(&bag);
	gnutls_x509_crt_init(&crt);
	ck_assert_int_eq(gnutls_x509_crt_import(crt, &pem, GNUTLS_X509_FMT_PEM), 0);
	ck_assert_int_eq(gnutls_pkcs12_bag_set_crt(bag, crt), 0);
	ck_assert_int_eq(gnutls_pkcs12_bag_set_friendly_name(bag, 0, friendly), 0);
	ck_assert_int_eq(gnutls_pkcs12_set_bag(p12, bag), 0);
	ck_assert_int_eq(gnutls_pkcs12_generate_mac2(p12, GNUTLS_MAC_SHA256, MADE_PASSWORD), 0);
	ck_assert_int_eq(gnutls_pkcs12_export2(p12, GNUTLS_X509_FMT_DER, &out), 0);
	made_set(zip, "seal.p12", out.data, out.size);
	gnutls_free(out.data);
	gnutls_x509_crt_deinit(crt);
	gnutls_pkcs12_bag_deinit(bag);
	gnutls_pkcs12_deinit(p12);
}

void made_seal_as_before(struct ik_zip *zip, const char *directory)
{
	const struct ik_buffer *list = &made_member(zip, "manifest")->content;
	char sha256[65], *friendly;

	seal_key_as_before(zip, directory, "generations/1/key.pem");
	seal_key_as_before(zip, directory, "generations/2/key.pem");
	made_list_again(zip);
	ck_assert(ik_digest_sha256(list->data, list->size, sha256, NULL));
	friendly = ik_format("inkan manifest sha256 %s", sha256);
	seal_list_as_before(zip, friendly);
	free(friendly);
}
