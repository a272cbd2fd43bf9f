/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules_password.c: what a password is. */
#include "config.h"

#include "ops/rules/rules.h"

#include <unictype.h>
#include <unistr.h>

#include "base/text.h"
#include "ops/rules/password.h"

/* Which sentence a control character deserves, IK_E_NONE without one. */
static enum ik_error_id control_in(const char *bytes, size_t size)
{
	ucs4_t c;

	for (size_t at = 0; at < size;) {
		at += (size_t)u8_mbtouc(&c, (const uint8_t *)bytes + at, size - at);
		if (c == '\n' || c == '\r')
			return IK_E_PW_NEWLINE;
		if (uc_is_cntrl(c))
			return IK_E_PW_CONTROL;
	}
	return IK_E_NONE;
}

static bool check_bytes(const ik_secret *typed, struct ik_error *err)
{
	const char *bytes = ik_secret_data(typed);
	size_t size = ik_secret_size(typed);
	enum ik_error_id id;

	if (!size)
		id = IK_E_PW_EMPTY;
	else if (!ik_text_is_utf8(bytes, size))
		id = IK_E_PW_BYTES;
	else
		id = control_in(bytes, size);
	return id == IK_E_NONE || ik_fail(err, id);
}

static bool normal_form(const ik_secret *typed, ik_secret **out, bool *changed,
			struct ik_error *err)
{
	struct ik_error inner = {0};

	if (ik_password_normal_form(typed, out, changed, &inner))
		return true;
	/* The room of a secret holds every password that we take. */
	if (inner.id == IK_E_SECRET_LONG)
		return ik_fail(err, IK_E_PW_LONG);
	return ik_pass(err, &inner);
}

static bool check_length(const ik_secret *password, struct ik_error *err)
{
	size_t n = ik_text_characters(ik_secret_data(password));

	if (n < IK_PASSWORD_MIN)
		return ik_fail(err, IK_E_PW_SHORT);
	if (n > IK_PASSWORD_MAX)
		return ik_fail(err, IK_E_PW_LONG);
	return true;
}

bool ik_rule_password(const ik_secret *typed, ik_secret **out, bool *changed, struct ik_error *err)
{
	ik_secret *password = NULL;
	bool altered = false;
	bool ok = check_bytes(typed, err) && normal_form(typed, &password, &altered, err)
		  && check_length(password, err);

	if (changed)
		*changed = ok && altered;
	if (out)
		*out = ok ? password : NULL;
	if (!ok || !out)
		ik_secret_free(password);
	return ok;
}

bool ik_rule_old_password(const ik_secret *typed, ik_secret **out, struct ik_error *err)
{
	bool changed;

	*out = NULL;
	return check_bytes(typed, err) && normal_form(typed, out, &changed, err);
}
