/* SPDX-License-Identifier: GPL-3.0-or-later */
/* agents_hostile.c: whoever reaches the web server may write a report.  It harms neither the list
 * nor what the list is written to, and hides no other. */
#include "config.h"

#include <check.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "agents_world.h"
#include "base/alloc.h"
#include "base/buffer.h"
#include "base/text.h"
#include "suites.h"

/* --- a library that a report ends ------------------------------------------------------------- */

static const char poison[] = "the end of its reader";

json_t *__real_json_loadb(const char *data, size_t size, size_t flags, json_error_t *error);
json_t *__wrap_json_loadb(const char *data, size_t size, size_t flags, json_error_t *error);

json_t *__wrap_json_loadb(const char *data, size_t size, size_t flags, json_error_t *error)
{
	if (memmem(data, size, poison, strlen(poison)))
		__builtin_trap();
	return __real_json_loadb(data, size, flags, error);
}

/* --- what is no report ------------------------------------------------------------------------ */

#define ID "\"00000000000000000000000000000063\"" /* 99 */
#define SHA256 "\"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\""
#define TIME "\"2026-12-02T03:00:00Z\""
#define BEGIN "{\"inkan_report\": 1, \"id\": " ID ", "
#define GOOD BEGIN "\"name\": \"a\", \"time\": " TIME ", \"sha256\": " SHA256

static const struct {
	const char *text;
	enum ik_agent_damage damage;
} texts[] = {
	{GOOD "}", IK_AGENT_WHOLE},
	{"", IK_AGENT_NOT_JSON},
	{"{", IK_AGENT_NOT_JSON},
	{"null", IK_AGENT_NOT_JSON},
	{GOOD "} trailing", IK_AGENT_NOT_JSON},
	{GOOD ", \"name\": \"b\"}", IK_AGENT_NOT_JSON},
	{GOOD ", \"x\": \"\xff\xfe\"}", IK_AGENT_NOT_JSON},
	{GOOD ", \"x\": \"\\u0000\"}", IK_AGENT_NOT_JSON},
	{GOOD ", \"x\": 1e999}", IK_AGENT_NOT_JSON},
	{GOOD ", \"sequence\": 99999999999999999999999}", IK_AGENT_NOT_JSON},
	{"[]", IK_AGENT_WRONG},
	{"{}", IK_AGENT_WRONG},
	{"{\"inkan_report\": \"1\"}", IK_AGENT_WRONG},
	{"{\"inkan_report\": 0}", IK_AGENT_WRONG},
	{"{\"inkan_report\": 2, \"anything\": []}", IK_AGENT_NEWER},
	{BEGIN "\"time\": " TIME ", \"sha256\": " SHA256 "}", IK_AGENT_WRONG},
	{BEGIN "\"name\": \"\", \"time\": " TIME ", \"sha256\": " SHA256 "}", IK_AGENT_WRONG},
	{BEGIN "\"name\": 7, \"time\": " TIME ", \"sha256\": " SHA256 "}", IK_AGENT_WRONG},
	{BEGIN "\"name\": \"a\", \"time\": 1795316400, \"sha256\": " SHA256 "}", IK_AGENT_WRONG},
	{BEGIN "\"name\": \"a\", \"time\": \"yesterday\", \"sha256\": " SHA256 "}", IK_AGENT_WRONG},
	{BEGIN "\"name\": \"a\", \"time\": " TIME ", \"sha256\": \"00\"}", IK_AGENT_WRONG},
	{BEGIN "\"name\": \"a\", \"time\": " TIME ", \"sha256\": null}", IK_AGENT_WRONG},
	{GOOD ", \"serial\": 7}", IK_AGENT_WRONG},
	{GOOD ", \"machine\": \"short\"}", IK_AGENT_WRONG},
	{GOOD ", \"machine\": null}", IK_AGENT_WHOLE},
	{GOOD ", \"confirmed\": true}", IK_AGENT_WRONG},
	{GOOD ", \"recovery\": \"something\"}", IK_AGENT_WRONG},
	{GOOD ", \"stored\": \"no\"}", IK_AGENT_WRONG},
	{GOOD ", \"tls\": []}", IK_AGENT_WRONG},
	{GOOD ", \"tls\": \"a word of later\"}", IK_AGENT_WHOLE},
	{GOOD ", \"sets\": {}}", IK_AGENT_WRONG},
	{GOOD ", \"sets\": [7]}", IK_AGENT_WRONG},
	{GOOD ", \"sets\": [{\"name\": \"../x\", \"sequence\": -1}]}", IK_AGENT_WRONG},
	{GOOD ", \"refusals\": {}}", IK_AGENT_WRONG},
	{GOOD ", \"refusals\": [[]]}", IK_AGENT_WRONG},
	{GOOD ", \"refusals\": [{\"time\": " TIME ", \"reason\": \"7201\"}]}", IK_AGENT_WRONG},
	{GOOD ", \"refusals\": [{\"time\": " TIME ", \"reason\": 1000000}]}", IK_AGENT_WRONG},
	{GOOD ", \"refusals\": [{\"time\": " TIME ", \"reason\": 7201, \"what\": []}]}",
	 IK_AGENT_WRONG},
	{GOOD ", \"refusals_more\": []}", IK_AGENT_WRONG},
	{GOOD ", \"of a later version\": {\"x\": [1, 2]}}", IK_AGENT_WHOLE},
};

