/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check.c: the certificate in use, the clock, the name; and everything that was found, the worst
 * first. */
#include "config.h"

#include "ops/status/check.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/i18n.h"
#include "ops/change/renew.h"
#include "ops/change/rollback.h"
#include "ops/records/clock.h"
#include "ops/records/generation.h"
#include "ops/records/history.h"
#include "ops/status/check_inside.h"
#include "ops/status/host.h"
#include "ops/status/situation.h"

/* --- findings --------------------------------------------------------------------------------- */

void ik_check_add(struct ik_check *check, enum ik_severity severity, const struct ik_error *error,
		  char *cure)
{
	struct ik_finding *findings = ik_realloc(check->findings,
						 (check->n + 1) * sizeof(*findings));
	size_t at = check->n++;

	/* Sorted in: behind those that are as bad. */
	while (at > 0 && findings[at - 1].severity < severity) {
		findings[at] = findings[at - 1];
		at--;
	}
	findings[at] = (struct ik_finding){.severity = severity, .error = *error, .cure = cure};
	check->findings = findings;
	if (severity > check->status)
		check->status = severity;
}

void ik_check_say(struct ik_check *check, enum ik_severity severity, enum ik_error_id id,
		  const char *a, const char *b, char *cure)
{
	struct ik_error error = {0};

	ik_fail(&error, id, a, b);
	ik_check_add(check, severity, &error, cure);
}

void ik_check_free(struct ik_check *check)
{
	for (size_t i = 0; i < check->n; i++)
		free(check->findings[i].cure);
	free(check->findings);
	for (size_t i = 0; check->seen && i < check->services.n; i++)
		ik_seen_free(&check->seen[i]);
	free(check->seen);
	ik_services_free(&check->services);
	ik_facts_free(&check->facts);
	*check = (struct ik_check){0};
}

int ik_check_exit(enum ik_severity status)
{
	static const int codes[] = {
		[IK_SEVERITY_REMARK] = 0,
		[IK_SEVERITY_WARNING] = 1,
		[IK_SEVERITY_CRITICAL] = 2,
		[IK_SEVERITY_UNKNOWN] = 3,
	};

	return codes[status];
}

const char *ik_severity_word(enum ik_severity severity)
{
	static const char *const words[] = {
		[IK_SEVERITY_REMARK] = "remark",
		[IK_SEVERITY_WARNING] = "warning",
		[IK_SEVERITY_CRITICAL] = "critical",
		[IK_SEVERITY_UNKNOWN] = "unknown",
	};

	return words[severity];
}

const char *ik_check_word(enum ik_severity status)
{
	return status == IK_SEVERITY_REMARK ? "ok" : ik_severity_word(status);
}

/* --- the clock -------------------------------------------------------------------------------- */

static bool is_free_running(enum ik_clock_state state)
{
	return state == IK_CLOCK_ASK ? ik_host_clock_is_free() : state == IK_CLOCK_FREE;
}

static void check_clock(const struct ik_check_wish *wish, struct ik_check *check)
{
	struct ik_error wrong = {0};

	if (!ik_clock_rule(wish->now, 0, &wrong)) {
		ik_check_add(check, IK_SEVERITY_WARNING, &wrong,
			     ik_strdup(_("Set the clock, then check again.")));
	} else if (is_free_running(wish->clock)) {
		ik_check_say(check, IK_SEVERITY_REMARK, IK_E_CHECK_CLOCK_FREE, NULL, NULL,
			     ik_strdup(_("Turn on time synchronisation, such as chrony or "
					 "systemd-timesyncd.")));
	}
}

/* What was made cannot have been made later; where the clock is wrong anyway, that was said. */
static void check_clock_since(const struct ik_check_wish *wish, int64_t made_at,
			      struct ik_check *check)
{
	struct ik_error wrong = {0};

	if (ik_clock_rule(wish->now, 0, NULL) && !ik_clock_rule(wish->now, made_at, &wrong))
		ik_check_add(check, IK_SEVERITY_WARNING, &wrong,
			     ik_check_cure_by(check,
					      _("Set the clock, then check again. If it is right, "
						"accept a new certificate in "
						"the wizard: %s"),
					      "inkan", NULL));
}

/* --- the certificate in use ------------------------------------------------------------------- */

