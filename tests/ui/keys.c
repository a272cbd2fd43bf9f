/* SPDX-License-Identifier: GPL-3.0-or-later */
/* keys.c: tests of the key decoder: what terminals really send, cut at every byte. */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "front/tui/keys.h"
#include "suites.h"

/* What came out, as one string: <name> for an action, text as it is, [paste] in brackets, ! for bad
 * text. */
static void add_event(struct ik_buffer *out, const struct ik_event *event)
{
	switch (event->kind) {
	case IK_EVENT_NONE:
	case IK_EVENT_PLACE: /* nobody typed it */
		break;
	case IK_EVENT_ACTION:
		ik_buffer_format(out, "<%s>", ik_action_info(event->action)->name);
		break;
	case IK_EVENT_TEXT:
		ik_buffer_add(out, event->text, event->size);
		break;
	case IK_EVENT_PASTE:
		ik_buffer_format(out, "[%s]", event->text);
		break;
	case IK_EVENT_BAD_TEXT:
		ik_buffer_text(out, "!");
		break;
	case IK_EVENT_LONG_TEXT:
		ik_buffer_text(out, "[too long]");
		break;
	case IK_EVENT_DROPPED:
		ik_buffer_text(out, "[dropped]");
		break;
	}
}

static void feed(struct ik_keys *keys, const char *bytes, size_t size, struct ik_buffer *out)
{
	struct ik_event event;

	for (size_t at = 0; at < size;) {
		at += ik_keys_read(keys, (const unsigned char *)bytes + at, size - at, &event);
		add_event(out, &event);
	}
}

static char *end(struct ik_keys *keys, struct ik_buffer *out)
{
	char *text = ik_strdup(ik_buffer_string(out));

	ik_keys_end(keys);
	ik_buffer_free(out);
	return text;
}

/* What BYTES, handed over in two parts, mean. */
static char *decoded(const char *bytes, size_t size, size_t cut)
{
	struct ik_keys keys;
	struct ik_buffer out = {0};

	ik_keys_start(&keys);
	feed(&keys, bytes, cut, &out);
	feed(&keys, bytes + cut, size - cut, &out);
	return end(&keys, &out);
}

/* The same, each byte by itself: a slow line. */
static char *decoded_slowly(const char *bytes, size_t size)
{
	struct ik_keys keys;
	struct ik_buffer out = {0};

	ik_keys_start(&keys);
	for (size_t i = 0; i < size; i++)
		feed(&keys, bytes + i, 1, &out);
	return end(&keys, &out);
}

static void expect_text(char *text, const char *meaning, const char *bytes, size_t cut)
{
	ck_assert_msg(strcmp(text, meaning) == 0, "'%s' cut at %zu: %s instead of %s", bytes, cut,
		      text, meaning);
	free(text);
}

static void expect(const char *bytes, const char *meaning)
{
	size_t size = strlen(bytes);

	for (size_t cut = 0; cut <= size; cut++)
		expect_text(decoded(bytes, size, cut), meaning, bytes, cut);
	expect_text(decoded_slowly(bytes, size), meaning, bytes, size);
}