/* The damage of the only report there is. */
static enum ik_agent_damage damage(void)
{
	ik_agents *agents = agents_read(NULL);
	struct ik_agent_row row;

	ck_assert_uint_eq(ik_agents_n(agents), 1);
	ik_agents_row(agents, 0, &row);
	ck_assert_int_eq(row.cause == IK_AGENT_DAMAGED, row.damage != IK_AGENT_WHOLE);
	ik_agents_free(agents);
	return row.damage;
}

START_TEST(what_is_missing_or_of_another_kind_is_told)
{
	agents_raw(99, texts[_i].text, strlen(texts[_i].text));
	ck_assert_msg(damage() == texts[_i].damage, "%d of %s", (int)damage(), texts[_i].text);
}
END_TEST

START_TEST(a_report_under_the_id_of_another_is_damaged)
{
	agents_raw(98, GOOD "}", strlen(GOOD "}"));
	ck_assert_int_eq(damage(), IK_AGENT_OTHER_ID);
}
END_TEST

START_TEST(json_as_deep_as_it_gets_is_refused)
{
	struct ik_buffer text = {0};

	for (int i = 0; i < 60000; i++)
		ik_buffer_text(&text, "[");
	agents_raw(99, text.data, text.size);
	ck_assert_int_eq(damage(), IK_AGENT_NOT_JSON);
	ik_buffer_free(&text);
}
END_TEST

START_TEST(ten_mebibytes_are_not_read)
{
	char *path = agents_file(99);

	agents_raw(99, "{", 1);
	ck_assert_int_eq(truncate(path, 10 * 1024 * 1024), 0);
	ck_assert_int_eq(damage(), IK_AGENT_LARGE);
	ck_assert_int_eq(truncate(path, 64 * 1024 + 1), 0);
	ck_assert_int_eq(damage(), IK_AGENT_LARGE);
	ck_assert_int_eq(truncate(path, 64 * 1024), 0);
	ck_assert_int_eq(damage(), IK_AGENT_NOT_JSON);
	free(path);
}
END_TEST

/* --- what is no file -------------------------------------------------------------------------- */

static void make_fifo(const char *path)
{
	ck_assert_int_eq(mkfifo(path, 0600), 0);
}

static void make_link(const char *path)
{
	ck_assert_int_eq(symlink("/etc/hostname", path), 0);
}

static void make_lost_link(const char *path)
{
	ck_assert_int_eq(symlink("/nonexistent", path), 0);
}

static void make_directory(const char *path)
{
	ck_assert_int_eq(mkdir(path, 0700), 0);
}

/* Of a report that another agent sent. */
static void make_second_name(const char *path)
{
	char *other = fake_file("elsewhere");

	fake_write("elsewhere", GOOD "}");
	ck_assert_int_eq(link(other, path), 0);
	free(other);
}

static void make_socket(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	ck_assert_uint_lt(strlen(path), sizeof(address.sun_path));
	memcpy(address.sun_path, path, strlen(path));
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	close(fd);
}

static void (*const makers[])(const char *path) = {
	make_fifo, make_link, make_lost_link, make_directory, make_second_name, make_socket,
};

/* And the line that is its cure removes it. */
START_TEST(what_is_no_ordinary_file_is_neither_followed_nor_waited_for)
{
	char *path = agents_file(99), *id = ik_format("%032x", 99);
	struct ik_list who = {0};
	struct stat st;
	ik_agents *agents;
	size_t n = 0;

	makers[_i](path);
	ck_assert_int_eq(damage(), IK_AGENT_NOT_FILE);
	ik_list_add(&who, id);
	agents = agents_read(NULL);
	ck_assert(ik_agents_forget(agents, &who, &n, NULL));
	ck_assert_uint_eq(n, 1);
	ck_assert_int_ne(lstat(path, &st), 0);
	ik_agents_free(agents);
	ik_list_free(&who);
	free(id);
	free(path);
}
END_TEST

