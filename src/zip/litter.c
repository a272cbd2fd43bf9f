/* SPDX-License-Identifier: GPL-3.0-or-later */
/* litter.c: what desktops leave in folders, and packers put into a ZIP with them. */
#include "config.h"

#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "zip/structure.h"

static bool is_litter(const char *part, size_t size)
{
	static const char *const names[] = {"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"};

	for (size_t i = 0; i < IK_COUNT(names); i++)
		if (size == strlen(names[i]) && strncasecmp(part, names[i], size) == 0)
			return true;
	/* What macOS keeps beside a file where it cannot keep it in the file. */
	return size > 2 && strncmp(part, "._", 2) == 0;
}

bool ik_zip_is_litter(const char *name)
{
	for (;;) {
		size_t size = strcspn(name, "/");

		if (is_litter(name, size))
			return true;
		if (!name[size])
			return false;
		name += size + 1;
	}
}