/* clang-format off */
static const struct {
	const char *bytes, *meaning;
} table[] = {
	/* cursor keys: ANSI, application mode, xterm with modifiers, rxvt */
	{ "\033[A", "<up>" }, { "\033[B", "<down>" }, { "\033[C", "<right>" }, { "\033[D", "<left>" },
	{ "\033OA", "<up>" }, { "\033OB", "<down>" }, { "\033OC", "<right>" }, { "\033OD", "<left>" },
	{ "\033[1;5C", "<right>" }, { "\033[1;2A", "<up>" }, { "\033Oa", "<up>" }, { "\033O5D", "<left>" },
	/* Home, End and their many forms */
	{ "\033[H", "<home>" }, { "\033[F", "<end>" }, { "\033OH", "<home>" }, { "\033OF", "<end>" },
	{ "\033[1~", "<home>" }, { "\033[4~", "<end>" }, { "\033[7~", "<home>" }, { "\033[8~", "<end>" },
	{ "\033[7^", "<home>" }, { "\033[7$", "<home>" }, { "\033[1;5H", "<home>" }, { "\033[8@", "<end>" },
	{ "\033[5~", "<page-up>" }, { "\033[6~", "<page-down>" },
	{ "\033[3~", "<delete>" }, { "\033[5;2~", "<page-up>" },
	{ "\033[Z", "<backward>" },
	/* F1 to F12: vt100, xterm, PuTTY, Linux console; those with no meaning are swallowed */
	{ "\033OP", "<help>" }, { "\033[11~", "<help>" },
	{ "\033[[A", "<help>" }, { "\033[1;2P", "<help>" }, { "\0331", "<help>" },
	{ "\033OQ", "<language>" }, { "\033[12~", "<language>" },
	{ "\033[[B", "<language>" }, { "\0332", "<language>" },
	{ "\033OR", "<details>" }, { "\033[13~", "<details>" }, { "\033[[C", "<details>" }, { "\0333", "<details>" },
	{ "\033OSx", "x" }, { "\033[14~x", "x" }, { "\033[[Dx", "x" }, { "\033[[Ex", "x" }, { "\033[15~x", "x" },
	{ "\033[17~x", "x" }, { "\033[18~", "<back>" },
	{ "\0337", "<back>" }, { "\033[19~", "<next>" }, { "\0338", "<next>" },
	{ "\033[20~x", "x" }, { "\033[21~", "<quit>" },
	{ "\0330", "<quit>" }, { "\033[23~x", "x" }, { "\033[24~x", "x" },
	/* Esc: a second one is Back, anything else counts as itself */
	{ "\033\033", "<back>" }, { "\033\r", "<enter>" }, { "\0334x", "x" },
	/* Shift-Tab of the Linux console */
	{ "\033\t", "<backward>" },
	/* Alt and a character types nothing, in any alphabet; what an input method gives is not held with Alt */
	{ "\033a", "" }, { "\033b\033 \033-x", "x" }, { "\033öx", "x" }, { "\033証", "証" }, { "\033ｂ", "ｂ" },
	{ "\033]x", "x" }, { "\033Px", "x" }, { "\033_\033^\033Xx", "x" }, { "\033\xe8\r", "!<enter>" },
	{ "\033[\033[A", "<up>" }, { "\033O\r", "<enter>" }, { "\033[1\003", "<quit>" },
	/* a numeric keypad in application mode */
	{ "\033Op\033Oy\033On", "09." }, { "\033OM", "<enter>" }, { "\033OX1", "1" },
	/* VT100+ counts its function keys on */
	{ "\033OV\033OW\033OY", "<back><next><quit>" }, { "\033OT\033OU\033OZ\033O[x", "x" },
	/* Enter sent as two bytes; two Enters stay two */
	{ "\r\n", "<enter>" }, { "\r\n\r\n", "<enter><enter>" }, { "\r\r", "<enter><enter>" },
	{ "\n\n", "<enter><enter>" }, { "\ra\n", "<enter>a<enter>" },
	/* control keys */
	{ "\r", "<enter>" }, { "\n", "<enter>" }, { "\t", "<forward>" }, { "\010", "<erase>" }, { "\177", "<erase>" },
	{ "\003", "<quit>" }, { "\007", "<help>" },
	{ "\014", "<redraw>" }, { "\022", "<reveal>" }, { "\032", "<suspend>" },
	{ "\001\005\025\013\027\004", "<home><end><erase-line><erase-end><erase-word><delete>" },
	{ "\016\020\002\006\037", "<down><up><left><right><undo>" },
	/* nobody knows these: nothing of them becomes text */
	{ "\033[?62;1;2cx", "x" }, { "\033[99~x", "x" },
	{ "\033[1;9Xx", "x" }, { "\033[<0;3;3Mx", "x" }, { "\033[Ix", "x" },
	{ "\033[1234567890123;4567890123456789;1234567890~x", "x" }, { "\033[201~x", "x" },
	/* answers: modes, versions, the cursor's place, windows, colours, names, the clipboard, pictures */
	{ "\033[?2004;1$yx", "x" }, { "\033[4;2$yx", "x" }, { "\033[>0;276;0cx", "x" }, { "\033[24;80Rx", "x" },
	{ "\033[1;1Rx", "x" }, { "\033[?1;2;3Rx", "x" }, { "\033[8;24;80tx", "x" }, { "\033[0nx", "x" },
	{ "\033]11;rgb:0000/0000/0000\007x", "x" }, { "\033]10;rgb:ffff/ffff/ffff\033\\x", "x" },
	{ "\033]52;c;aGVsbG8=\007x", "x" }, { "\033]ltitle: 証明書\033\\x", "x" }, { "\033]4;1;rgb:0/0/0\xc2\x9cx", "x" },
	{ "\033P>|XTerm(370)\033\\x", "x" }, { "\033P1$r0m\033\\x", "x" }, { "\033P!|00000000\033\\x", "x" },
	{ "\033P1+r544e=787465726d\033\\x", "x" }, { "\033_Gi=31;OK\033\\x", "x" },
	/* an answer whose end was lost costs what is no control byte, and no more */
	{ "\033]11;rgb:00\rx", "<enter>x" }, { "\033P>|X\033[Ax", "<up>x" }, { "\033]11;ab\003x", "<quit>x" },
	/* controls of a terminal that speaks 8 bits, in UTF-8 */
	{ "\xc2\x9b" "A\xc2\x8fPx", "<up><help>x" }, { "\xc2\x9d" "11;rgb:0\xc2\x9cx", "x" }, { "\xc2\x85x", "x" },
	/* mice: X10, with places beyond 94 in bytes and in UTF-8; SGR, rxvt */
	{ "\033[M !!x", "x" }, { "\033[M#!!\033[M !!x", "x" }, { "\033[M \xff\x22x", "x" }, { "\033[M \xc4\xb0\xc3\xa9x", "x" },
	{ "\033[M !\rx", "<enter>x" }, { "\033[M !\xff\rx", "<enter>x" },
	{ "\033[<35;10;20mx", "x" }, { "\033[32;100;20Mx", "x" },
	/* the window got and lost the focus */
	{ "\033[I\033[Ox", "x" },
	/* xterm's modifyOtherKeys, kitty's protocol */
	{ "\033[27;5;99~", "<quit>" }, { "\033[27;2;13~", "<enter>" }, { "\033[27;2;65~\033[27;2;33~", "A!" },
	{ "\033[27;3;98~x", "x" }, { "\033[27;2;9~", "<backward>" },
	{ "\033[99;5u", "<quit>" }, { "\033[99;5:3ux", "x" }, { "\033[97u\033[97;1:3u\033[98;1:2u", "ab" },
	{ "\033[97;2u\033[97:65;2u\033[49:33;2u\033[97;65u", "AA!A" }, { "\033[49;2ux", "x" }, { "\033[32;2u", " " },
	{ "\033[97;;228u", "ä" }, { "\033[98;3ux", "x" }, { "\033[233;3ux", "x" }, { "\033[13u\033[13;1:3u", "<enter>" },
	{ "\033[9u\033[9;2u\033[127u", "<forward><backward><erase>" }, { "\033[57441;2u\033[57441;1:3ux", "x" },
	{ "\033[57400u\033[57409u\033[57414u\033[57420u", "1.<enter><down>" }, { "\033[1;1:3Ax", "x" }, { "\033[3;1:3~x", "x" },
	{ "\033[27u\033[27u", "<back>" }, { "\033[27;1:1u\033[27;1:3u8", "<next>" }, { "\033[27ua", "" }, { "\033[27u\033\033", "<back>" }, { "\033[56;3u", "<next>" },
	{ "\033[55296u\033[0ux", "x" }, { "\033[?1ux", "x" }, { "\033[45;6u", "<undo>" },
	/* text */
	{ "abc", "abc" }, { "証明書", "証明書" },
	{ "か\xe3\x82\x99", "か\xe3\x82\x99" }, { "\xf0\xa0\xae\xb7", "\xf0\xa0\xae\xb7" },
	{ "a\xff\x62", "a!b" }, { "\xe8\xa8\033[A", "!<up>" }, { "\xe8\xa8\r", "!<enter>" }, { "\xe8\xa8" "a", "!a" },
	/* a paste is one text in which nothing is a key */
	{ "\033[200~one\rtwo\n\033[201~", "[one\rtwo\n]" }, { "\033[200~\033[201~", "[]" },
	{ "a\033[200~証\t明\033[201~b", "a[証\t明]b" },
	{ "\033[200~x\033[20y\033[A\033\033[201~", "[x\033[20y\033[A\033]" },
	{ "\033[200~\003\032\033[201~", "[\003\032]" },
	{ "\033[200~\xe8\xa8\033[201~", "!" }, { "\033[200~\xff\033[201~z", "!z" },
};
/* clang-format on */