START_TEST(what_has_another_name_is_no_report)
{
	static const char *const names[] = {"incoming",
					    "0000000000000000000000000000006G.json",
					    "000000000000000000000000000000063.json",
					    "00000000000000000000000000000063.json.tmp",
					    "0000000000000000000000000000000A.json",
					    ".json"};
	ik_agents *agents;

	for (size_t i = 0; i < IK_COUNT(names); i++) {
		char *name = ik_format("reports/%s", names[i]);

		fake_write(name, "{");
		free(name);
	}
	agents = agents_read(NULL);
	ck_assert_uint_eq(ik_agents_n(agents), 0);
	ik_agents_free(agents);
}
END_TEST

/* --- what is shown ---------------------------------------------------------------------------- */

START_TEST(escapes_are_shown_and_not_obeyed)
{
	struct ik_agent_row row;
	ik_agents *agents;
	char *details;

	agents_report(&(struct reported){
		.name = "a\\u001b[31mb\\u202ec\\u009b",
		.more = ", \"refusals\": [{\"time\": \"2026-12-01T10:00:00Z\", \"reason\": 7201, "
			"\"what\": \"\\u001b]0;x\\u0007\\nnote\"}]"});
	agents = agents_read(NULL);
	ik_agents_row(agents, 0, &row);
	ck_assert(ik_text_is_visible(row.name));
	ck_assert_ptr_nonnull(strstr(row.name, "<U+202E>"));
	ck_assert(ik_text_is_visible(row.refused_what));
	details = ik_agent_details(&row);
	ck_assert(ik_text_is_visible(details));
	free(details);
	ik_agents_free(agents);
}
END_TEST

START_TEST(no_word_of_a_report_stands_in_a_line_to_paste)
{
	ik_agents *agents;

	agents_report(&(struct reported){.name = "; rm -rf /", .age = 4 * FAKE_DAY});
	agents_report(&(struct reported){.name = "$(reboot)", .sha256 = agents_sha256(1)});
	agents_report(&(struct reported){.name = "`reboot`", .clock = 7200});
	agents_report(&(struct reported){.name = "|reboot", .age = 100 * FAKE_DAY});
	agents_raw(99, "reboot", 6);
	agents = agents_read(NULL);
	ck_assert_uint_eq(ik_agents_n(agents), 5);
	for (size_t i = 0; i < 5; i++) {
		struct ik_agent_row row;
		char *line;

		ik_agents_row(agents, i, &row);
		line = ik_agents_line(agents, &row);
		ck_assert_str_ne(line, "");
		ck_assert_ptr_null(strstr(line, "reboot"));
		ck_assert_ptr_null(strstr(line, "rm -rf"));
		free(line);
	}
	ik_agents_free(agents);
}
END_TEST

/* What FILE of the fake folder holds; caller frees. */
static char *content(const char *path)
{
	struct ik_buffer text = {0};
	char chunk[4096];
	FILE *file = fopen(path, "r");
	size_t n;

	ck_assert_ptr_nonnull(file);
	while ((n = fread(chunk, 1, sizeof(chunk), file)) > 0)
		ik_buffer_add(&text, chunk, n);
	fclose(file);
	return (char *)text.data;
}

START_TEST(no_cell_of_a_spreadsheet_is_a_formula)
{
	static const char *const names[] = {"=1+1",
					    "+1",
					    "-1",
					    "@SUM(A1)",
					    "a\\\"b,c",
					    "\xef\xbc\x9d"
					    "1",
					    "\xef\xbc\xa0"
					    "A"};
	char *file = ik_format("%s/list.csv", fake_folder), *text;
	ik_agents *agents;

	for (size_t i = 0; i < IK_COUNT(names); i++)
		agents_report(&(struct reported){
			.name = names[i], .generation = 1, .more = ", \"sets\": null"});
	agents = agents_read(NULL);
	ck_assert(ik_agents_save_csv(agents, false, file, NULL));
	text = content(file);
	ck_assert_int_eq(memcmp(text, "\xef\xbb\xbfname,id,", 11), 0);
	ck_assert_ptr_nonnull(strstr(text, "\n\"'=1+1\","));
	ck_assert_ptr_nonnull(strstr(text, "\n\"'+1\","));
	ck_assert_ptr_nonnull(strstr(text, "\n\"'-1\","));
	ck_assert_ptr_nonnull(strstr(text, "\n\"'@SUM(A1)\","));
	ck_assert_ptr_nonnull(strstr(text, "\n\"a\"\"b,c\","));
	ck_assert_ptr_nonnull(strstr(text, "\n\"'\xef\xbc\x9d"
					   "1\","));
	ck_assert_ptr_nonnull(strstr(text, "\n\"'\xef\xbc\xa0"
					   "A\","));
	ik_agents_free(agents);
	free(text);
	free(file);
}
END_TEST

