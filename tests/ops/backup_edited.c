/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backup_edited.c: a backup that somebody edited is refused, each edit with the sentence that names
 * it. */
#include "config.h"

#include "ops/change/backup.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "made.h"
#include "pki/key.h"
#include "suites.h"

static char *directory;
static char *good;
static size_t good_size;

static void make_once(void)
{
	good = made_good_backup(&directory, &good_size);
}

static void remove_once(void)
{
	free(good);
	made_remove(directory);
}

/* Each edits the members and says what that must be refused with, and about what. */
struct edit {
	const char *what;
	void (*make)(struct ik_zip *zip);
	enum ik_error_id id;
	const char *about;
};

static void swap_members(struct ik_zip *zip, const char *a, const char *b)
{
	struct ik_zip_member *first = made_member(zip, a), *second = made_member(zip, b);
	struct ik_zip_member kept = *first;

	*first = *second;
	*second = kept;
}

static void swap_contents(struct ik_zip *zip, const char *a, const char *b)
{
	struct ik_buffer kept = made_member(zip, a)->content;

	made_member(zip, a)->content = made_member(zip, b)->content;
	made_member(zip, b)->content = kept;
}

static void rename_member(struct ik_zip *zip, const char *from, const char *to)
{
	struct ik_zip_member *member = made_member(zip, from);

	free(member->name);
	member->name = ik_strdup(to);
}

static void no_seal(struct ik_zip *zip)
{
	made_drop(zip, "seal.p12");
}

static void no_list(struct ik_zip *zip)
{
	made_drop(zip, "manifest");
}

static void neither(struct ik_zip *zip)
{
	made_drop(zip, "manifest");
	made_drop(zip, "seal.p12");
}

static void no_readme(struct ik_zip *zip)
{
	made_drop(zip, "README.txt");
}

static void no_key(struct ik_zip *zip)
{
	made_drop(zip, "generations/2/key.pem");
}

static void one_more(struct ik_zip *zip)
{
	ik_zip_add(zip, "generations/3/key.pem", "x", 1);
}

static void one_that_leads_out(struct ik_zip *zip)
{
	ik_zip_add(zip, "../../etc/evil", "x", 1);
}

static void one_twice(struct ik_zip *zip)
{
	ik_zip_add(zip, "generations/2/info", "x", 1);
}

static void one_renamed(struct ik_zip *zip)
{
	rename_member(zip, "generations/1/info", "generations/1/Info");
}

static void other_order(struct ik_zip *zip)
{
	swap_members(zip, "generations/1/info", "generations/2/info");
}

static void list_behind_seal(struct ik_zip *zip)
{
	swap_members(zip, "manifest", "seal.p12");
}

static void last_comes_first(struct ik_zip *zip)
{
	for (size_t i = 0; i < zip->n / 2; i++) {
		struct ik_zip_member kept = zip->members[i];

		zip->members[i] = zip->members[zip->n - 1 - i];
		zip->members[zip->n - 1 - i] = kept;
	}
}

static void put_into(struct ik_zip *zip, const char *folder)
{
	for (size_t i = 0; i < zip->n; i++) {
		char *name = ik_format("%s%s", folder, zip->members[i].name);

		free(zip->members[i].name);
		zip->members[i].name = name;
	}
}

static void in_a_folder(struct ik_zip *zip)
{
	put_into(zip, "inkan-srv01/");
}

static void in_folders(struct ik_zip *zip)
{
	put_into(zip, "./of/2026/manifest/");
}

static void as_a_mac_does_it(struct ik_zip *zip)
{
	put_into(zip, "backup/");
	ik_zip_add(zip, "backup/.DS_Store", "Bud1", 4);
	ik_zip_add(zip, "__MACOSX/._backup", "junk", 4);
	ik_zip_add(zip, "__MACOSX/backup/._manifest", "junk", 4);
	ik_zip_add(zip, "backup/generations/2/._key.pem", "junk", 4);
}

static void as_windows_does_it(struct ik_zip *zip)
{
	last_comes_first(zip);
	ik_zip_add(zip, "THUMBS.DB", "junk", 4);
	ik_zip_add(zip, "generations/desktop.ini", "junk", 4);
}