START_TEST(every_sequence_means_one_thing_wherever_it_is_cut)
{
	expect(table[_i].bytes, table[_i].meaning);
}
END_TEST

/* Alt and a cursor or function key, of PuTTY, rxvt and others. */
static const struct {
	const char *bytes, *meaning;
} with_two_escs[] = {
	{"\033\033[A", "<up>"},         {"\033\033OD", "<left>"},
	{"\033\033[19~", "<next>"},     {"\033\033[[B", "<language>"},
	{"\033\033[1;3Cx", "<right>x"}, {"\033\033[200~a[A\033[201~b", "[a[A]b"},
};

START_TEST(two_escs_and_a_bracket_that_came_together_are_one_key)
{
	const char *bytes = with_two_escs[_i].bytes;
	size_t size = strlen(bytes);

	for (size_t cut = 0; cut <= size; cut++)
		if (cut != 2)
			expect_text(decoded(bytes, size, cut), with_two_escs[_i].meaning, bytes,
				    cut);
}
END_TEST

START_TEST(the_rest_of_a_key_behind_back_is_never_typed)
{
	expect_text(decoded("\033\033[A", 4, 2), "<back>", "Alt-Up", 2);
	expect_text(decoded("\033\033[19~", 6, 2), "<back>", "Alt-F8", 2);
	expect_text(decoded("\033\033OC", 4, 2), "<back>", "Alt-Right", 2);
}
END_TEST