START_TEST(a_name_that_is_a_path_leads_nowhere)
{
	struct ik_list who = {0};
	ik_agents *agents;
	char *victim = fake_file("victim.json");
	size_t n = 0;

	fake_write("victim.json", "keep me");
	agents_report(&(struct reported){.name = "../victim"});
	ik_list_add(&who, "../victim");
	agents = agents_read(NULL);
	ck_assert(ik_agents_forget(agents, &who, &n, NULL));
	ck_assert_uint_eq(n, 1);
	ck_assert_int_eq(access(victim, F_OK), 0);
	ik_agents_free(agents);
	ik_list_free(&who);
	free(victim);
}
END_TEST

/* --- the others ------------------------------------------------------------------------------- */

START_TEST(a_report_that_ends_its_reader_spoils_no_other)
{
	char *more = ik_format(", \"x\": \"%s\"", poison);
	ik_agents *agents;

	for (int i = 0; i < 40; i++) {
		char *name = ik_format("agent%d", i);

		agents_report(&(struct reported){.name = name, .more = i % 13 == 5 ? more : NULL});
		free(name);
	}
	agents = agents_read(NULL);
	ck_assert_uint_eq(ik_agents_n(agents), 40);
	ck_assert_uint_eq(ik_agents_counted(agents)->cause[IK_AGENT_DAMAGED], 3);
	ck_assert_uint_eq(ik_agents_counted(agents)->cause[IK_AGENT_FINE], 37);
	ik_agents_free(agents);
	free(more);
}
END_TEST

START_TEST(a_flood_of_rubbish_hides_nobody)
{
	ik_agents *agents;

	agents_report(&(struct reported){.name = "fine"});
	agents_report(&(struct reported){.name = "behind", .generation = 1});
	for (unsigned i = 0; i < 5000; i++)
		agents_raw(100000 + i, "[[[[", 4);
	agents = agents_read(NULL);
	ck_assert_uint_eq(ik_agents_counted(agents)->cause[IK_AGENT_DAMAGED], 5000);
	ck_assert_int_eq(agents_row(agents, "fine").cause, IK_AGENT_FINE);
	ck_assert_int_eq(agents_row(agents, "behind").cause, IK_AGENT_GENERATION);
	ck_assert(!ik_agents_counted(agents)->more);
	ik_agents_free(agents);
}
END_TEST

START_TEST(a_flood_ends_where_it_is_said)
{
	struct ik_agents_wish wish = {.store = fake_path, .now = AGENTS_NOW, .most = 10};
	ik_agents *agents;

	for (unsigned i = 0; i < 11; i++)
		agents_raw(100 + i, "{", 1);
	agents = ik_agents_read(&wish, NULL);
	ck_assert_uint_eq(ik_agents_n(agents), 10);
	ck_assert(ik_agents_counted(agents)->more);
	ik_agents_free(agents);
}
END_TEST

Suite *suite_agents_hostile(void)
{
	Suite *suite = suite_create("agents hostile");
	TCase *tcase = tcase_create("hostile");

	tcase_set_timeout(tcase, 120);
	tcase_add_checked_fixture(tcase, agents_begin, agents_end);
	tcase_add_loop_test(tcase, what_is_missing_or_of_another_kind_is_told, 0,
			    (int)IK_COUNT(texts));
	tcase_add_test(tcase, a_report_under_the_id_of_another_is_damaged);
	tcase_add_test(tcase, json_as_deep_as_it_gets_is_refused);
	tcase_add_test(tcase, ten_mebibytes_are_not_read);
	tcase_add_loop_test(tcase, what_is_no_ordinary_file_is_neither_followed_nor_waited_for, 0,
			    (int)IK_COUNT(makers));
	tcase_add_test(tcase, what_has_another_name_is_no_report);
	tcase_add_test(tcase, escapes_are_shown_and_not_obeyed);
	tcase_add_test(tcase, no_word_of_a_report_stands_in_a_line_to_paste);
	tcase_add_test(tcase, no_cell_of_a_spreadsheet_is_a_formula);
	tcase_add_test(tcase, a_name_that_is_a_path_leads_nowhere);
	tcase_add_test(tcase, a_report_that_ends_its_reader_spoils_no_other);
	tcase_add_test(tcase, a_flood_of_rubbish_hides_nobody);
	tcase_add_test(tcase, a_flood_ends_where_it_is_said);
	suite_add_tcase(suite, tcase);
	return suite;
}
