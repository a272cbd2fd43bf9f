/* SPDX-License-Identifier: GPL-3.0-or-later */
/* service.c: what services show is set beside the store, and nothing that is right is called
 * wrong. */
#include "config.h"

#include "ops/status/service.h"

#include <arpa/inet.h>
#include <check.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buffer.h"
#include "fake_store.h"
#include "lib/tls_peer.h"
#include "ops/status/check.h"
#include "ops/status/show.h"
#include "pki/certificate.h"
#include "pki/key.h"
#include "store/store.h"
#include "suites.h"

static char *certificate_of(unsigned generation)
{
	ik_store *store = ik_store_open(fake_path, NULL);
	struct ik_buffer pem = {0};
	char *text;

	ck_assert(ik_store_read(store, generation, "certificate.pem", &pem, NULL));
	text = ik_strdup(ik_buffer_string(&pem));
	ik_buffer_free(&pem);
	ik_store_close(store);
	return text;
}

static pid_t server;

/* A service that shows CERTIFICATE; its name in SERVICES. */
static void serve(struct tls_peer peer, const char *certificate, const char *address,
		  struct ik_services *services)
{
	unsigned port;
	/* A secret is gone in a child. */
	char *key = ik_strdup(fake_key(0)), *name;

	peer.certificate = certificate;
	peer.key = key;
	server = tls_peer_listen(&peer, address, &port);
	name = ik_format(strchr(address, ':') ? "[%s]:%u" : "%s:%u", address, port);
	ck_assert(ik_service_add(services, name, NULL));
	free(name);
	free(key);
}

/* Nobody takes connections at the service NUMBER of SERVICES any more, and nobody else begins to:
 * the next who wants any port may get one that is free. */
static int shut(const struct ik_services *services, size_t number)
{
	const struct sockaddr_in at = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
		.sin_port = htons((in_port_t)strtoul(services->items[number].port, NULL, 10)),
	};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;

	tls_peer_end(server);
	ck_assert_int_eq(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)), 0);
	ck_assert_int_eq(bind(fd, (const struct sockaddr *)&at, sizeof(at)), 0);
	return fd;
}

static struct ik_check check_services(struct ik_services *services, bool listed)
{
	struct ik_check_wish wish = {
		.store = fake_path,
		.now = FAKE_NOW,
		.clock = IK_CLOCK_SYNCHRONISED,
		.services = services,
		.listed = listed,
	};
	struct ik_check check;

	ik_check(&wish, &check);
	return check;
}

static const struct ik_finding *find(const struct ik_check *check, enum ik_error_id id)
{
	for (size_t i = 0; i < check->n; i++)
		if (check->findings[i].error.id == id)
			return &check->findings[i];
	return NULL;
}

/* What is in use is generation 2, and the service shows what it loaded. */
enum loaded {
	LOADED_NOW,
	LOADED_BEFORE,
	LOADED_UNUSED,
	LOADED_FOREIGN,
	LOADED_EXPIRED,
	LOADED_OLD_EXPIRED
};

static const struct {
	enum loaded loaded;
	enum ik_seen_state state;
	const char *word;
	unsigned generation;
	enum ik_error_id finding;
	enum ik_severity severity;
} shown[] = {
	{LOADED_NOW, IK_SEEN_IN_USE, "in-use", 2, IK_E_NONE, 0},
	{LOADED_BEFORE, IK_SEEN_OLD, "old", 1, IK_E_SERVICE_OLD, IK_SEVERITY_WARNING},
	{LOADED_UNUSED, IK_SEEN_OTHER_TIME, "other", 3, IK_E_SERVICE_OTHER_TIME,
	 IK_SEVERITY_WARNING},
	{LOADED_FOREIGN, IK_SEEN_FOREIGN, "foreign", 0, IK_E_SERVICE_FOREIGN, IK_SEVERITY_CRITICAL},
	{LOADED_EXPIRED, IK_SEEN_EXPIRED, "expired", 0, IK_E_SERVICE_EXPIRED, IK_SEVERITY_CRITICAL},
	{LOADED_OLD_EXPIRED, IK_SEEN_EXPIRED, "expired", 1, IK_E_SERVICE_EXPIRED,
	 IK_SEVERITY_CRITICAL},
};