static void one_beside_its_folder(struct ik_zip *zip)
{
	put_into(zip, "backup/");
	rename_member(zip, "backup/generations/1/info", "generations/1/info");
}

static void one_in_another_folder(struct ik_zip *zip)
{
	put_into(zip, "backup/");
	rename_member(zip, "backup/generations/1/info", "backuq/generations/1/info");
}

static void a_list_beside_the_list(struct ik_zip *zip)
{
	ik_zip_add(zip, "x/manifest", "x", 1);
}

static void a_folder_beside_the_folder(struct ik_zip *zip)
{
	put_into(zip, "backup/");
	ik_zip_add(zip, "backup/copy/manifest", "x", 1);
}

static void litter_of_another_name(struct ik_zip *zip)
{
	ik_zip_add(zip, "Thumbs.db.exe", "junk", 4);
}

static void keys_swapped(struct ik_zip *zip)
{
	swap_contents(zip, "generations/1/key.pem", "generations/2/key.pem");
}

static void readme_edited(struct ik_zip *zip)
{
	made_replace(zip, "README.txt", "Stop if", "Read if");
}

/* In whatever folder. */
static void readme_edited_in(struct ik_zip *zip)
{
	for (size_t i = 0; i < zip->n; i++)
		if (strstr(zip->members[i].name, "README.txt"))
			zip->members[i].content.data[0] ^= 1;
}

static void info_edited(struct ik_zip *zip)
{
	made_replace(zip, "generations/2/info", "exportable = yes", "exportable = no ");
}

static struct ik_zip_member *last(struct ik_zip *zip)
{
	return &zip->members[zip->n - 1];
}

static void step_edited(struct ik_zip *zip)
{
	ck_assert_int_eq(strncmp(last(zip)->name, "steps/", 6), 0);
	last(zip)->content.data[100] ^= 1;
}

static void step_of_another_name(struct ik_zip *zip)
{
	ik_zip_add(zip, "steps/1-0f3a99c1.pem", "step", 4);
}

static void recovery_put_in(struct ik_zip *zip)
{
	ik_zip_add(zip, "recovery", "x", 1);
}

static void list_edited(struct ik_zip *zip)
{
	made_replace(zip, "manifest", "in-use 2", "in-use 1");
}

static void list_of_a_newer_version(struct ik_zip *zip)
{
	made_replace(zip, "manifest", "inkan-backup 2", "inkan-backup 3");
}

static void list_as_long_as_edited(struct ik_zip *zip)
{
	info_edited(zip);
	made_list_again(zip);
}

static void key_of_an_attacker(struct ik_zip *zip)
{
	made_put_key(zip, "the attacker's password");
}

static void key_of_an_attacker_listed(struct ik_zip *zip)
{
	made_put_key(zip, MADE_PASSWORD);
	made_list_again(zip);
}

static void all_resealed_by_an_attacker(struct ik_zip *zip)
{
	made_put_key(zip, "the attacker's password");
	made_list_again(zip);
	made_seal_again(zip, "the attacker's password");
}

static void seal_that_is_none(struct ik_zip *zip)
{
	made_set(zip, "seal.p12", "seal", 4);
}

static void seal_of_another_backup(struct ik_zip *zip)
{
	struct ik_buffer kept = {0};

	ik_buffer_add(&kept, made_member(zip, "manifest")->content.data,
		      made_member(zip, "manifest")->content.size);
	list_edited(zip);
	made_seal_again(zip, MADE_PASSWORD);
	made_set(zip, "manifest", kept.data, kept.size);
	ik_buffer_free(&kept);
}

static void older_list_with_newer_members(struct ik_zip *zip)
{
	struct ik_zip older;
	size_t size;
	char *bytes;

	made_create(directory, "older.zip");
	bytes = made_read(directory, "older.zip", &size);
	made_unzip(bytes, size, &older);
	for (size_t i = 0; i < zip->n; i++)
		if (!strncmp(zip->members[i].name, "generations/2/", 14)) {
			const struct ik_buffer *third;
			char *name = ik_format("generations/3/%s", zip->members[i].name + 14);

			third = &made_member(&older, name)->content;
			made_set(zip, zip->members[i].name, third->data, third->size);
			free(name);
		}
	ik_zip_free(&older);
	free(bytes);
}

