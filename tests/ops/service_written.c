/* SPDX-License-Identifier: GPL-3.0-or-later */
/* service_written.c: where services are, and how they are asked, is read as it is written. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "fake_store.h"
#include "ops/status/service.h"
#include "store/store.h"
#include "suites.h"

static const struct {
	const char *text, *name, *host, *port; /* NAME NULL: refused */
	bool is_address;
} written[] = {
	{"srv01.example.jp:443", "srv01.example.jp:443", "srv01.example.jp", "443", false},
	{"SRV01.example.jp:0443", "srv01.example.jp:443", "srv01.example.jp", "443", false},
	{"localhost:65535", "localhost:65535", "localhost", "65535", false},
	{"my_app:8443", "my_app:8443", "my_app", "8443", false},
	{"例え.jp:443", "xn--r8jz45g.jp:443", "xn--r8jz45g.jp", "443", false},
	{"ｓｒｖ０１：４４３", "srv01:443", "srv01", "443", false},
	{"192.0.2.1:25", "192.0.2.1:25", "192.0.2.1", "25", true},
	{"[::1]:443", "[::1]:443", "::1", "443", true},
	{"[2001:db8::25]:25", "[2001:db8::25]:25", "2001:db8::25", "25", true},
	{"srv01.example.jp.:443", "srv01.example.jp:443", "srv01.example.jp", "443", false},
	{"[fe80::1%eth0]:443", "[fe80::1%eth0]:443", "fe80::1%eth0", "443", true},
	{"srv01.example.jp", NULL, NULL, NULL, false},
	{"srv01.example.jp:", NULL, NULL, NULL, false},
	{":443", NULL, NULL, NULL, false},
	{"", NULL, NULL, NULL, false},
	{"srv01:0", NULL, NULL, NULL, false},
	{"srv01:65536", NULL, NULL, NULL, false},
	{"srv01:99999999999999999999", NULL, NULL, NULL, false},
	{"srv01:https", NULL, NULL, NULL, false},
	{"srv01:-1", NULL, NULL, NULL, false},
	{"::1:443", NULL, NULL, NULL, false},
	{"2001:db8::25:25", NULL, NULL, NULL, false},
	{"[::1]", NULL, NULL, NULL, false},
	{"[srv01]:443", NULL, NULL, NULL, false},
	{"[fe80::1%\x1b[2J]:443", NULL, NULL, NULL, false},
	{"[fe80::1%\"]:443", NULL, NULL, NULL, false},
	{"[fe80::1%]:443", NULL, NULL, NULL, false},
	{".:443", NULL, NULL, NULL, false},
	{"[192.0.2.1]:443", NULL, NULL, NULL, false},
	{"https://srv01:443", NULL, NULL, NULL, false},
	{"-srv01:443", NULL, NULL, NULL, false},
	{"srv01 :443", NULL, NULL, NULL, false},
};

START_TEST(a_service_is_where_it_is_written)
{
	struct ik_services services = {0};
	struct ik_error err = {0};
	bool ok = ik_service_add(&services, written[_i].text, &err);

	ck_assert_msg(ok == (written[_i].name != NULL), "%s", written[_i].text);
	if (!ok) {
		ck_assert_int_eq(err.id, IK_E_SERVICE_FORM);
		ck_assert_uint_eq(services.n, 0);
		return;
	}
	ck_assert_str_eq(services.items->name, written[_i].name);
	ck_assert_str_eq(services.items->host, written[_i].host);
	ck_assert_str_eq(services.items->port, written[_i].port);
	ck_assert_int_eq(services.items->is_address, written[_i].is_address);
	ik_services_free(&services);
}
END_TEST

START_TEST(no_more_than_can_be_asked_at_once_are_taken)
{
	struct ik_services services = {0};
	struct ik_error err = {0};

	for (int i = 0; i < IK_SERVICES_MAX; i++)
		ck_assert(ik_service_add(&services, "srv01:443", NULL));
	ck_assert(!ik_service_add(&services, "srv01:443", &err));
	ck_assert_int_eq(err.id, IK_E_SERVICE_MANY);
	ik_services_free(&services);
}
END_TEST