/* Makes the store, and says what a service that LOADED it then shows. */
static char *load(enum loaded loaded)
{
	const struct fake_generation usual = {0}, unused = {.unused = true};
	const struct fake_generation expired = {.from = FAKE_NOW - 20 * FAKE_DAY,
						.until = FAKE_NOW - FAKE_DAY};
	char *text = NULL, *all = fake_path;

	if (loaded == LOADED_FOREIGN || loaded == LOADED_EXPIRED) {
		fake_path = ik_format("%s.other", all);
		fake_add(loaded == LOADED_EXPIRED ? &expired : &usual);
		text = certificate_of(1);
		free(fake_path);
		fake_path = all;
	}
	fake_add(loaded == LOADED_OLD_EXPIRED ? &expired : &usual);
	fake_add(&usual);
	fake_add(&unused);
	return text ? text
		    : certificate_of(loaded == LOADED_NOW      ? 2
				     : loaded == LOADED_UNUSED ? 3
							       : 1);
}

START_TEST(what_a_service_shows_is_set_beside_what_is_in_use)
{
	struct ik_services services = {0};
	char *certificate = load(shown[_i].loaded);
	struct ik_check check;
	const struct ik_finding *finding;

	serve((struct tls_peer){0}, certificate, "127.0.0.1", &services);
	check = check_services(&services, false);
	tls_peer_end(server);
	ck_assert_uint_eq(services.n, 0);
	ck_assert_int_eq(check.seen[0].state, shown[_i].state);
	ck_assert_str_eq(ik_seen_word(check.seen[0].state), shown[_i].word);
	ck_assert_uint_eq(check.seen[0].generation, shown[_i].generation);
	finding = shown[_i].finding ? find(&check, shown[_i].finding) : NULL;
	if (shown[_i].finding) {
		ck_assert_ptr_nonnull(finding);
		ck_assert_int_eq(finding->severity, shown[_i].severity);
		ck_assert(finding->cure && *finding->cure);
		ck_assert_str_eq(finding->error.arg[0], check.services.items[0].name);
		/* In groups of four, as it is shown everywhere. */
		if (shown[_i].state == IK_SEEN_FOREIGN)
			ck_assert_msg(strcspn(finding->error.arg[1], " ") == 4, "%s",
				      finding->error.arg[1]);
	}
	for (size_t i = 0; i < check.n; i++) {
		unsigned number = ik_error_number(check.findings[i].error.id);

		ck_assert(&check.findings[i] == finding || number < 6200 || number >= 6300);
	}
	ik_check_free(&check);
	free(certificate);
}
END_TEST

/* A rollback uses a certificate again: it is in use, whatever else has it. */
START_TEST(the_same_certificate_in_an_older_generation_is_in_use_all_the_same)
{
	struct ik_services services = {0};
	struct ik_check check;
	char *certificate;

	fake_add(&(struct fake_generation){0});
	certificate = certificate_of(1);
	fake_add(&(struct fake_generation){0});
	fake_add(&(struct fake_generation){.certificate = certificate});
	serve((struct tls_peer){0}, certificate, "127.0.0.1", &services);
	check = check_services(&services, false);
	tls_peer_end(server);
	ck_assert_int_eq(check.seen[0].state, IK_SEEN_IN_USE);
	ck_assert_uint_eq(check.seen[0].generation, 3);
	ik_check_free(&check);
	free(certificate);
}
END_TEST

