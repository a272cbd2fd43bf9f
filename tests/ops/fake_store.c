/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fake_store.c: stores to look at, built through the store room. */
#include "config.h"

#include "fake_store.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "ops/records/info.h"
#include "pki/certificate.h"
#include "pki/key.h"
#include "store/store.h"

char *fake_folder, *fake_path;

static ik_secret *keys[2];

void fake_begin(void)
{
	const char *base = getenv("TMPDIR");

	fake_folder = ik_format("%s/inkan-ops-XXXXXX", base && *base ? base : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(fake_folder));
	fake_path = ik_format("%s/store", fake_folder);
}

void fake_end(void)
{
	char *command = ik_format("rm -rf '%s'", fake_folder);

	ck_assert_int_eq(system(command), 0);
	free(command);
	free(fake_folder);
	free(fake_path);
	for (int i = 0; i < 2; i++) {
		ik_secret_free(keys[i]);
		keys[i] = NULL;
	}
}

static const ik_secret *key_of(int which)
{
	if (!keys[which])
		ck_assert(ik_key_generate("ecdsa-p256", &keys[which], NULL));
	return keys[which];
}

const char *fake_key(int which)
{
	return ik_secret_data(key_of(which));
}

static void make_certificate(const struct fake_generation *wish, struct ik_buffer *pem)
{
	struct ik_list names = {0}, addresses = {0};
	struct ik_certificate_wish certificate = {
		.common_name = "srv01.example.jp",
		.organization = "株式会社例",
		.dns_names = &names,
		.ip_addresses = &addresses,
		.not_before = wish->until ? wish->from : FAKE_NOW - FAKE_DAY,
		.not_after = wish->until ? wish->until : FAKE_NOW + 730 * FAKE_DAY,
	};

	ik_list_add(&names, "srv01.example.jp");
	ik_list_add(&names, "srv01");
	for (unsigned i = 0; i < wish->names; i++) {
		char *name = ik_format("n%03u.%062u.%062u.%062u.%051u.jp", i, 1U, 2U, 3U, 4U);

		ik_list_add(&names, name);
		free(name);
	}
	ik_list_add(&addresses, "192.0.2.1");
	ck_assert(ik_certificate_self_sign(&certificate, key_of(0), pem, NULL));
	ik_list_free(&names);
	ik_list_free(&addresses);
}

static void make_info(const struct fake_generation *wish, unsigned replaces, struct ik_buffer *text)
{
	struct ik_info info;

	ik_info_begin(&info, IK_ORIGIN_GENERATED, FAKE_NOW, replaces);
	info.exportable = !wish->not_exportable;
	info.step = wish->step;
	ik_info_write(&info, text);
	ik_info_free(&info);
}

static void add_key(ik_draft *draft, const struct fake_generation *wish,
		    const struct ik_buffer *certificate)
{
	ik_secret *own;

	if (wish->without_key)
		return;
	own = ik_secret_copy(key_of(wish->other_key ? 1 : 0));
	if (wish->key)
		ck_assert(ik_secret_set(own, wish->key, strlen(wish->key), NULL));
	const char *chain = wish->certificate ? wish->certificate : ik_buffer_string(certificate);

	ck_assert(ik_draft_private(draft, "key.pem", own, NULL, 0, NULL));
	ck_assert(ik_draft_private(draft, "combined.pem", own, chain, strlen(chain), NULL));
	ik_secret_free(own);
}

static void add_public(ik_draft *draft, const char *name, const char *instead,
		       const struct ik_buffer *text)
{
	const char *content = instead ? instead : ik_buffer_string(text);

	if (*content)
		ck_assert(ik_draft_public(draft, name, content, strlen(content), NULL));
}

unsigned fake_add(const struct fake_generation *wish)
{
	struct ik_buffer certificate = {0}, info = {0};
	struct ik_error err = {0};
	ik_store *store = ik_store_open_change(fake_path, "00112233445566778899aabbccddeeff", NULL,
					       &err);
	unsigned number = 0, replaces = 0;
	ik_draft *draft;

	ck_assert_msg(store != NULL, "%s", ik_error_msgid(err.id));
	ck_assert(ik_store_current(store, &replaces, NULL));
	ck_assert(ik_store_next(store, &number, NULL));
	make_certificate(wish, &certificate);
	make_info(wish, replaces, &info);
	draft = ik_draft_begin(store, number, (gid_t)-1, NULL);
	ck_assert_ptr_nonnull(draft);
	add_public(draft, "certificate.pem", wish->certificate, &certificate);
	add_public(draft, "info", wish->info, &info);
	add_key(draft, wish, &certificate);
	ck_assert(ik_draft_commit(draft, NULL));
	ck_assert(wish->unused || ik_store_switch(store, number, NULL));
	ik_store_close(store);
	ik_buffer_free(&certificate);
	ik_buffer_free(&info);
	return number;
}

char *fake_file(const char *name)
{
	return ik_format("%s/%s", fake_path, name);
}

void fake_write(const char *name, const char *text)
{
	char *path = fake_file(name);
	FILE *file = fopen(path, "w");

	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	ck_assert_int_eq(fclose(file), 0);
	free(path);
}