static void check_dates(const struct ik_check_wish *wish, struct ik_check *check)
{
	int warning = wish->warning_days ? wish->warning_days : IK_WARNING_DAYS;
	int critical = wish->critical_days ? wish->critical_days : IK_CRITICAL_DAYS;
	char *from = ik_date_zoned(check->facts.not_before);
	char *until = ik_date_zoned(check->facts.not_after);
	char *left = ik_format("%lld", (long long)check->days_left);

	if (check->facts.not_before > wish->now)
		ik_check_say(check, IK_SEVERITY_CRITICAL, IK_E_CHECK_NOT_YET, from, NULL,
			     ik_check_cure(check, IK_CURE_NOT_YET));
	else if (check->facts.not_after < wish->now)
		ik_check_say(check, IK_SEVERITY_CRITICAL, IK_E_CHECK_EXPIRED, until, NULL,
			     ik_check_cure(check, IK_CURE_NEW));
	else if (check->days_left <= warning || check->days_left <= critical)
		ik_check_say(check,
			     check->days_left <= critical ? IK_SEVERITY_CRITICAL
							  : IK_SEVERITY_WARNING,
			     IK_E_CHECK_EXPIRING, left, NULL, ik_check_cure(check, IK_CURE_NEW));
	free(from);
	free(until);
	free(left);
}

static void check_host(struct ik_check *check)
{
	struct ik_list names = {0};
	char *host = ik_host_look(&names);

	if (*host && !ik_host_is_among(&check->facts.dns_names, host))
		ik_check_say(check, IK_SEVERITY_REMARK, IK_E_CHECK_HOST, host, NULL,
			     ik_check_cure_of_host(check, host));
	free(host);
	ik_list_free(&names);
}

/* Who may not change the store cannot try it: there whoever may will see. */
static bool can_go_back(const struct ik_check *check)
{
	const struct ik_rollback_wish wish = {0};
	struct ik_rollback_plan *plan = NULL;
	bool can = !ik_store_may_change(check->store, NULL)
		   || ik_rollback_plan(&wish, check->store, check->now, &plan, NULL);

	ik_rollback_plan_free(plan);
	return can;
}

/* A restore leaves in use what is, and puts in use what was where nothing is. */
static char *cure_of_damage(const struct ik_check *check)
{
	const unsigned in_use = check->generation;
	char *restore = in_use ? ik_format("inkan restore FILE --use %u", in_use)
			       : ik_strdup("inkan restore FILE");
	char *cure = can_go_back(check)
			     ? ik_check_cure_by(
				     check,
				     _("Go back to an earlier one (%s). Or restore a backup: %s"),
				     "inkan rollback", restore)
			     : ik_check_cure_by(
				     check, _("Restore a backup (%s). Without one make it new: %s"),
				     restore, "inkan create");

	free(restore);
	return cure;
}

/* CURE, which is taken over, helps unless this user just may not look; NULL: nothing is known of
 * it. */
static char *cure_of_limit(void)
{
	return ik_strdup(_("Allow this user more processes and open files, then check again."));
}

void ik_check_limit(const struct ik_error *limit, struct ik_check *check)
{
	for (size_t i = 0; i < check->n; i++)
		if (check->findings[i].error.id == limit->id)
			return;
	ik_check_add(check, IK_SEVERITY_UNKNOWN, limit, cure_of_limit());
}

static void check_damage(const struct ik_error *damage, char *cure, struct ik_check *check)
{
	bool unread = damage->id == IK_E_STORE_DENIED || damage->id == IK_E_STORE_READ;

	if (ik_error_is_limit(damage->id)) {
		free(cure);
		cure = cure_of_limit();
		unread = true;
	} else if (unread) {
		free(cure);
		cure = ik_strdup(_("Run it as root or as the owner of the store."));
	} else if (!cure) {
		cure = cure_of_damage(check);
	}
	ik_check_add(check, unread ? IK_SEVERITY_UNKNOWN : IK_SEVERITY_CRITICAL, damage, cure);
}

static void tell_key_unread(const ik_store *store, const struct ik_generation *generation,
			    struct ik_check *check)
{
	char *path = ik_format("%s/generations/%u/key.pem", ik_store_path(store),
			       generation->number);

	ik_check_say(check, IK_SEVERITY_REMARK, IK_E_CHECK_UNREAD, path, NULL,
		     ik_strdup(_("Run it as root or as the owner of the store.")));
	free(path);
}