/* The one in use may be the other one that a service has. */
START_TEST(a_service_with_a_certificate_for_each_kind_of_key_is_asked_for_ours)
{
	static const char prefers_rsa[] =
		"NORMAL:-VERS-ALL:+VERS-TLS1.2:-ECDHE-ECDSA:+ECDHE-ECDSA:%SERVER_PRECEDENCE";
	struct ik_services services = {0};
	struct ik_list names = {0}, none = {0};
	struct ik_certificate_wish wish = {.common_name = "srv01",
					   .dns_names = &names,
					   .ip_addresses = &none,
					   .not_before = FAKE_NOW,
					   .not_after = FAKE_NOW + FAKE_DAY};
	struct ik_buffer pem = {0};
	struct ik_check check;
	ik_secret *key = NULL;
	char *certificate = load(LOADED_NOW), *copy;

	ck_assert(ik_key_generate("rsa-3072", &key, NULL));
	ik_list_add(&names, "srv01");
	ck_assert(ik_certificate_self_sign(&wish, key, &pem, NULL));
	copy = ik_strdup(ik_secret_data(key));
	serve((struct tls_peer){.other_certificate = ik_buffer_string(&pem),
				.other_key = copy,
				.priorities = prefers_rsa},
	      certificate, "127.0.0.1", &services);
	check = check_services(&services, false);
	tls_peer_end(server);
	ck_assert_int_eq(check.seen[0].state, IK_SEEN_IN_USE);
	ik_check_free(&check);
	ik_buffer_free(&pem);
	ik_list_free(&names);
	ik_secret_free(key);
	free(copy);
	free(certificate);
}
END_TEST

/* An address asks for the name in the certificate, a name for itself. */
START_TEST(the_server_is_asked_for_by_its_name)
{
	struct ik_services services = {0};
	struct ik_check check;
	char *certificate = load(LOADED_NOW);

	serve((struct tls_peer){.sni = "srv01.example.jp"}, certificate, "127.0.0.1", &services);
	ck_assert(ik_service_add(&services, services.items[0].name, NULL));
	ck_assert(ik_service_how(&services, NULL, "srv02.example.jp", NULL));
	check = check_services(&services, false);
	tls_peer_end(server);
	ck_assert_int_eq(check.seen[0].state, IK_SEEN_IN_USE);
	ck_assert_int_eq(check.seen[1].state, IK_SEEN_NOT);
	ck_assert_int_eq(check.seen[1].failure.id, IK_E_SERVICE_SNI);
	ck_assert_int_eq(find(&check, IK_E_SERVICE_SNI)->severity, IK_SEVERITY_UNKNOWN);
	ik_check_free(&check);
	free(certificate);
}
END_TEST

START_TEST(a_service_at_an_ipv6_address_is_asked_too)
{
	struct ik_services services = {0};
	struct ik_check check;
	char *certificate = load(LOADED_NOW);

	if (tls_peer_has("::1")) {
		serve((struct tls_peer){.wants_certificate = true}, certificate, "::1", &services);
		check = check_services(&services, false);
		tls_peer_end(server);
		ck_assert_int_eq(check.seen[0].state, IK_SEEN_IN_USE);
		ik_check_free(&check);
	}
	free(certificate);
}
END_TEST

