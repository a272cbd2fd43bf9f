/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules_names.c: what a host name is.
 *
 * The library's IDNA maps and does not check: it passes a..b, -x.com and xn--99999 on, and drops
 * the space of 日 本.jp. So each label is checked before it is mapped, and has to come back
 * unchanged when it is mapped and unmapped. */
#include "config.h"

#include "ops/rules/rules_names.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <unistr.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/text.h"
#include "ops/rules/rules.h"
#include "ops/rules/rules_inside.h"
#include "ops/rules/rules_looks.h"
#include "pki/names.h"

enum { LABEL_MAX = 63, HOST_MAX = 253 };

static const char digits[] = "0123456789";
static const char ldh[] = "abcdefghijklmnopqrstuvwxyz0123456789-";

/* Numbers and dots, or what stands for an IPv6 address, in brackets or with a zone too. */
static bool looks_like_address(const char *text)
{
	char inner[INET6_ADDRSTRLEN] = "";
	const char *from = text + (*text == '[');
	size_t size = strcspn(from, "]%");
	struct in6_addr address;

	if (strchr(text, '.') && !text[strspn(text, "0123456789.")])
		return true;
	if (size >= sizeof(inner))
		return false;
	memcpy(inner, from, size);
	return inet_pton(AF_INET6, inner, &address) == 1;
}

/* A last label of which resolvers would make a part of an address. */
static bool is_number(const char *label)
{
	if (!label[strspn(label, digits)])
		return true;
	return label[0] == '0' && label[1] == 'x'
	       && !label[2 + strspn(label + 2, "0123456789abcdef")];
}

/* Letters, marks and digits of any script; IDNA refuses later what of them it does not know. */
static bool may_stand(ucs4_t c)
{
	const uint32_t kinds = UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_Mn | UC_CATEGORY_MASK_Mc
			       | UC_CATEGORY_MASK_Nd;

	if (c < 0x80)
		return c && strchr(ldh, (int)c);
	if (c == 0x3007 || c == 0x30FB) /* ideographic zero and katakana middle dot: IDNA has them
					   as exceptions */
		return true;
	return uc_is_general_category_withtable(c, kinds)
	       && !uc_is_property_default_ignorable_code_point(c);
}

static bool refuse_character(ucs4_t c, struct ik_error *err)
{
	char *named;

	if (c == ' ')
		return ik_fail(err, IK_E_HOST_SPACE);
	if (c == '*')
		return ik_fail(err, IK_E_HOST_WILDCARD);
	named = ik_rule_character(c);
	ik_fail(err, IK_E_HOST_CHARACTER, named);
	free(named);
	return false;
}

static bool check_characters(const char *label, struct ik_error *err)
{
	size_t size = strlen(label);
	ucs4_t c;

	for (size_t at = 0; at < size;) {
		at += (size_t)u8_mbtouc(&c, (const uint8_t *)label + at, size - at);
		if (!may_stand(c))
			return refuse_character(c, err);
	}
	return true;
}

static bool is_plain(const char *label)
{
	size_t size = strlen(label);

	return size > 0 && size <= LABEL_MAX && !label[strspn(label, ldh)] && label[0] != '-'
	       && label[size - 1] != '-';
}

static bool is_a_label(const char *label)
{
	return !strncmp(label, "xn--", 4);
}

/* The A-label of LABEL; NULL unless it is one that leads back to LABEL. */
static char *mapped(const char *label)
{
	char *ascii = ik_name_to_ascii(label);
	char *back = ascii && is_plain(ascii) && is_a_label(ascii) ? ik_name_to_unicode(ascii)
								   : NULL;

	if (!back || strcmp(back, label) != 0) {
		free(ascii);
		ascii = NULL;
	}
	free(back);
	return ascii;
}

/* Whether an A-label that was typed stands for a label that we would have taken, and is its only
 * form. */
static bool is_genuine(const char *label)
{
	char *unicode = ik_name_to_unicode(label);
	char *again = NULL;
	bool ok = unicode && !ik_text_is_ascii(unicode) && check_characters(unicode, NULL);

	if (ok)
		again = mapped(unicode);
	ok = again && !strcmp(again, label);
	free(unicode);
	free(again);
	return ok;
}

