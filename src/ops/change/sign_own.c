/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sign_own.c: messages of earlier certificates. */
#include "config.h"

#include "ops/change/sign_own.h"

#include "ops/records/history.h"

static bool signed_by(const struct ik_opened *message, const struct ik_past *past)
{
	const struct ik_signed by = ik_opened_as_signed(message);
	struct ik_sha256 certificate;

	return past->has_facts && past->state != IK_STATE_UNUSED
	       && ik_sha256_read(past->facts.sha256, &certificate)
	       && by.verified(by.context, 0, &certificate);
}

/* The newest generation that was in use and whose certificate signed MESSAGE; 0: none. */
static unsigned signer(const struct ik_history *history, const struct ik_opened *message)
{
	unsigned number = 0;

	for (size_t i = 0; i < history->n; i++)
		if (signed_by(message, &history->items[i]))
			number = history->items[i].number;
	return number;
}

static bool read_all(const ik_store *store, struct ik_history *history, struct ik_error *err)
{
	unsigned in_use = 0;

	*history = (struct ik_history){0};
	return ik_store_current(store, &in_use, err)
	       && ik_history_read(store, in_use, IK_HISTORY_ALL, 0, history, err);
}

bool ik_sign_is_own(const ik_store *store, const struct ik_sha256 *in_use,
		    const struct ik_opened *message)
{
	const struct ik_signed by = ik_opened_as_signed(message);
	struct ik_history history;
	bool own;

	if (by.verified(by.context, 0, in_use))
		return true;
	own = read_all(store, &history, NULL) && signer(&history, message) != 0;
	ik_history_free(&history);
	return own;
}

static bool is_recovery(const struct ik_kept_steps *steps, uint64_t number)
{
	for (size_t i = 0; i < steps->opened.n; i++)
		if (steps->opened.items[i].sequence == number)
			return steps->opened.items[i].kind == IK_STATEMENT_RECOVERY;
	return false;
}

/* Whether a recovery led away from what was in use up to generation NUMBER: since then whoever has
 * a key of before may sign with it. */
static bool is_leaked(const struct ik_history *history, const struct ik_kept_steps *steps,
		      unsigned number)
{
	for (size_t i = 0; i < history->n; i++) {
		const struct ik_past *past = &history->items[i];

		if (past->number > number && past->info.step && past->state != IK_STATE_UNUSED
		    && is_recovery(steps, past->info.step))
			return true;
	}
	return false;
}

bool ik_sign_may_again(const ik_store *store, const struct ik_kept_steps *steps,
		       const struct ik_opened *message, const char *shown, struct ik_error *err)
{
	struct ik_history history;
	bool ok = read_all(store, &history, err);

	if (ok) {
		unsigned number = signer(&history, message);

		if (number == 0)
			ok = ik_fail(err, IK_E_SIGN_STRANGER, shown);
		else if (is_leaked(&history, steps, number))
			ok = ik_fail(err, IK_E_SIGN_LEAKED, shown);
	}
	ik_history_free(&history);
	return ok;
}
