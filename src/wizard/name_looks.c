/* SPDX-License-Identifier: GPL-3.0-or-later */
/* name_looks.c: a name that is taken, though whoever reads it may take it for another one. */
#include "wizard/name_looks.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/list.h"
#include "ops/rules/rules.h"

/* How NAME is written in a certificate; caller frees. */
static char *written(const char *name)
{
	struct ik_list dns = {0};
	char *form = NULL;

	if (ik_rule_alt_names(name, &dns, NULL, NULL) && dns.n > 0)
		form = ik_strdup(dns.items[0]);
	ik_list_free(&dns);
	return form ? form : ik_strdup(name);
}

static char *say(const char *name)
{
	char *character = NULL, *sentence = NULL;
	enum ik_name_looks looks = ik_rule_name_looks(name, &character);

	if (looks != IK_NAME_CLEAR) {
		char *form = written(name);

		sentence = ik_format(
			looks == IK_NAME_LOOKALIKE
				? _("%s is no hyphen and no dot. Written as %s")
				: _("%s is of another script than the rest. Written as %s"),
			character, form);
		free(form);
	}
	free(character);
	return sentence;
}

char *ik_name_warning(const char *names)
{
	char *list = ik_rule_tidy_names(names);
	char *rest = list, *name, *sentence = NULL;

	while (!sentence && (name = strsep(&rest, ", \t\n\r")))
		sentence = *name ? say(name) : NULL;
	free(list);
	return sentence;
}
