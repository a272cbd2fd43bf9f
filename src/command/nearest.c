/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nearest.c: a slip of the finger in a command or an option is told by the word that is near it. */
#include "command/nearest.h"

#include <string.h>

#include "base/i18n.h"

enum { WORD_MAX = 24, SLIPS_MAX = 2 };

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* How many letters have to be put in, left out, changed or swapped to make B of A; both fit. */
static size_t slips_between(const char *a, const char *b)
{
	size_t cost[WORD_MAX + 1][WORD_MAX + 1];
	size_t n = strlen(a), m = strlen(b);

	for (size_t i = 0; i <= n; i++)
		for (size_t k = 0; k <= m; k++) {
			if (i == 0 || k == 0) {
				cost[i][k] = i + k;
				continue;
			}
			bool same = a[i - 1] == b[k - 1];
			bool swapped = i > 1 && k > 1 && a[i - 1] == b[k - 2]
				       && a[i - 2] == b[k - 1];

			cost[i][k] = least(least(cost[i - 1][k], cost[i][k - 1]) + 1,
					   cost[i - 1][k - 1] + !same);
			if (swapped)
				cost[i][k] = least(cost[i][k], cost[i - 2][k - 2] + 1);
		}
	return cost[n][m];
}

/* Keeps NAME as the NEAREST to WORD if it is; SLIPS is how far the nearest so far is. */
static void compare(const char *word, const char *name, size_t *slips, const char **nearest)
{
	if (!*name || strlen(word) > WORD_MAX || strlen(name) > WORD_MAX)
		return;

	size_t found = slips_between(word, name);

	/* Of a short word little would be left. */
	if (found < *slips && found * 2 < strlen(word)) {
		*slips = found;
		*nearest = name;
	}
}

bool ik_nearest_suggest(const struct ik_syntax *syntax, const char *word, struct ik_error *err)
{
	const char *nearest = NULL;
	size_t slips = SLIPS_MAX + 1;

	for (size_t i = 0; word[0] == '-' && i < syntax->n_options; i++)
		compare(word, syntax->options[i].name, &slips, &nearest);
	for (size_t i = 0; word[0] != '-' && i < syntax->n_commands; i++)
		compare(word, syntax->commands[i].name, &slips, &nearest);
	if (nearest && err)
		ik_error_detail(err, _("Did you mean: %s"), nearest);
	return false;
}
