/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fingerprint.c: fingerprints as QR code and as random art. */
#include "rows/fingerprint.h"

#include <ctype.h>
#include <limits.h>
#include <qrencode.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "base/i18n.h"
#include "base/key_type.h"

/* --- QR --------------------------------------------------------------------------------------- */

enum { EDGE = 2 };

/* What lies outside the code is light. */
static bool is_light(const QRcode *code, int x, int y)
{
	if (x < 0 || y < 0 || x >= code->width || y >= code->width)
		return true;
	return !(code->data[y * code->width + x] & 1);
}

static char *qr_line(const QRcode *code, int y)
{
	static const char *const halves[2][2] = {{" ", "\xe2\x96\x84"},
						 {"\xe2\x96\x80", "\xe2\x96\x88"}};
	struct ik_buffer line = {0};
	char *text;

	for (int x = -EDGE; x < code->width + EDGE; x++) {
		const bool below = y + 1 < code->width + EDGE && is_light(code, x, y + 1);

		ik_buffer_text(&line, halves[is_light(code, x, y)][below]);
	}
	text = ik_strdup(ik_buffer_string(&line));
	ik_buffer_free(&line);
	return text;
}

/* Capital letters and digits take 11 bits for two of them, small letters 16. */
bool ik_fingerprint_qr(const char *hex, struct ik_list *lines)
{
	char *text = ik_strdup(hex);
	QRcode *code;

	for (char *at = text; *at; at++)
		*at = (char)toupper((unsigned char)*at);
	code = QRcode_encodeString(text, 0, QR_ECLEVEL_L, QR_MODE_8, 1);
	for (int y = -EDGE; code && y < code->width + EDGE; y += 2)
		ik_list_take(lines, qr_line(code, y));
	free(text);
	QRcode_free(code);
	return code != NULL;
}

/* --- random art ------------------------------------------------------------------------------- */

enum { ART_WIDTH = 17, ART_HEIGHT = 9 };

struct walk {
	unsigned char seen[ART_HEIGHT][ART_WIDTH]; /* how often */
	int x, y;
};

static int within(int value, int most)
{
	return value < 0 ? 0 : value > most ? most : value;
}

/* Two bits are a step along a diagonal; at a wall it slides. */
static void step(struct walk *walk, unsigned bits)
{
	walk->x = within(walk->x + (bits & 1 ? 1 : -1), ART_WIDTH - 1);
	walk->y = within(walk->y + (bits & 2 ? 1 : -1), ART_HEIGHT - 1);
	if (walk->seen[walk->y][walk->x] < UCHAR_MAX)
		walk->seen[walk->y][walk->x]++;
}

/* The bits of each byte, from the lowest on. */
static void walk_over(struct walk *walk, const char *hex)
{
	for (; hex[0] && hex[1]; hex += 2) {
		const char digits[3] = {hex[0], hex[1], '\0'};
		unsigned long byte = strtoul(digits, NULL, 16);

		for (int i = 0; i < 4; i++, byte >>= 2)
			step(walk, byte & 3);
	}
}

static char *edge(const char *title)
{
	const size_t size = strlen(title), room = size < ART_WIDTH ? ART_WIDTH - size : 0;
	struct ik_buffer line = {0};
	char *text;

	ik_buffer_text(&line, "+");
	for (size_t i = 0; i < room / 2; i++)
		ik_buffer_text(&line, "-");
	ik_buffer_add(&line, title, size < ART_WIDTH ? size : ART_WIDTH);
	for (size_t i = 0; i < room - room / 2; i++)
		ik_buffer_text(&line, "-");
	ik_buffer_text(&line, "+");
	text = ik_strdup(ik_buffer_string(&line));
	ik_buffer_free(&line);
	return text;
}

static char art_sign(const struct walk *walk, int x, int y)
{
	static const char signs[] = " .o+=*BOX@%&#/^";
	const size_t most = sizeof(signs) - 2;
	const size_t seen = walk->seen[y][x];

	if (x == walk->x && y == walk->y)
		return 'E';
	if (x == ART_WIDTH / 2 && y == ART_HEIGHT / 2)
		return 'S';
	return signs[seen < most ? seen : most];
}

static char *framed(const char *name)
{
	return *name ? ik_format("[%s]", name) : ik_strdup("");
}

void ik_fingerprint_art(const char *hex, const char *title, const char *name, struct ik_list *lines)
{
	struct walk walk = {.x = ART_WIDTH / 2, .y = ART_HEIGHT / 2};
	char *above = framed(title), *below = framed(name);

	walk_over(&walk, hex);
	ik_list_take(lines, edge(above));
	for (int y = 0; y < ART_HEIGHT; y++) {
		char line[ART_WIDTH + 3] = "|";

		for (int x = 0; x < ART_WIDTH; x++)
			line[x + 1] = art_sign(&walk, x, y);
		line[ART_WIDTH + 1] = '|';
		line[ART_WIDTH + 2] = '\0';
		ik_list_add(lines, line);
	}
	ik_list_take(lines, edge(below));
	free(above);
	free(below);
}

/* --- both ------------------------------------------------------------------------------------- */

static char *joined(struct ik_list *lines)
{
	char *text = lines->n > 0 ? ik_list_join(lines, "\n") : NULL;

	ik_list_free(lines);
	return text;
}

void ik_fingerprint_rows(const struct ik_facts *facts, bool ascii, struct ik_report *report)
{
	struct ik_list code = {0}, art = {0};
	char *left;

	if (!facts->sha256)
		return;
	if (!ascii)
		ik_fingerprint_qr(facts->sha256, &code);
	ik_fingerprint_art(facts->sha256, ik_key_type_name(facts->key_type), "SHA256", &art);
	left = joined(&code);
	ik_report_text(report, IK_TONE_PLAIN,
		       ik_strdup(left ? _("The same fingerprint for a telephone, and for two who "
					  "compare by eye.")
				      : _("The same fingerprint, for two who compare by eye.")));
	ik_report_picture(report, left, joined(&art));
}