/* The form of one label on the wire; NULL if there is none. */
static char *label_form(const char *label)
{
	if (!ik_text_is_ascii(label))
		return mapped(label);
	return is_a_label(label) && !is_genuine(label) ? NULL : ik_strdup(label);
}

static bool add_label(const char *label, struct ik_buffer *name, struct ik_error *err)
{
	char *form;

	if (*label == '-' || label[strlen(label) - 1] == '-')
		return ik_fail(err, IK_E_HOST_HYPHEN);
	if (!check_characters(label, err))
		return false;
	if (ik_text_characters(label) > LABEL_MAX)
		return ik_fail(err, IK_E_HOST_LABEL_LONG);
	form = label_form(label);
	if (!form || !is_plain(form)) {
		free(form);
		return ik_fail(err, IK_E_HOST_IDN, label);
	}
	ik_buffer_text(name, form);
	free(form);
	return true;
}

static bool check_whole(const char *text, struct ik_error *err)
{
	size_t size = strlen(text);
	enum ik_error_id id = IK_E_NONE;

	if (!size)
		id = IK_E_HOST_EMPTY;
	else if (ik_text_characters(text) > HOST_MAX)
		id = IK_E_HOST_LONG;
	else if (strstr(text, ".."))
		id = IK_E_HOST_DOTS;
	else if (text[0] == '.' || text[size - 1] == '.')
		id = IK_E_HOST_DOT_END;
	else if (looks_like_address(text))
		id = IK_E_HOST_ADDRESS;
	return id == IK_E_NONE || ik_fail(err, id);
}

static bool add_labels(char *text, struct ik_buffer *name, struct ik_error *err)
{
	char *rest = text, *label;

	while ((label = strsep(&rest, "."))) {
		if (!add_label(label, name, err))
			return false;
		if (rest)
			ik_buffer_text(name, ".");
		else if (is_number(label))
			return ik_fail(err, IK_E_HOST_NUMBER);
	}
	if (name->size > HOST_MAX)
		return ik_fail(err, IK_E_HOST_LONG);
	return true;
}

/* Letter by letter, since the end of a word matters to Greek but not to IDNA. */
static char *lower_case(const char *text)
{
	struct ik_buffer out = {0};
	size_t size = strlen(text);
	uint8_t bytes[6];
	ucs4_t c;

	for (size_t at = 0; at < size;) {
		at += (size_t)u8_mbtouc(&c, (const uint8_t *)text + at, size - at);
		ik_buffer_add(&out, bytes, (size_t)u8_uctomb(bytes, uc_tolower(c), sizeof(bytes)));
	}
	return out.data ? (char *)out.data : ik_strdup("");
}

bool ik_rule_narrowed_host(const char *text, bool wildcard, char **name, struct ik_error *err)
{
	struct ik_buffer form = {0};
	char *lower = NULL;
	bool ok;

	*name = NULL;
	if (wildcard && !strncmp(text, "*.", 2)) {
		ik_buffer_text(&form, "*.");
		text += 2;
	}
	ok = check_whole(text, err);
	if (ok) {
		lower = lower_case(text);
		ok = ik_rule_check_lookalikes(lower, err) && add_labels(lower, &form, err);
	}
	free(lower);
	if (ok)
		*name = ik_strdup(ik_buffer_string(&form));
	ik_buffer_free(&form);
	return ok;
}

char *ik_rule_shown_name(const char *name)
{
	return ik_name_shown(name);
}

bool ik_rule_server_name(const char *text, const char *in_use, char **name, struct ik_error *err)
{
	if (!in_use || strcmp(text, in_use) != 0)
		return ik_rule_host_name(text, name, err);
	ik_rule_host_name(text, name, NULL);
	return true;
}

bool ik_rule_host_name(const char *text, char **name, struct ik_error *err)
{
	char *narrowed = NULL, *form = NULL;
	bool ok;

	if (name)
		*name = NULL;
	if (!ik_rule_text(text, "", err))
		return false;
	narrowed = ik_rule_tidy_name(text);
	ok = ik_rule_narrowed_host(narrowed, false, &form, err);
	free(narrowed);
	if (name)
		*name = form;
	else
		free(form);
	return ok;
}