START_TEST(what_is_typed_after_back_is_typed)
{
	expect("\033\033a", "<back>a");
	expect_text(decoded("\033\033Osaka", 7, 2), "<back>Osaka", "Osaka", 2);
	expect_text(decoded_slowly("\033\033OA", 4), "<back>OA", "OA", 4);
	expect_text(decoded_slowly("\033\033[x", 4), "<back>[x", "[x", 4);
	expect_text(decoded("\033\033[x]", 5, 2), "<back>[x]", "[x]", 2);
	expect("\033\033\033\033", "<back><back>");
	expect_text(decoded("\033\033\033[A", 5, 0), "<back><up>", "back, up", 0);
}
END_TEST

/* What PARTS, each of which came by itself, mean. */
static char *in_parts(const char *const *parts)
{
	struct ik_keys keys;
	struct ik_buffer out = {0};

	ik_keys_start(&keys);
	for (; *parts; parts++)
		feed(&keys, *parts, strlen(*parts), &out);
	return end(&keys, &out);
}

START_TEST(a_paste_without_end_is_dropped_by_two_interrupts)
{
	static const char *const parts[] = {"\033[200~abc", "\003", "\003", "x", NULL};
	static const char *const late[] = {"\033[200~ab", "\003", "\003", "\033[201~x", NULL};

	expect_text(in_parts(parts), "[dropped]x", "paste", 0);
	expect_text(in_parts(late), "[dropped]x", "paste, late end", 0);
}
END_TEST

START_TEST(interrupts_inside_a_paste_are_a_part_of_it)
{
	static const char *const one[] = {"\033[200~a", "\003", "b\033[201~", NULL};
	static const char *const together[] = {"\033[200~a", "\003\003", "\033[201~", NULL};
	static const char *const apart[] = {"\033[200~a", "\003", "b", "\003", "\033[201~", NULL};

	expect_text(in_parts(one), "[a\003b]", "one", 0);
	expect_text(in_parts(together), "[a\003\003]", "together", 0);
	expect_text(in_parts(apart), "[a\003b\003]", "apart", 0);
}
END_TEST

/* FreeBSD's console: its F1 is the beginning of a mouse's report elsewhere. */
START_TEST(a_terminal_teaches_its_own_keys)
{
	static const char typed[] = "\033[M\033[N\033[T\033[G\033[Ix";
	struct ik_keys keys;
	struct ik_buffer out = {0};

	ik_keys_start(&keys);
	ik_lessons_add(&keys.lessons, "\033[M", IK_ACTION_HELP);
	ik_lessons_add(&keys.lessons, "\033[N", IK_ACTION_LANGUAGE);
	ik_lessons_add(&keys.lessons, "\033[T", IK_ACTION_NEXT);
	ik_lessons_add(&keys.lessons, "\033[G", IK_ACTION_PAGE_DOWN);
	ik_lessons_add(&keys.lessons, "\033[I", IK_ACTION_PAGE_UP);
	/* A keypad's keys are its own, whatever a description says; and no lesson is longer than a
	 * key. */
	ik_lessons_add(&keys.lessons, "\033Ox", IK_ACTION_QUIT);
	ik_lessons_add(&keys.lessons, "\033[1234567890A", IK_ACTION_QUIT);
	ik_lessons_add(&keys.lessons, NULL, IK_ACTION_QUIT);
	feed(&keys, typed, sizeof(typed) - 1, &out);
	feed(&keys, "\033Ox\033[1234567890Ay", 17, &out);
	expect_text(end(&keys, &out), "<help><language><next><page-down><page-up>x8<up>y", typed,
		    0);
}
END_TEST

