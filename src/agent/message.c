/* SPDX-License-Identifier: GPL-3.0-or-later */
/* message.c: a message, and the file that it names. */
#include "config.h"

#include "agent/message.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "agent/cure.h"
#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "files/read.h"
#include "pki/digest.h"
#include "rows/words.h"

bool ik_message_open(const char *path, struct ik_message *out, struct ik_error *err)
{
	struct ik_buffer pem = {0};
	struct ik_error why = {0};
	bool good;

	*out = (struct ik_message){0};
	if (!ik_read_file(AT_FDCWD, path, false, IK_MESSAGE_SIZE_MAX, path, &pem, &why)) {
		if (why.id != IK_E_FILE_LARGE)
			return ik_pass(err, &why);
		ik_fail(err, IK_E_CMS_LARGE);
		return ik_cure_about(err, path);
	}
	good = ik_opened_one(pem.data, pem.size, IK_STATEMENT_MESSAGE, &out->opened, err)
	       && ik_opened_steps(pem.data, pem.size, &out->steps, err);
	ik_buffer_free(&pem);
	return good || ik_cure_about(err, path);
}

const struct ik_named_file *ik_message_file(const struct ik_message *message)
{
	return &message->opened.items[0].sets.items[0].files[0];
}

void ik_message_free(struct ik_message *message)
{
	ik_opened_free(&message->opened);
	ik_opened_free(&message->steps);
}

/* --- the file --------------------------------------------------------------------------------- */

/* The names on this disk may be in the bytes of another encoding. */
static bool has_name(const char *file, const char *name)
{
	const char *slash = strrchr(file, '/'), *base = slash ? slash + 1 : file;
	char *text = ik_text_from_locale(base);
	bool same = !strcmp(base, name) || (text && !strcmp(text, name));

	free(text);
	return same;
}

struct reading {
	ik_digest *digest;
	const char *file;
	uint64_t left; /* bytes that it may still have */
};

static bool take(void *context, const void *bytes, size_t size, struct ik_error *err)
{
	struct reading *reading = context;

	if (size > reading->left) {
		ik_fail(err, IK_E_AGENT_FILE, reading->file);
		return ik_error_detail(err, "%s", _("It is longer than what was signed."));
	}
	reading->left -= size;
	return ik_digest_add(reading->digest, bytes, size, err);
}

static bool fail_size(uint64_t was_signed, uint64_t size, struct ik_error *err)
{
	char *should = ik_words_bytes(was_signed), *is = ik_words_bytes(size);

	ik_error_detail(err, _("It has %s; signed: %s"), is, should);
	free(is);
	free(should);
	return false;
}

static bool judge(const struct ik_named_file *says, const char *file, uint64_t size,
		  const char *hex, struct ik_error *err)
{
	char own[IK_SHA256_HEX + 1];

	ik_sha256_hex(&says->sha256, own);
	if (size == says->size && !strcmp(own, hex))
		return true;
	ik_fail(err, IK_E_AGENT_FILE, file);
	return size != says->size ? fail_size(says->size, size, err)
				  : ik_error_detail(err, _("SHA-256: %s; signed: %s"), hex, own);
}

bool ik_message_fits(const struct ik_message *message, const char *file, struct ik_error *err)
{
	const struct ik_named_file *says = ik_message_file(message);
	struct reading reading = {.file = file, .left = says->size};
	char hex[IK_SHA256_HEX + 1];
	uint64_t size;
	bool read;

	if (!has_name(file, says->name)) {
		ik_fail(err, IK_E_AGENT_FILE, file);
		return ik_error_detail(err, _("Another name was signed: %s"), says->name);
	}
	reading.digest = ik_digest_begin(err);
	read = reading.digest && ik_read_through(file, take, &reading, &size, err);
	ik_digest_end(reading.digest, hex);
	return read && judge(says, file, size, hex, err);
}
