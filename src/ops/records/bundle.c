/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bundle.c: a certificate and the steps that lead to it. */
#include "config.h"

#include "ops/records/bundle.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "trust/lead.h"

static const char end_mark[] = "-----END CERTIFICATE-----\n";

/* --- the steps that count --------------------------------------------------------------------- */

struct context {
	struct ik_steps all;
	size_t *which;
};

static bool verified(void *context, size_t which, const struct ik_sha256 *certificate)
{
	const struct context *counting = context;

	return counting->all.verified(counting->all.context, counting->which[which], certificate);
}

void ik_counting_begin(const struct ik_kept_steps *kept, struct ik_counting *counting)
{
	struct context *context = ik_alloc(sizeof(*context));
	struct ik_statement *items = ik_alloc_array(kept->opened.n + 1, sizeof(*items));
	size_t n = 0;

	context->all = ik_opened_as_steps(&kept->opened);
	context->which = ik_alloc_array(kept->opened.n + 1, sizeof(*context->which));
	for (size_t i = 0; i < kept->opened.n; i++)
		if (kept->counts[i]) {
			items[n] = kept->opened.items[i];
			context->which[n++] = i;
		}
	*counting = (struct ik_counting){{items, n, verified, context}, context->which};
}

/* What the statements hold is KEPT's. */
void ik_counting_free(struct ik_counting *counting)
{
	free((void *)(uintptr_t)counting->steps.items);
	free(counting->which);
	free(counting->steps.context);
	*counting = (struct ik_counting){0};
}

/* --- the file --------------------------------------------------------------------------------- */

/* Our own writing: nothing stands before the leaf. */
static void add_leaf(const struct ik_buffer *chain, struct ik_buffer *out)
{
	const char *text = ik_buffer_string(chain), *end = strstr(text, end_mark);

	ik_buffer_add(out, text, end ? (size_t)(end - text) + sizeof(end_mark) - 1 : chain->size);
}

size_t ik_bundle_write(const struct ik_kept_steps *kept, const struct ik_buffer *chain,
		       const struct ik_sha256 *in_use, size_t max, size_t room,
		       struct ik_buffer *out)
{
	struct ik_counting counting;
	size_t *chosen, n, fit = 0;

	ik_counting_begin(kept, &counting);
	chosen = ik_alloc_array(max + 1, sizeof(*chosen));
	n = ik_steps_that_lead(&counting.steps, in_use, chosen, max);
	add_leaf(chain, out);
	for (; fit < n; fit++) {
		const struct ik_buffer *pem = &kept->pem[counting.which[chosen[fit]]];

		if (out->size + pem->size > room)
			break;
		ik_buffer_add(out, pem->data, pem->size);
	}
	free(chosen);
	ik_counting_free(&counting);
	return fit;
}