/* A small generator whose numbers are the same everywhere. */
static unsigned dice(unsigned *state, unsigned sides)
{
	*state = *state * 1103515245u + 12345u;
	return (*state >> 16) % sides;
}

/* Bytes that keys and answers are made of, in any order. */
static size_t noise(unsigned *state, char *bytes, size_t size)
{
	static const char pieces[] =
		"\033\033\033[[O]P_;:0123456789<>?$~uMRA@\\\007\r\n\t\xc2\x9b\xe8\xa8\xbcx ";

	for (size_t i = 0; i < size; i++)
		bytes[i] = pieces[dice(state, sizeof(pieces) - 1)];
	return size;
}

/* Whatever came before, the wizard answers to its keys again: at the latest to the third Enter. */
START_TEST(no_bytes_make_the_keyboard_dead)
{
	for (unsigned seed = 1; seed <= 3000; seed++) {
		unsigned state = seed;
		char bytes[24];
		struct ik_keys keys;
		struct ik_buffer out = {0};
		size_t size = noise(&state, bytes, sizeof(bytes));

		ik_keys_start(&keys);
		feed(&keys, bytes, size, &out);
		out.size = 0;
		feed(&keys, "\r", 1, &out);
		feed(&keys, "\r", 1, &out);
		bool answers = strstr(ik_buffer_string(&out), "<enter>") != NULL;
		/* Except in a paste, which says how it is ended. */
		ck_assert_msg(answers || ik_keys_wait(&keys) == IK_WAIT_PASTE, "seed %u", seed);
		free(end(&keys, &out));
	}
}
END_TEST

/* Where Esc Esc stands nowhere, it makes no difference how the bytes arrive. */
START_TEST(any_bytes_mean_the_same_however_they_are_cut)
{
	for (unsigned seed = 1; seed <= 1000; seed++) {
		unsigned state = seed;
		char bytes[25] = "";
		size_t size = noise(&state, bytes, sizeof(bytes) - 1);

		if (strstr(bytes, "\033\033"))
			continue;
		char *whole = decoded(bytes, size, 0);
		for (size_t cut = 1; cut < size; cut++)
			expect_text(decoded(bytes, size, cut), whole, bytes, cut);
		expect_text(decoded_slowly(bytes, size), whole, bytes, size);
		free(whole);
	}
}
END_TEST

START_TEST(a_lone_esc_waits_and_says_so)
{
	struct ik_keys keys;
	struct ik_buffer out = {0};

	ik_keys_start(&keys);
	feed(&keys, "\033", 1, &out);
	ck_assert_int_eq(ik_keys_wait(&keys), IK_WAIT_ESC);
	ck_assert_uint_eq(out.size, 0);
	feed(&keys, "[", 1, &out);
	ck_assert_int_eq(ik_keys_wait(&keys), IK_WAIT_NONE);
	feed(&keys, "A", 1, &out);
	ck_assert_str_eq(ik_buffer_string(&out), "<up>");
	ik_buffer_free(&out);
	ik_keys_end(&keys);
}
END_TEST

START_TEST(nul_and_other_control_bytes_do_nothing)
{
	char *text = decoded("a\0\021\023\024\026\030\031\034\035\036b", 12, 6);

	ck_assert_str_eq(text, "ab");
	free(text);
}
END_TEST

START_TEST(a_paste_without_end_stays_within_its_room)
{
	size_t size = 3 * IK_PASTE_ROOM;
	char *flood = ik_alloc(size);
	struct ik_keys keys;
	struct ik_buffer out = {0};

	memset(flood, 'a', size);
	ik_keys_start(&keys);
	feed(&keys, "\033[200~", 6, &out);
	feed(&keys, flood, size, &out);
	feed(&keys, "\033[201~b", 7, &out);
	ck_assert_str_eq(ik_buffer_string(&out), "[too long]b");
	ik_keys_end(&keys);
	ik_buffer_free(&out);
	free(flood);
}
END_TEST

