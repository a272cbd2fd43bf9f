/* SPDX-License-Identifier: GPL-3.0-or-later */
/* der_settle.c: BER with open lengths and strings in pieces becomes something that der.c can step
 * through. */
#include "pki/der.h"

/* Deeper than any PKCS#12; and how a length is written here, whatever its value. */
enum { DEPTH_MAX = 24, LENGTH_SIZE = 5, INDEFINITE = 0x80, CONSTRUCTED = 0x20 };

/* Steps over the tag and the length field "indefinite", if IN begins with those. */
static bool begins_open(struct ik_der *in, uint8_t *tag)
{
	if (in->size < 2 || in->data[1] != INDEFINITE || !(in->data[0] & CONSTRUCTED)
	    || (in->data[0] & 0x1f) == 0x1f)
		return false;
	*tag = in->data[0];
	in->data += 2;
	in->size -= 2;
	return true;
}

static bool ends_open(struct ik_der *in)
{
	if (in->size < 2 || in->data[0] != 0 || in->data[1] != 0)
		return false;
	in->data += 2;
	in->size -= 2;
	return true;
}

/* Whether the elements of IN have definite lengths and whole strings all the way down. */
static bool is_settled(struct ik_der in, int depth)
{
	struct ik_der content;
	uint8_t tag;

	while (in.size > 0) {
		if (!ik_der_next(&in, &tag, &content) || tag == IK_DER_OCTETS_OF_PIECES)
			return false;
		if (tag & CONSTRUCTED && (depth == DEPTH_MAX || !is_settled(content, depth + 1)))
			return false;
	}
	return true;
}

static bool copy_all(struct ik_der *in, bool open, bool bare, int depth, ik_secret *out);

static void write_length(ik_secret *out, size_t at)
{
	/* What was appended stands in front of the tail, and only the tail is writable through the
	 * contract of a secret. */
	char *data = ik_secret_tail(out) - ik_secret_size(out);
	size_t size = ik_secret_size(out) - at - LENGTH_SIZE;

	data[at] = (char)0x84;
	for (int i = 1; i < LENGTH_SIZE; i++)
		data[at + (size_t)i] = (char)(size >> (8 * (4 - i)));
}

/* One element.  BARE: only its bytes, without tag and length, as of a piece of a string. */
static bool copy_one(struct ik_der *in, bool bare, int depth, ik_secret *out)
{
	static const char no_length[LENGTH_SIZE];
	struct ik_der content = {0}, whole = *in;
	uint8_t tag = 0;
	bool open = begins_open(in, &tag);
	size_t at = 0;

	if (depth > DEPTH_MAX || (!open && !ik_der_next(in, &tag, &content)))
		return false;

	/* What a signature covers must stay byte for byte: certificates in the BER of a PKCS#7. */
	if (!open && !bare && tag & CONSTRUCTED && tag != IK_DER_OCTETS_OF_PIECES
	    && is_settled(content, depth + 1))
		return ik_secret_append(out, whole.data, whole.size - in->size, NULL);

	bool pieces = tag == IK_DER_OCTETS_OF_PIECES;

	if (bare && !pieces && tag != IK_DER_OCTETS)
		return false;
	if (!bare) {
		char written = (char)(pieces ? IK_DER_OCTETS : tag);

		if (!ik_secret_append(out, &written, 1, NULL))
			return false;
		at = ik_secret_size(out);
		if (!ik_secret_append(out, no_length, LENGTH_SIZE, NULL))
			return false;
	}
	if (!(tag & CONSTRUCTED)) {
		if (!ik_secret_append(out, content.data, content.size, NULL))
			return false;
	} else if (!copy_all(open ? in : &content, open, pieces, depth + 1, out)) {
		return false;
	}
	if (!bare)
		write_length(out, at);
	return true;
}

/* All elements of IN up to its end, or to the mark that ends an OPEN one. */
static bool copy_all(struct ik_der *in, bool open, bool bare, int depth, ik_secret *out)
{
	while (in->size > 0) {
		if (open && ends_open(in))
			return true;
		if (!copy_one(in, bare, depth, out))
			return false;
	}
	return !open;
}

bool ik_der_settle(struct ik_der *der, ik_secret **held)
{
	struct ik_der in = *der;

	*held = NULL;
	if (is_settled(in, 0))
		return true;
	/* The smallest element has two bytes and becomes one of six. */
	*held = ik_secret_new(3 * in.size + LENGTH_SIZE + 1);
	if (copy_all(&in, false, false, 0, *held)) {
		*der = ik_der_of(*held);
		return true;
	}
	ik_secret_free(*held);
	*held = NULL;
	return false;
}