static void check_in_use(const struct ik_check_wish *wish, const ik_store *store,
			 struct ik_check *check)
{
	struct ik_generation generation = {0};
	struct ik_error damage = {0};
	bool whole = ik_generation_load_said(store, check->generation, IK_KEY_CHECK, &generation,
					     &damage);

	if (whole && !generation.has_key)
		whole = ik_generation_no_key(store, check->generation, &damage);
	check->whole = whole;
	check->has_facts = generation.has_facts;
	ik_facts_copy(&check->facts, &generation.facts);
	if (check->has_facts)
		ik_check_signer(store, &generation, damage.id, check);
	if (!whole)
		check_damage(&damage,
			     ik_renewal_mends(&generation, damage.id)
				     ? ik_check_cure_of_key(check, generation.info.exportable)
				     : NULL,
			     check);
	else if (!generation.key_read)
		tell_key_unread(store, &generation, check);
	if (whole && !generation.info.exportable)
		ik_check_say(check, IK_SEVERITY_WARNING, IK_E_CHECK_NOT_EXPORTABLE, NULL, NULL,
			     ik_check_cure(check, IK_CURE_NOT_EXPORTABLE));
	check_clock_since(wish, generation.info.made_at, check);
	if (check->has_facts) {
		ik_check_chain(&generation.certificate, check);
		ik_check_asked(&generation.info.asked, check);
	}
	ik_generation_free(&generation);
	if (!check->has_facts)
		return;
	check->days_left = ik_date_days_left(check->facts.not_after, wish->now);
	check_dates(wish, check);
	check_host(check);
}

/* --- all -------------------------------------------------------------------------------------- */

static void check_missing(const char *path, struct ik_check *check)
{
	ik_check_say(check, IK_SEVERITY_CRITICAL, IK_E_STORE_NONE, path, NULL,
		     ik_check_cure_by(check, _("Make one (%s). Or restore a backup: %s"),
				      "inkan create", "inkan restore FILE"));
}

static void check_store(const struct ik_check_wish *wish, const ik_store *store,
			struct ik_check *check)
{
	struct ik_error damage = {0};
	struct ik_history history;

	if (!ik_store_current(store, &check->generation, &damage))
		check_damage(&damage, NULL, check);
	else if (check->generation == 0)
		check_missing(wish->store, check);
	else
		check_in_use(wish, store, check);
	if (check->generation)
		ik_check_backup(store, check);
	ik_history_read(store, check->generation, IK_HISTORY_ALL, 0, &history, NULL);
	ik_check_modes(&history, wish->store, check);
	ik_check_key_group(&history, check);
	ik_check_leftovers(&history, check);
	ik_check_hooks(store, wish->store, check);
	ik_check_publish(&history, check);
	ik_check_reports(wish->store, check);
	if (wish->listed || check->services.n > 0)
		ik_check_services(wish, &history, check);
	ik_history_free(&history);
}

void ik_check(const struct ik_check_wish *wish, struct ik_check *check)
{
	struct ik_error failure = {0};
	ik_store *store = ik_store_open(wish->store, &failure);

	*check = (struct ik_check){.store = wish->store, .now = wish->now};
	if (wish->services) {
		check->services = *wish->services;
		*wish->services = (struct ik_services){0};
	}
	check_clock(wish, check);
	if (store)
		check_store(wish, store, check);
	else if (failure.id == IK_E_STORE_NONE)
		check_missing(wish->store, check);
	else if (ik_error_is_limit(failure.id))
		ik_check_add(check, IK_SEVERITY_UNKNOWN, &failure, cure_of_limit());
	else if (failure.id == IK_E_STORE_DENIED)
		ik_check_add(check, IK_SEVERITY_UNKNOWN, &failure,
			     ik_strdup(_("Run it as root or as the owner of the store.")));
	else if (failure.id == IK_E_STORE_NEWER)
		ik_check_add(check, IK_SEVERITY_UNKNOWN, &failure,
			     ik_strdup(_("Install the newer version of inkan.")));
	else
		ik_check_add(check, IK_SEVERITY_CRITICAL, &failure,
			     ik_format(_("Restore a backup into another place: %s"),
				       "inkan restore FILE --store DIR"));
	ik_store_close(store);
}