START_TEST(what_cannot_be_asked_is_unknown_and_the_others_are_asked_all_the_same)
{
	static const char mail[] = "220 mail.example.jp ESMTP\r\n";
	struct ik_services services = {0};
	struct ik_check check;
	char *certificate = load(LOADED_NOW);
	pid_t good;
	int kept;

	/* One is there no more, one has a name that nobody has, one speaks no TLS. */
	serve((struct tls_peer){.end = PEER_LEAVES}, certificate, "127.0.0.1", &services);
	kept = shut(&services, 0);
	ck_assert(ik_service_add(&services, "no-such-host.invalid:443", NULL));
	serve((struct tls_peer){0}, certificate, "127.0.0.1", &services);
	good = server;
	serve((struct tls_peer){.end = PEER_SAYS, .bytes = mail}, certificate, "127.0.0.1",
	      &services);
	check = check_services(&services, false);
	tls_peer_end(server);
	tls_peer_end(good);
	close(kept);
	ck_assert_int_eq(check.seen[0].failure.id, IK_E_SERVICE_REFUSED);
	ck_assert(check.seen[1].failure.id == IK_E_SERVICE_NAME
		  || check.seen[1].failure.id == IK_E_SERVICE_NAME_LATER
		  || check.seen[1].failure.id == IK_E_SERVICE_SLOW);
	ck_assert_int_eq(check.seen[2].state, IK_SEEN_IN_USE);
	ck_assert_int_eq(check.seen[3].failure.id, IK_E_SERVICE_PLAIN);
	ck_assert_int_eq(find(&check, IK_E_SERVICE_REFUSED)->severity, IK_SEVERITY_UNKNOWN);
	for (size_t i = 0; i < check.n; i++)
		ck_assert(check.findings[i].cure && *check.findings[i].cure);
	ik_check_free(&check);
	free(certificate);
}
END_TEST

START_TEST(those_of_the_list_are_asked_and_its_hook_is_named)
{
	struct ik_services services = {0}, none = {0};
	char *certificate = load(LOADED_BEFORE), *line;
	struct ik_check check;

	serve((struct tls_peer){0}, certificate, "127.0.0.1", &services);
	line = ik_format("%s hook=nginx-reload\n", services.items[0].name);
	fake_write("services", line);
	check = check_services(&none, true);
	tls_peer_end(server);
	ck_assert_uint_eq(check.services.n, 1);
	ck_assert_ptr_nonnull(strstr(find(&check, IK_E_SERVICE_OLD)->cure, "nginx-reload"));
	ik_check_free(&check);
	check = check_services(&none, false);
	ck_assert_ptr_null(check.seen);
	ck_assert_ptr_null(find(&check, IK_E_SERVICE_OLD));
	ik_check_free(&check);
	fake_write("services", "# none\n");
	check = check_services(&none, true);
	ck_assert_int_eq(find(&check, IK_E_SERVICES_NONE)->severity, IK_SEVERITY_UNKNOWN);
	ik_check_free(&check);
	fake_write("services", "one\n");
	check = check_services(&none, true);
	ck_assert_int_eq(find(&check, IK_E_SERVICES_LINE)->severity, IK_SEVERITY_UNKNOWN);
	ik_check_free(&check);
	ik_services_free(&services);
	free(line);
	free(certificate);
}
END_TEST

/* Whoever writes it decides where this server connects to. */
START_TEST(a_list_that_others_can_change_is_found)
{
	struct ik_services none = {0};
	struct ik_check check;
	char *path = fake_file("services");

	fake_add(&(struct fake_generation){0});
	fake_write("services", "");
	for (int open = 0; open < 2; open++) {
		ck_assert_int_eq(chmod(path, open ? 0666 : 0644), 0);
		check = check_services(&none, false);
		ck_assert_int_eq(find(&check, IK_E_CHECK_OPEN) != NULL, open);
		ik_check_free(&check);
	}
	free(path);
}
END_TEST

