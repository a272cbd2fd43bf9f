/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fingerprint.c: the pictures of a fingerprint are what a telephone, and OpenSSH, make of it. */
#include "rows/fingerprint.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "world.h"

static const char digest[] = "1ff72bc4c15c842d772c0cb16c502e58118249c0bce9f9da3b166bf9a3b97c04";

/* As ssh-keygen -lv draws the key that has this digest. */
START_TEST(the_art_is_that_of_openssh)
{
	static const char *const drawn[] = {
		"+--[ED25519 256]--+", "|   o.o.o. =++B.. |", "|    o o  + +o.* o|",
		"|     o  . .o=+ o |", "|    o E    o+    |", "|   . . .S ....   |",
		"|    o . .. oo.   |", "|     . =  ..  .  |", "|     oB.o   .  . |",
		"|    .+BB..   ..  |", "+----[SHA256]-----+",
	};
	struct ik_list lines = {0};

	ik_fingerprint_art(digest, "ED25519 256", "SHA256", &lines);
	ck_assert_uint_eq(lines.n, IK_COUNT(drawn));
	for (size_t i = 0; i < lines.n; i++)
		ck_assert_str_eq(lines.items[i], drawn[i]);
	ik_list_free(&lines);
}
END_TEST

START_TEST(a_title_that_is_too_long_does_not_break_the_frame)
{
	struct ik_list lines = {0};

	ik_fingerprint_art(digest, "a name of a key that nobody has", "", &lines);
	for (size_t i = 0; i < lines.n; i++)
		ck_assert_int_eq(ik_text_columns(lines.items[i]), 19);
	ik_list_free(&lines);
}
END_TEST

/* Whether the module at X, Y (of the picture, its edge included) of LINES is drawn, so light. */
static bool is_drawn(const struct ik_list *lines, size_t x, size_t y)
{
	const char *at = lines->items[y / 2];

	while (x-- > 0)
		at += *at == ' ' ? 1 : 3;
	return !strncmp(at, "\xe2\x96\x88", 3)
	       || !strncmp(at, y % 2 ? "\xe2\x96\x84" : "\xe2\x96\x80", 3);
}

/* Rings of 7, 5 and 3 modules: by these a telephone finds the code. */
static bool is_finder(const struct ik_list *lines, size_t left, size_t top)
{
	for (size_t y = 0; y < 7; y++)
		for (size_t x = 0; x < 7; x++) {
			const size_t across = x < 6 - x ? x : 6 - x, down = y < 6 - y ? y : 6 - y;
			const bool light = (across < down ? across : down) == 1;

			if (is_drawn(lines, left + x, top + y) != light)
				return false;
		}
	return true;
}

START_TEST(the_code_has_an_edge_and_three_corners_that_a_telephone_finds)
{
	struct ik_list lines = {0};

	ck_assert(ik_fingerprint_qr(digest, &lines));
	ck_assert_uint_eq(lines.n, 17);
	for (size_t i = 0; i < lines.n; i++)
		ck_assert_int_eq(ik_text_columns(lines.items[i]), 33);
	for (size_t i = 0; i < 33; i++) {
		ck_assert(is_drawn(&lines, i, 0) && is_drawn(&lines, i, 1));
		ck_assert(is_drawn(&lines, 0, i) && is_drawn(&lines, 32, i));
	}
	ck_assert(is_finder(&lines, 2, 2));
	ck_assert(is_finder(&lines, 24, 2));
	ck_assert(is_finder(&lines, 2, 24));
	ck_assert(!is_finder(&lines, 24, 24));
	ik_list_free(&lines);
}
END_TEST

START_TEST(another_fingerprint_is_another_picture)
{
	struct ik_list one = {0}, other = {0};

	ck_assert(ik_fingerprint_qr(digest, &one));
	ck_assert(ik_fingerprint_qr(
		"1ff72bc4c15c842d772c0cb16c502e58118249c0bce9f9da3b166bf9a3b97c05", &other));
	ck_assert(!ik_list_equal(&one, &other));
	ik_list_free(&one);
	ik_list_free(&other);
}
END_TEST

Suite *suite_fingerprint(void)
{
	Suite *suite = suite_create("fingerprint");
	TCase *tcase = tcase_create("fingerprint");

	tcase_add_test(tcase, the_art_is_that_of_openssh);
	tcase_add_test(tcase, a_title_that_is_too_long_does_not_break_the_frame);
	tcase_add_test(tcase, the_code_has_an_edge_and_three_corners_that_a_telephone_finds);
	tcase_add_test(tcase, another_fingerprint_is_another_picture);
	suite_add_tcase(suite, tcase);
	return suite;
}
