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

/* What BYTES, handed over in two parts, mean. */
static char *decoded(const char *bytes, size_t size, size_t cut)
{
	struct ik_keys keys;
	struct ik_buffer out = {0};

	ik_keys_start(&keys);
	feed(&keys, bytes, cut, &out);
	feed(&keys, bytes + cut, size - cut, &out);
	ik_keys_end(&keys);
	char *text = ik_strdup(ik_buffer_string(&out));
	ik_buffer_free(&out);
	return text;
}

static void expect(const char *bytes, const char *meaning)
{
	size_t size = strlen(bytes);

	for (size_t cut = 0; cut <= size; cut++) {
		char *text = decoded(bytes, size, cut);
		ck_assert_msg(strcmp(text, meaning) == 0, "'%s' cut at %zu: %s instead of %s",
			      bytes, cut, text, meaning);
		free(text);
	}
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
	{ "\033\033", "<back>" }, { "\033a", "a" },
	{ "\033\r", "<enter>" }, { "\033\t", "<forward>" }, { "\0334x", "x" },
	{ "\033[\033[A", "<up>" }, { "\033O\r", "<enter>" }, { "\033[1\003", "<quit>" },
	/* a numeric keypad in application mode */
	{ "\033Op\033Oy\033On", "09." }, { "\033OM", "<enter>" }, { "\033OX1", "1" },
	/* control keys */
	{ "\r", "<enter>" }, { "\n", "<enter>" }, { "\t", "<forward>" }, { "\010", "<erase>" }, { "\177", "<erase>" },
	{ "\003", "<quit>" }, { "\007", "<help>" },
	{ "\014", "<redraw>" }, { "\022", "<reveal>" }, { "\032", "<suspend>" },
	{ "\001\005\025\013\027\004", "<home><end><erase-line><erase-end><erase-word><delete>" },
	{ "\016\020", "<down><up>" },
	/* nobody knows these: nothing of them becomes text */
	{ "\033[?62;1;2cx", "x" }, { "\033[99~x", "x" },
	{ "\033[1;9Xx", "x" }, { "\033[<0;3;3Mx", "x" }, { "\033[Ix", "x" },
	{ "\033[1234567890123;4567890123456789;1234567890~x", "x" }, { "\033[?2004;1$yx", "yx" }, { "\033[201~x", "x" },
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

START_TEST(a_lone_esc_waits_and_says_so)
{
	struct ik_keys keys;
	struct ik_buffer out = {0};

	ik_keys_start(&keys);
	feed(&keys, "\033", 1, &out);
	ck_assert(ik_keys_esc_waits(&keys));
	ck_assert_uint_eq(out.size, 0);
	feed(&keys, "[", 1, &out);
	ck_assert(!ik_keys_esc_waits(&keys));
	feed(&keys, "A", 1, &out);
	ck_assert_str_eq(ik_buffer_string(&out), "<up>");
	ik_buffer_free(&out);
	ik_keys_end(&keys);
}
END_TEST

START_TEST(nul_and_other_control_bytes_do_nothing)
{
	char *text = decoded("a\0\002\006\021\023\024\026\030\031\034\035\036\037b", 15, 8);

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
	tcase_add_test(all, a_lone_esc_waits_and_says_so);
	tcase_add_test(all, nul_and_other_control_bytes_do_nothing);
	tcase_add_test(all, a_paste_without_end_stays_within_its_room);
	tcase_add_loop_test(all, every_key_of_the_manual_does_what_it_says, 1, IK_ACTION_COUNT);
	tcase_add_test(all, other_encodings_are_decoded);
	tcase_add_test(all, an_ascii_locale_takes_no_other_bytes);
	suite_add_tcase(suite, all);
	return suite;
}
