/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules_path.c: where a new backup may go. */
#include "config.h"

#include "ops/rules/rules.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unictype.h>
#include <unistd.h>
#include <unistr.h>

#include "base/alloc.h"
#include "base/text.h"
#include "files/place.h"
#include "ops/records/leftover.h"
#include "ops/rules/rules_inside.h"
#include "store/store.h"

/* What a backup may take, generously: certificate with chain, sealed key, info and their lines in
 * the manifest; and what a disk should have left afterwards. */
enum { GENERATION_BYTES = 16 * 1024, SPARE_BYTES = 1024 * 1024 };

static bool refuse_character(ucs4_t c, struct ik_error *err)
{
	char *named = ik_rule_character(c);

	ik_fail(err, IK_E_PATH_CHARACTER, named);
	free(named);
	return false;
}

/* On EUC-JP systems the yen sign and the overline become a backslash and a tilde on their way to
 * the disk, and never come back.  What cannot be seen in a path cannot be checked on the review
 * page. */
static bool check_characters(const char *text, struct ik_error *err)
{
	const uint32_t hidden = UC_CATEGORY_MASK_Cc | UC_CATEGORY_MASK_Cf | UC_CATEGORY_MASK_Cs
				| UC_CATEGORY_MASK_Cn | UC_CATEGORY_MASK_Zl | UC_CATEGORY_MASK_Zp;
	size_t size = strlen(text);
	ucs4_t c;

	if (!ik_text_is_utf8(text, size))
		return ik_fail(err, IK_E_TEXT_BYTES);
	for (size_t at = 0; at < size;) {
		at += (size_t)u8_mbtouc(&c, (const uint8_t *)text + at, size - at);
		if (c == 0x00A5 || c == 0x203E || uc_is_general_category_withtable(c, hidden))
			return refuse_character(c, err);
	}
	if (!ik_text_is_visible(text))
		return ik_fail(err, IK_E_PATH_CHARACTER, text);
	return true;
}

static char *home(void)
{
	const char *set = getenv("HOME");
	const struct passwd *user;

	if (set && *set == '/')
		return ik_strdup(set);
	user = getpwuid(geteuid());
	return ik_strdup(user ? user->pw_dir : NULL);
}

/* TEXT as an absolute path; NULL if there is no directory to begin it with. */
static char *absolute(const char *text)
{
	char *start = NULL, *path = NULL;

	if (*text == '/')
		return ik_strdup(text);
	if (text[0] == '~' && (!text[1] || text[1] == '/')) {
		start = home();
		text += 1 + (text[1] == '/');
	} else {
		start = getcwd(NULL, 0);
	}
	if (start)
		path = ik_format("%s%s%s", start, strcmp(start, "/") ? "/" : "", text);
	free(start);
	return path;
}

/* The encoding of file names is that of the locale; without a form for TEXT there, UTF-8 is what
 * others would write. */
static char *on_disk(const char *text)
{
	char *bytes = ik_text_to_locale(text);

	return bytes ? bytes : ik_strdup(text);
}

static int64_t bytes_needed(const char *path)
{
	ik_store *store = ik_store_open(path, NULL);
	unsigned *numbers = NULL;
	size_t n = 0;

	if (store && !ik_store_generations(store, &numbers, &n, NULL))
		n = 0;
	free(numbers);
	ik_store_close(store);
	return SPARE_BYTES + (int64_t)(n + 1) * GENERATION_BYTES; /* one more is about to be made */
}

static bool check_space(const struct ik_place *place, const char *store, struct ik_error *err)
{
	int64_t needed = bytes_needed(store);
	char *need, *free_space;

	if (place->free_bytes < 0 || place->free_bytes >= needed)
		return true;
	need = ik_format("%lld KiB", (long long)(needed / 1024));
	free_space = ik_format("%lld KiB", (long long)(place->free_bytes / 1024));
	ik_fail(err, IK_E_PATH_FULL, need, free_space);
	free(need);
	free(free_space);
	return false;
}

/* A file that may give way for one that is asked to replace it: an ordinary one, no link. */
static bool is_ordinary(const char *disk)
{
	struct stat info;

	return lstat(disk, &info) == 0 && S_ISREG(info.st_mode);
}

/* What a change that was cut left there is no obstacle: it goes with this one.  Nor is, with
 * REPLACES, what its owner wants replaced; in the store itself nothing is. */
static bool look_beside(const char *disk, const char *store, bool replaces, struct ik_place *place,
			const struct ik_error *inner, struct ik_error *err)
{
	const char *slash = strrchr(disk, '/');
	char *beside;
	bool ok;

	if (inner->id != IK_E_PATH_EXISTS || !slash
	    || !(replaces ? is_ordinary(disk) : ik_leftover_is(store, disk)))
		return ik_pass(err, inner);
	beside = ik_format("%.*s/.inkan-tmp-", (int)(slash - disk), disk);
	ok = ik_place_look(beside, store, place, err);
	free(beside);
	return ok && (!replaces || !place->in_store || ik_pass(err, inner));
}

static bool new_file(const char *text, const char *store, bool replaces, char **path,
		     struct ik_place *place, struct ik_error *err)
{
	struct ik_place looked = {0};
	struct ik_error inner = {0};
	char *full = NULL, *disk = NULL;
	bool ok = false;

	if (path)
		*path = NULL;
	if (!*text)
		return ik_fail(err, IK_E_PATH_EMPTY);
	if (!check_characters(text, err))
		return false;
	full = absolute(text);
	if (!full)
		return ik_fail(err, IK_E_PATH_NO_DIRECTORY, text);
	disk = on_disk(full);
	ok = (ik_place_look(disk, store, &looked, &inner)
	      || look_beside(disk, store, replaces, &looked, &inner, err))
	     && check_space(&looked, store, err);
	if (place)
		*place = looked;
	if (ok && path) {
		*path = disk;
		disk = NULL;
	}
	free(full);
	free(disk);
	return ok;
}

bool ik_rule_backup_file(const char *text, const char *store, char **path, struct ik_place *place,
			 struct ik_error *err)
{
	return new_file(text, store, false, path, place, err);
}

bool ik_rule_replaced_file(const char *text, const char *store, char **path, struct ik_error *err)
{
	return new_file(text, store, true, path, NULL, err);
}