/* How a terminal sends a key as the manual names it. */
static const char *sent(const char *name)
{
	static const struct {
		const char *name, *bytes;
	} keys[] = {
		{"Enter", "\r"},       {"Tab", "\t"},           {"Shift-Tab", "\033[Z"},
		{"Down", "\033[B"},    {"Up", "\033[A"},        {"Left", "\033[D"},
		{"Right", "\033[C"},   {"Home", "\033[H"},      {"End", "\033[F"},
		{"Backspace", "\177"}, {"Delete", "\033[3~"},   {"PgUp", "\033[5~"},
		{"PgDn", "\033[6~"},   {"F1", "\033OP"},        {"F2", "\033OQ"},
		{"F3", "\033OR"},      {"F7", "\033[18~"},      {"F8", "\033[19~"},
		{"F10", "\033[21~"},   {"Esc-Esc", "\033\033"},
	};
	static char control[2];

	for (size_t i = 0; i < IK_COUNT(keys); i++)
		if (strcmp(keys[i].name, name) == 0)
			return keys[i].bytes;
	ck_assert_msg(strncmp(name, "Ctrl-", 5) == 0 && name[6] == '\0',
		      "an unknown key is named: %s", name);
	control[0] = (char)(name[5] - 64);
	return control;
}

START_TEST(every_key_of_the_manual_does_what_it_says)
{
	const struct ik_action_info *info = ik_action_info((enum ik_action)_i);
	char *names = ik_strdup(info->keys);
	char wanted[32];

	snprintf(wanted, sizeof(wanted), "<%s>", info->name);
	for (char *name = strtok(names, " "); name; name = strtok(NULL, " "))
		expect(sent(name), wanted);
	free(names);
}
END_TEST

START_TEST(other_encodings_are_decoded)
{
	/* Debian has no Japanese EUC locale unless somebody made one. */
	if (!setlocale(LC_CTYPE, "ja_JP.EUC-JP") && !setlocale(LC_CTYPE, "ja_JP.eucjp"))
		return;
	expect("\xbe\xda\xcc\xc0\xbd\xf1", "証明書");
	expect("\xbe\r", "!<enter>");
	setlocale(LC_CTYPE, "C.UTF-8");
}
END_TEST

START_TEST(an_ascii_locale_takes_no_other_bytes)
{
	setlocale(LC_CTYPE, "C");
	expect("a\xe8"
	       "b",
	       "a!b");
	setlocale(LC_CTYPE, "C.UTF-8");
}
END_TEST

Suite *suite_keys(void)
{
	Suite *suite = suite_create("keys");
	TCase *all = tcase_create("keys");

	tcase_set_timeout(all, 60);
	tcase_add_loop_test(all, every_sequence_means_one_thing_wherever_it_is_cut, 0,
			    (int)IK_COUNT(table));
	tcase_add_loop_test(all, two_escs_and_a_bracket_that_came_together_are_one_key, 0,
			    (int)IK_COUNT(with_two_escs));
	tcase_add_test(all, the_rest_of_a_key_behind_back_is_never_typed);
	tcase_add_test(all, what_is_typed_after_back_is_typed);
	tcase_add_test(all, a_paste_without_end_is_dropped_by_two_interrupts);
	tcase_add_test(all, interrupts_inside_a_paste_are_a_part_of_it);
	tcase_add_test(all, a_terminal_teaches_its_own_keys);
	tcase_add_test(all, no_bytes_make_the_keyboard_dead);
	tcase_add_test(all, any_bytes_mean_the_same_however_they_are_cut);
	tcase_add_test(all, a_lone_esc_waits_and_says_so);
	tcase_add_test(all, nul_and_other_control_bytes_do_nothing);
	tcase_add_test(all, a_paste_without_end_stays_within_its_room);
	tcase_add_loop_test(all, every_key_of_the_manual_does_what_it_says, 1, IK_ACTION_COUNT);
	tcase_add_test(all, other_encodings_are_decoded);
	tcase_add_test(all, an_ascii_locale_takes_no_other_bytes);
	suite_add_tcase(suite, all);
	return suite;
}