START_TEST(programs_read_what_each_service_shows)
{
	struct ik_services services = {0};
	struct ik_buffer text = {0};
	char *certificate = load(LOADED_BEFORE), *metric;
	struct ik_check check;
	json_t *json, *first;

	serve((struct tls_peer){0}, certificate, "127.0.0.1", &services);
	check = check_services(&services, false);
	tls_peer_end(server);
	ik_check_json(&check, &text);
	json = json_loads(ik_buffer_string(&text), 0, NULL);
	first = json_array_get(json_object_get(json, "services"), 0);
	ck_assert_str_eq(json_string_value(json_object_get(first, "service")),
			 check.services.items[0].name);
	ck_assert_str_eq(json_string_value(json_object_get(first, "state")), "old");
	ck_assert_int_eq(json_integer_value(json_object_get(first, "generation")), 1);
	ck_assert_str_eq(json_string_value(json_object_get(first, "serial")),
			 check.seen[0].served.chain->serial);
	ck_assert_str_eq(json_string_value(json_object_get(first, "not_after")),
			 "2028-11-21T03:00:00Z");
	ck_assert_uint_eq(strlen(json_string_value(json_object_get(first, "sha256"))), 64);
	ck_assert_uint_eq(json_object_size(first), 6);
	json_decref(json);
	ik_buffer_free(&text);
	ik_check_prometheus(&check, &text);
	metric = ik_format("inkan_service_in_use{service=\"%s\"} 0\n",
			   check.services.items[0].name);
	ck_assert_ptr_nonnull(strstr(ik_buffer_string(&text), metric));
	free(metric);
	ik_buffer_free(&text);
	ik_check_free(&check);
	free(certificate);
}
END_TEST

START_TEST(what_a_service_shows_is_shown_with_which_of_ours_it_is)
{
	struct ik_services services = {0};
	struct ik_shown one, other;
	struct ik_seen seen;
	char *certificate = load(LOADED_BEFORE);
	int kept;

	serve((struct tls_peer){0}, certificate, "127.0.0.1", &services);
	ck_assert(ik_show_service(fake_path, &services, FAKE_NOW, &one, &seen, NULL));
	ck_assert_uint_eq(one.generation, 1);
	ck_assert_int_eq(one.state, IK_STATE_RETIRED);
	ck_assert_str_eq(one.origin, "generated");
	ck_assert_int_eq(one.days_left, 730);
	ik_seen_free(&seen);
	/* Without a store it is nobody's. */
	ck_assert(ik_show_service("/nowhere/at/all", &services, FAKE_NOW, &other, &seen, NULL));
	ck_assert_uint_eq(other.generation, 0);
	ck_assert_int_eq(other.validity, IK_VALIDITY_VALID);
	ck_assert(ik_shown_same(&one, &other));
	ik_seen_free(&seen);
	ik_shown_free(&other);
	kept = shut(&services, 0);
	ck_assert(!ik_show_service(fake_path, &services, FAKE_NOW, &other, &seen, NULL));
	close(kept);
	ck_assert_int_eq(seen.failure.id, IK_E_SERVICE_REFUSED);
	ck_assert(ik_show(fake_path, 2, FAKE_NOW, &other, NULL));
	ck_assert(!ik_shown_same(&one, &other));
	ik_shown_free(&other);
	ik_shown_free(&one);
	ik_seen_free(&seen);
	ik_services_free(&services);
	free(certificate);
}
END_TEST

Suite *suite_service(void)
{
	Suite *suite = suite_create("service");
	TCase *asked = tcase_create("asked");

	tcase_add_checked_fixture(asked, fake_begin, fake_end);
	tcase_add_loop_test(asked, what_a_service_shows_is_set_beside_what_is_in_use, 0,
			    IK_COUNT(shown));
	tcase_add_test(asked, the_same_certificate_in_an_older_generation_is_in_use_all_the_same);
	tcase_add_test(asked, a_service_with_a_certificate_for_each_kind_of_key_is_asked_for_ours);
	tcase_add_test(asked, the_server_is_asked_for_by_its_name);
	tcase_add_test(asked, a_service_at_an_ipv6_address_is_asked_too);
	tcase_add_test(asked,
		       what_cannot_be_asked_is_unknown_and_the_others_are_asked_all_the_same);
	tcase_add_test(asked, those_of_the_list_are_asked_and_its_hook_is_named);
	tcase_add_test(asked, a_list_that_others_can_change_is_found);
	tcase_add_test(asked, programs_read_what_each_service_shows);
	tcase_add_test(asked, what_a_service_shows_is_shown_with_which_of_ours_it_is);
	suite_add_tcase(suite, asked);
	return suite;
}
