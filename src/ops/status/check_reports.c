/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_reports.c: the disk that agents' reports lie on, which whoever reaches the web server can
 * fill. */
#include "config.h"

#include <stdlib.h>
#include <sys/statvfs.h>

#include "base/i18n.h"
#include "ops/records/served.h"
#include "ops/status/check_inside.h"

static bool is_nearly_full(const char *folder)
{
	struct statvfs disk;

	return statvfs(folder, &disk) == 0 && disk.f_blocks > 0
	       && disk.f_bavail < disk.f_blocks / 10;
}

void ik_check_reports(const char *store, struct ik_check *check)
{
	char *folder = ik_reports_folder(store);

	if (ik_serves_agents(store) && is_nearly_full(folder))
		ik_check_say(check, IK_SEVERITY_WARNING, IK_E_CHECK_REPORTS_FULL, folder, NULL,
			     ik_check_cure_by(check,
					      _("Give the folder a disk or a quota of its own, and "
						"delete what is no agent's: %s"),
					      "inkan agents --forget ID", NULL));
	free(folder);
}
