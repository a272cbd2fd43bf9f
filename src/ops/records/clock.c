/* SPDX-License-Identifier: GPL-3.0-or-later */
/* clock.c: compares the clock with moments that have certainly passed: the build, and the making of
 * what is in use. */
#include "config.h"

#include "ops/records/clock.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/i18n.h"

/* 2020-01-01, before the first inkan.  Clocks that have lost their battery start in 1970, 1980,
 * 2000 or 2010. */
static const int64_t before_inkan = INT64_C(1577836800);

/* DETAIL has a %s for the exact moment. */
static bool refuse(int64_t now, int64_t passed, const char *detail, struct ik_error *err)
{
	char *says = ik_date_zoned(now);
	char *has_passed = ik_date_zoned(passed);
	char *exact = ik_date_rfc3339(passed);
	char *text = ik_format(detail, exact);

	ik_fail(err, IK_E_CHECK_CLOCK, says, has_passed);
	ik_error_detail(err, "%s", text);
	free(text);
	free(exact);
	free(has_passed);
	free(says);
	return false;
}

bool ik_clock_rule(int64_t now, int64_t made_at, struct ik_error *err)
{
	if (now < ik_built_at)
		return refuse(now, ik_built_at, "inkan built: %s", err);
	if (now >= made_at - IK_SECONDS_A_DAY)
		return true;
	/* The clock may as well have been ahead then; whoever knows has to be told the way on. */
	return refuse(now, made_at,
		      _("made-at: %s. If the clock is right now, it was ahead then: accept the "
			"change in the wizard."),
		      err);
}

bool ik_clock_was_possible(int64_t moment, int64_t made_at)
{
	return moment >= before_inkan && moment >= made_at - IK_SECONDS_A_DAY;
}