/* What follows needs the password: a writer that is broken, or an owner that plays. */

static void listed_by_a_newer_version(struct ik_zip *zip)
{
	list_of_a_newer_version(zip);
	made_seal_again(zip, MADE_PASSWORD);
}

static void listed_nonsense(struct ik_zip *zip)
{
	made_set(zip, "manifest", "inkan-backup 1\n", 15);
	made_seal_again(zip, MADE_PASSWORD);
}

static void key_under_another_password(struct ik_zip *zip)
{
	made_put_key(zip, "the attacker's password");
	made_list_again(zip);
	made_seal_again(zip, MADE_PASSWORD);
}

static void key_of_another_certificate(struct ik_zip *zip)
{
	made_put_key(zip, MADE_PASSWORD);
	made_list_again(zip);
	made_seal_again(zip, MADE_PASSWORD);
}

static const struct edit edits[] = {
	{"no seal", no_seal, IK_E_BACKUP_NO_MAC, ""},
	{"no list", no_list, IK_E_BACKUP_MISSING, "manifest"},
	{"neither", neither, IK_E_BACKUP_NOT_OURS, ""},
	{"no README", no_readme, IK_E_BACKUP_MISSING, "README.txt"},
	{"no key", no_key, IK_E_BACKUP_MISSING, "generations/2/key.pem"},
	{"one more", one_more, IK_E_BACKUP_MEMBER, "generations/3/key.pem"},
	{"one that leads out", one_that_leads_out, IK_E_BACKUP_MEMBER, "../../etc/evil"},
	{"one twice", one_twice, IK_E_BACKUP_TWICE, "generations/2/info"},
	{"one renamed", one_renamed, IK_E_BACKUP_MEMBER, "generations/1/Info"},
	{"one beside its folder", one_beside_its_folder, IK_E_BACKUP_MEMBER, "generations/1/info"},
	{"one in another folder", one_in_another_folder, IK_E_BACKUP_MEMBER,
	 "backuq/generations/1/info"},
	{"a list beside the list", a_list_beside_the_list, IK_E_BACKUP_TWICE, "x/manifest"},
	{"a folder beside the folder", a_folder_beside_the_folder, IK_E_BACKUP_TWICE,
	 "backup/copy/manifest"},
	{"litter of another name", litter_of_another_name, IK_E_BACKUP_MEMBER, "Thumbs.db.exe"},
	{"keys swapped", keys_swapped, IK_E_BACKUP_CHANGED, "generations/1/key.pem"},
	{"README edited", readme_edited, IK_E_BACKUP_CHANGED, "README.txt"},
	{"step of another name", step_of_another_name, IK_E_BACKUP_MEMBER, "steps/1-0f3a99c1.pem"},
	{"recovery put in", recovery_put_in, IK_E_BACKUP_MEMBER, "recovery"},
	{"step edited", step_edited, IK_E_BACKUP_CHANGED, NULL},
	{"info edited", info_edited, IK_E_BACKUP_CHANGED, "generations/2/info"},
	{"list edited", list_edited, IK_E_BACKUP_FORGED, ""},
	{"list of a newer version", list_of_a_newer_version, IK_E_BACKUP_FORGED, ""},
	{"list edited with info", list_as_long_as_edited, IK_E_BACKUP_FORGED, ""},
	{"key of an attacker", key_of_an_attacker, IK_E_BACKUP_CHANGED, "generations/2/key.pem"},
	{"key of an attacker, listed", key_of_an_attacker_listed, IK_E_BACKUP_FORGED, ""},
	{"all resealed by an attacker", all_resealed_by_an_attacker, IK_E_BACKUP_PASSWORD, ""},
	{"seal that is none", seal_that_is_none, IK_E_BACKUP_SEAL, ""},
	{"seal of another backup", seal_of_another_backup, IK_E_BACKUP_FORGED, ""},
	{"older list, newer members", older_list_with_newer_members, IK_E_BACKUP_CHANGED,
	 "generations/2/certificate.pem"},
	{"newer version", listed_by_a_newer_version, IK_E_BACKUP_NEWER, ""},
	{"listed nonsense", listed_nonsense, IK_E_BACKUP_MANIFEST, ""},
	{"key under another password", key_under_another_password, IK_E_BACKUP_KEY,
	 "generations/2/key.pem"},
	{"key of another certificate", key_of_another_certificate, IK_E_BACKUP_KEY_APART,
	 "generations/2/key.pem"},
};

