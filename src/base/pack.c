/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pack.c: fields on their way from a child: a tag, a length of four bytes, the content. */
#include "base/pack.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

enum {
	TAG_BYTES = 'b',
	TAG_TEXT = 't',
	TAG_NULL = '0',
	TAG_NUMBER = 'n',
	TAG_LIST = 'l',
	HEAD = 5
};

/* Out of room stays out of room: a smaller field must not slip in behind one that was left out. */
static bool put(ik_secret *out, char tag, const void *data, size_t size)
{
	const size_t left = ik_secret_room(out) - ik_secret_size(out);
	const uint32_t length = (uint32_t)size;
	char head[HEAD] = {tag};

	if (size > UINT32_MAX || left < HEAD || left - HEAD < size) {
		ik_secret_grown(out, left);
		return false;
	}
	memcpy(head + 1, &length, sizeof(length));
	return ik_secret_append(out, head, HEAD, NULL) && ik_secret_append(out, data, size, NULL);
}

bool ik_pack_bytes(ik_secret *out, const void *data, size_t size)
{
	return put(out, TAG_BYTES, data, size);
}

bool ik_pack_secret(ik_secret *out, const ik_secret *secret)
{
	return secret ? put(out, TAG_BYTES, ik_secret_data(secret), ik_secret_size(secret))
		      : put(out, TAG_BYTES, "", 0);
}

bool ik_pack_text(ik_secret *out, const char *text)
{
	return text ? put(out, TAG_TEXT, text, strlen(text)) : put(out, TAG_NULL, NULL, 0);
}

bool ik_pack_number(ik_secret *out, int64_t number)
{
	return put(out, TAG_NUMBER, &number, sizeof(number));
}

bool ik_pack_list(ik_secret *out, const struct ik_list *list)
{
	const uint32_t n = (uint32_t)list->n;

	if (!put(out, TAG_LIST, &n, sizeof(n)))
		return false;
	for (size_t i = 0; i < list->n; i++)
		if (!ik_pack_text(out, list->items[i]))
			return false;
	return true;
}

bool ik_pack_error(ik_secret *out, const struct ik_error *err)
{
	bool ok = ik_pack_number(out, err->id);

	for (size_t i = 0; ok && i < IK_ERROR_ARGS; i++)
		ok = ik_pack_text(out, err->arg[i]);
	return ok && ik_pack_text(out, err->detail) && ik_pack_number(out, err->reason);
}

struct ik_unpack ik_unpack_begin(const ik_secret *from)
{
	return (struct ik_unpack){.data = ik_secret_data(from), .left = ik_secret_size(from)};
}

/* The content of the next field if it is a TAG, or NULL and failed from now on. */
static const char *get(struct ik_unpack *in, char tag, size_t *size)
{
	uint32_t length;

	*size = 0;
	if (in->failed || in->left < HEAD || in->data[0] != tag)
		goto failed;
	memcpy(&length, in->data + 1, sizeof(length));
	if (length > in->left - HEAD)
		goto failed;

	const char *content = in->data + HEAD;

	in->data += HEAD + length;
	in->left -= HEAD + length;
	*size = length;
	return content;
failed:
	in->failed = true;
	return NULL;
}

/* A field of exactly SIZE bytes. */
static bool get_exact(struct ik_unpack *in, char tag, void *out, size_t size)
{
	size_t found;
	const char *content = get(in, tag, &found);

	if (!content || found != size) {
		in->failed = true;
		return false;
	}
	memcpy(out, content, size);
	return true;
}

void ik_unpack_bytes(struct ik_unpack *in, struct ik_buffer *out)
{
	size_t size;
	const char *content = get(in, TAG_BYTES, &size);

	if (content)
		ik_buffer_add(out, content, size);
}

void ik_unpack_secret(struct ik_unpack *in, ik_secret **out)
{
	size_t size;
	const char *content = get(in, TAG_BYTES, &size);

	*out = NULL;
	if (!content)
		return;
	*out = ik_secret_new(size);
	ik_secret_set(*out, content, size, NULL);
}

char *ik_unpack_text(struct ik_unpack *in)
{
	size_t size;

	if (!in->failed && in->left > 0 && in->data[0] == TAG_NULL) {
		if (get(in, TAG_NULL, &size) && size > 0)
			in->failed = true;
		return NULL;
	}

	const char *content = get(in, TAG_TEXT, &size);

	if (content && memchr(content, '\0', size))
		in->failed = true;
	return content && !in->failed ? ik_strndup(content, size) : NULL;
}

int64_t ik_unpack_number(struct ik_unpack *in)
{
	int64_t number = 0;

	return get_exact(in, TAG_NUMBER, &number, sizeof(number)) ? number : 0;
}

void ik_unpack_list(struct ik_unpack *in, struct ik_list *out)
{
	uint32_t n = 0;

	if (!get_exact(in, TAG_LIST, &n, sizeof(n)))
		return;
	for (uint32_t i = 0; i < n && !in->failed; i++) {
		char *text = ik_unpack_text(in);

		if (text)
			ik_list_take(out, text);
		else
			in->failed = true; /* a list has no holes */
	}
}

/* What an error can hold is made anew, so that all the rules for its text hold, whoever packed it.
 */
void ik_unpack_error(struct ik_unpack *in, struct ik_error *out)
{
	const int64_t id = ik_unpack_number(in);
	char *args[IK_ERROR_ARGS];

	for (size_t i = 0; i < IK_ERROR_ARGS; i++)
		args[i] = ik_unpack_text(in);

	char *detail = ik_unpack_text(in);
	const int64_t reason = ik_unpack_number(in);

	*out = (struct ik_error){0};
	if (id < 0 || id >= IK_E_COUNT || reason < 0 || reason > INT_MAX)
		in->failed = true;
	if (!in->failed && id != IK_E_NONE) {
		ik_fail(out, (enum ik_error_id)id, args[0], args[1], args[2]);
		if (detail && *detail)
			ik_error_detail(out, "%s", detail);
		else
			out->reason = (int)reason;
	}
	for (size_t i = 0; i < IK_ERROR_ARGS; i++)
		free(args[i]);
	free(detail);
}

bool ik_unpack_end(const struct ik_unpack *in)
{
	return !in->failed && in->left == 0;
}

bool ik_unpack_done(const struct ik_unpack *in, struct ik_error *err)
{
	return ik_unpack_end(in) || ik_fail(err, IK_E_CHILD_LIED);
}