/* What the list TEXT gives; the error, or IK_E_NONE. */
static enum ik_error_id read_list(const char *text, struct ik_services *services,
				  struct ik_error *err)
{
	ik_store *store;

	*services = (struct ik_services){0};
	*err = (struct ik_error){0};
	fake_add(&(struct fake_generation){0});
	if (text)
		fake_write("services", text);
	store = ik_store_open(fake_path, NULL);
	ck_assert_int_eq(ik_services_listed(store, services, err), err->id == IK_E_NONE);
	ik_store_close(store);
	return err->id;
}

START_TEST(the_list_of_a_store_says_where_how_and_who_reloads)
{
	static const char list[] = "\xef\xbb\xbf# all of them\r\n"
				   "\n"
				   "  127.0.0.1:443\n"
				   "mail:25 starttls=smtp hook=postfix-reload # the mail\n"
				   "\t[::1]:5432\thook=pg\tsni=DB.example.jp  starttls=postgres\r\n"
				   "last:443";
	struct ik_services services;
	struct ik_error err;

	ck_assert_int_eq(read_list(list, &services, &err), IK_E_NONE);
	ck_assert_uint_eq(services.n, 4);
	ck_assert_str_eq(services.items[0].name, "127.0.0.1:443");
	ck_assert_ptr_null(services.items[0].hook);
	ck_assert_ptr_null(services.items[0].sni);
	ck_assert_int_eq(services.items[0].starttls, IK_STARTTLS_NONE);
	ck_assert_int_eq(services.items[1].starttls, IK_STARTTLS_SMTP);
	ck_assert_str_eq(services.items[1].hook, "postfix-reload");
	ck_assert_str_eq(services.items[2].name, "[::1]:5432");
	ck_assert_int_eq(services.items[2].starttls, IK_STARTTLS_POSTGRES);
	ck_assert_str_eq(services.items[2].sni, "db.example.jp");
	ck_assert_str_eq(services.items[3].name, "last:443");
	ik_services_free(&services);
}
END_TEST

START_TEST(a_store_without_a_list_has_no_services)
{
	struct ik_services services;
	struct ik_error err;

	ck_assert_int_eq(read_list(NULL, &services, &err), IK_E_NONE);
	ck_assert_uint_eq(services.n, 0);
}
END_TEST

START_TEST(a_list_that_is_no_text_lists_nothing)
{
	static const char *const lists[] = {"one:443\nt\xff:443\n", "\xff\xfeo"};
	struct ik_services services;
	struct ik_error err;

	ck_assert_int_eq(read_list(lists[_i], &services, &err), IK_E_SERVICES_TEXT);
	ck_assert_uint_eq(services.n, 0);
}
END_TEST

START_TEST(a_line_that_is_wrong_is_named_with_the_reason)
{
	static const char *const lines[] = {
		"srv01",          "a:443 b:443",    "a:443 starttls=telnet",
		"a:443 starttls", "a:443 sni=a..b", "a:443 color=red",
	};
	struct ik_services services;
	struct ik_error err;
	char *list = ik_format("one:443\n%s\n", lines[_i]);

	ck_assert_int_eq(read_list(list, &services, &err), IK_E_SERVICES_LINE);
	ck_assert_str_eq(err.arg[0], "2");
	ck_assert_str_eq(err.arg[1], lines[_i]);
	ck_assert(ik_error_tells_more(&err));
	ik_services_free(&services);
	free(list);
}
END_TEST

Suite *suite_service_written(void)
{
	Suite *suite = suite_create("service_written");
	TCase *names = tcase_create("written");

	tcase_add_checked_fixture(names, fake_begin, fake_end);
	tcase_add_loop_test(names, a_service_is_where_it_is_written, 0, IK_COUNT(written));
	tcase_add_test(names, no_more_than_can_be_asked_at_once_are_taken);
	tcase_add_test(names, the_list_of_a_store_says_where_how_and_who_reloads);
	tcase_add_test(names, a_store_without_a_list_has_no_services);
	tcase_add_loop_test(names, a_list_that_is_no_text_lists_nothing, 0, 2);
	tcase_add_loop_test(names, a_line_that_is_wrong_is_named_with_the_reason, 0, 6);
	suite_add_tcase(suite, names);
	return suite;
}