START_TEST(whatever_was_edited_is_refused_with_its_own_sentence)
{
	const struct edit *edit = &edits[_i];
	struct ik_buffer bytes;
	struct ik_error err;
	struct ik_zip zip;

	made_unzip(good, good_size, &zip);
	edit->make(&zip);
	made_zip(&zip, &bytes);
	made_verify(bytes.data, bytes.size, MADE_PASSWORD, &err);
	ck_assert_msg(err.id == edit->id && (!edit->about || !strcmp(err.arg[0], edit->about)),
		      "%s: INK-%u %s (%s)", edit->what, ik_error_number(err.id), err.arg[0],
		      err.detail);
	ik_buffer_free(&bytes);
	ik_zip_free(&zip);
}
END_TEST

/* What unpacking and zipping again changes is nobody's fault: the seal decides. */
static void (*const rezipped[])(struct ik_zip *zip) = {
	other_order, list_behind_seal, last_comes_first,   in_a_folder,
	in_folders,  as_a_mac_does_it, as_windows_does_it,
};

START_TEST(a_backup_that_was_zipped_again_is_still_one)
{
	struct ik_buffer bytes;
	struct ik_error err;
	struct ik_zip zip;

	made_unzip(good, good_size, &zip);
	rezipped[_i](&zip);
	made_zip(&zip, &bytes);
	ck_assert_msg(made_verify(bytes.data, bytes.size, MADE_PASSWORD, &err) == IK_E_NONE,
		      "INK-%u %s (%s)", ik_error_number(err.id), err.arg[0], err.detail);
	ck_assert_int_eq(made_verify(bytes.data, bytes.size, "a wrong password", NULL),
			 IK_E_BACKUP_PASSWORD);
	ik_buffer_free(&bytes);
	/* Nor does it hide what is. */
	readme_edited_in(&zip);
	made_zip(&zip, &bytes);
	ck_assert_int_eq(made_verify(bytes.data, bytes.size, MADE_PASSWORD, NULL),
			 IK_E_BACKUP_CHANGED);
	ik_buffer_free(&bytes);
	ik_zip_free(&zip);
}
END_TEST

/* The MAC is first: with a wrong password nothing else is said, whatever else is wrong. */
START_TEST(a_wrong_password_hides_what_else_is_wrong)
{
	for (size_t i = 0; i < IK_COUNT(edits); i++) {
		struct ik_buffer bytes;
		struct ik_zip zip;

		if (edits[i].make == one_beside_its_folder || edits[i].make == one_in_another_folder
		    || (edits[i].id != IK_E_BACKUP_MEMBER && edits[i].id != IK_E_BACKUP_FORGED))
			continue;
		made_unzip(good, good_size, &zip);
		edits[i].make(&zip);
		made_zip(&zip, &bytes);
		ck_assert_int_eq(made_verify(bytes.data, bytes.size, "a wrong password", NULL),
				 IK_E_BACKUP_PASSWORD);
		ik_buffer_free(&bytes);
		ik_zip_free(&zip);
	}
}
END_TEST

Suite *suite_backup_edited(void)
{
	Suite *suite = suite_create("backup_edited");
	TCase *tests = tcase_create("backup_edited");

	tcase_set_timeout(tests, 300);
	tcase_add_unchecked_fixture(tests, make_once, remove_once);
	tcase_add_loop_test(tests, a_backup_that_was_zipped_again_is_still_one, 0,
			    IK_COUNT(rezipped));
	tcase_add_loop_test(tests, whatever_was_edited_is_refused_with_its_own_sentence, 0,
			    IK_COUNT(edits));
	tcase_add_test(tests, a_wrong_password_hides_what_else_is_wrong);
	suite_add_tcase(suite, tests);
	return suite;
}
