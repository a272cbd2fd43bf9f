/* SPDX-License-Identifier: GPL-3.0-or-later */
/* quoted.c: tests that keys and certificates are found in text that quotes them, and that nothing
 * else is. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "pki/shell.h"
#include "pki/support.h"
#include "suites.h"
#include "world.h"

static bool there;

/* "k" has the key and "c" the leaf and its chain, as openssl writes them; "both" is one behind the
 * other. */
static void set_up(void)
{
	there = world_begin();
	if (there)
		must("cp ec.key k; cat ec.crt chain.pem > c; cat k c > both;"
		     "openssl rsa -traditional -aes128 -in rsa.key -out old.key -passout pass:'" P
		     "';"
		     "cat old.key rsa.crt chain.pem > older;"
		     "openssl pkcs12 -export -inkey ec.key -in ec.crt -certfile chain.pem -passout "
		     "pass:'" P "' -out p12");
}

/* Reads "f" as ik_content_unquote() gives it back, into "g". */
static bool unquote(void)
{
	struct ik_buffer bytes = get("f");
	ik_secret *text = NULL;
	bool found = ik_content_unquote(bytes.data, bytes.size, &text);

	if (found)
		put("g", ik_secret_data(text), ik_secret_size(text));
	ik_secret_free(text);
	ik_buffer_free(&bytes);
	return found;
}

#define EACH(marked) "sed 's/$/" marked "/' "
#define ONE_LINE(file) "\"$(awk '{ printf \"%s\\\\n\", $0 }' " file ")\""
#define BASE64(file) "$(base64 -w0 " file ")"

static const char *const dresses[] = {
	/* escapes */
	"printf 'CERT=\"%s\"\\nKEY=\"%s\"\\n' " ONE_LINE("c") " " ONE_LINE("k") " > f",
	"printf '{\"key\": \"%s\", \"chain\": \"%s\"}' " ONE_LINE("k") " " ONE_LINE("c") " > f",
	"printf '{\"key\": \"%s\"}' " ONE_LINE(
		"both") " | sed 's/\\\\n/\\\\r\\\\n/g; s,/,\\\\/,g; s/+/\\\\u002b/g' > f",
	"printf 'a: \"{\\\\\"key\\\\\": \\\\\"%s\\\\\"}\"\\n' " ONE_LINE(
		"both") " | sed 's/\\\\n/\\\\\\\\n/g' > f",
	"awk 'BEGIN { printf \"<key>\" } { printf \"%s&#10;\", $0 } END { print \"</key>\" }' both "
	"> f",
	"awk '{ printf \"%s&#xD;&#xA;\", $0 }' both | sed 's/+/\\&#43;/g; s,/,\\&#x2F;,g' > f",
	"awk '{ printf \"%s%%0A\", $0 }' both | sed 's/ /%20/g; s/+/%2B/g; s,/,%2F,g' > f",
	"awk '{ printf \"%s%%0A\", $0 }' both | sed 's/+/%2B/g; s/ /+/g; s,/,%2F,g' > f",
	"awk '{ printf \"%s<br>\\n\", $0 } END { print \"</body>\" }' both > f",
	"(echo '<!DOCTYPE html><pre>'; cat both; echo '</pre>') | sed 's/^-----B/<b>&/' > f",
	/* one line, and blanks where none belong */
	"tr '\\n' ' ' < both > f",
	"tr -d '\\n' < both > f",
	"sed 's/..../& /g; s/- ----/-----/g' both | sed 's/ *$//; /BE/s/ //2g' > f; sed "
	"'/---/!s/..../& /g' both > f",
	"sed '/---/!s/^/\\t /; s/$/\\r\\r/' both > f",
	/* quotation */
	"sed 's/^/> /' both > f",
	"sed 's/^/>> > /' both > f",
	"sed 's/^/# /' both > f",
	"sed 's/^/+/' both > f",
	"sed 's,^,//  ,' both > f",
	"sed 's/^/REM /' both > f",
	"sed 's/^/-- /' both > f",
	"sed 's/^/ * /' both > f",
	"sed 's/^/\\t\"/; s/$/\\\\n\"/' both > f",
	"sed 's/^/  \"/; s/$/\\\\n\" +/' both > f",
	"sed \"s/^/    '/; s/$/',/\" both > f",
	"sed 's/$/\\\\/' both > f",
	"sed 's/^-----B/the_file=\"&/; s/D\\( [A-Z ]*\\)-----$/D\\1-----\";/' both > f",
	"(printf 'key: '; cat k; printf 'certificate: '; cat c) > f",
	"(echo 'data:'; echo '  x: |'; sed 's/^/    /' both) | sed 's/$/ /' > f",
	/* bytes that editors and consoles add */
	"(printf '\\357\\273\\277'; cat k; printf '\\r\\n\\r\\n\\357\\273\\277'; cat c) > f",
	"(printf %s \"$(cat k)\"; printf '\\357\\273\\277'; cat c) > f",
	"(cat k; printf '\\032'; cat c; printf '\\032') > f",
	"(cat k; printf '\\377\\376'; iconv -t utf-16le c) > f",
	"(iconv -t utf-16 k; iconv -t utf-16 c) > f",
	"(printf '\\376\\377'; sed 's/^/> /' both | iconv -t utf-16be) > f",
	"sed 's/-----/\\xe2\\x80\\x94\\xe2\\x80\\x93/g' both > f",
	"sed 's/ /\\xc2\\xa0/g; s/^/\\xe3\\x80\\x80/' both > f",
	"sed '/---/!s/=/=3D/g; s/$/=20/' both > f",
	/* base64 of text */
	"printf 'kind: Secret\\ndata:\\n  tls.crt: %s\\n  tls.key: %s\\ntype: x\\n' " BASE64(
		"c") " " BASE64("k") " > f",
	"printf '{\"data\": {\"tls.crt\": \"%s\", \"tls.key\": \"%s\"}}' " BASE64("c") " " BASE64(
		"k") " > f",
	"(echo 'data:'; echo '  tls.key: >-'; base64 k | sed 's/^/    /'; echo '  tls.crt: |'; "
	"base64 c | sed 's/^/    /';"
	" echo 'kind: Secret') > f",
	"(echo 'stringData:'; echo '  tls.key: |'; sed 's/^/    /' k; echo '  tls.crt: |'; sed "
	"'s/^/    /' c) > f",
	/* certutil -encode */
	"(echo '-----BEGIN CERTIFICATE-----'; base64 both; echo '-----END CERTIFICATE-----') > f",
	"(echo '-----BEGIN CERTIFICATE-----'; openssl pkey -in k -outform DER | base64;"
	" echo '-----END CERTIFICATE-----'; cat c) > f",
};

START_TEST(what_a_text_quotes_is_found)
{
	if (!there)
		return;
	must(dresses[_i]);
	ck_assert_msg(unquote(), "%s", dresses[_i]);
	check_import("g", NULL, &(struct outcome){.keys = 1, .certificates = 3, .used = 3});
}
END_TEST

static const char *const sealed[] = {
	"sed 's/^/> /' older > f",
	"tr '\\n' ' ' < older > f",
	"printf '{\"key\": \"%s\"}' " ONE_LINE("older") " > f",
	"(echo '-----BEGIN CERTIFICATE-----'; base64 p12; echo '-----END CERTIFICATE-----') > f",
};

START_TEST(what_is_sealed_stays_so)
{
	if (!there)
		return;
	must(sealed[_i]);
	ck_assert_msg(unquote(), "%s", sealed[_i]);
	check_import("g", P, &(struct outcome){.keys = 1, .certificates = 3, .used = 3});
	check_import("g", NULL, &(struct outcome){.error = IK_E_IMPORT_PASSWORD_NEEDED});
	check_import("g", "wrong", &(struct outcome){.error = IK_E_IMPORT_PASSWORD});
}
END_TEST

/* Base64 that is the whole file needs no marks; the second look has nothing to do with it. */
static const char *const whole[] = {
	"base64 both > f",
	"base64 -w0 both > f",
	"base64 both | sed 's/$/\\r/' > f",
	"base64 both | iconv -t utf-16 > f",
	"(printf '\\357\\273\\277'; base64 both) > f",
};

START_TEST(base64_of_the_whole_is_taken)
{
	if (!there)
		return;
	must(whole[_i]);
	check_import("f", NULL, &(struct outcome){.keys = 1, .certificates = 3, .used = 3});
}
END_TEST

static const char *const nothing[] = {
	"echo 'no marks here' > f",
	"base64 k | head -3 > f; sed 's/^/x: /' k | grep -v -e --- >> f",
	"echo '-----BEGIN' > f",
	"printf 'tls.crt: ' > f; echo 'tls.key: %%%%' >> f",
	"head -c 100000 /dev/zero > f",
};

START_TEST(without_marks_there_is_nothing)
{
	if (!there)
		return;
	must(nothing[_i]);
	ck_assert_msg(!unquote(), "%s", nothing[_i]);
}
END_TEST

START_TEST(what_is_not_whole_is_called_damaged)
{
	if (!there)
		return;
	must("sed 's/^/> /' both | grep -v 'END PRIVATE' > f");
	ck_assert(unquote());
	check_import("g", NULL,
		     &(struct outcome){.error = IK_E_IMPORT_PART, .named = "PRIVATE KEY"});
	must("sed 's/^/> /; s/END PRIVATE/END RSA PRIVATE/' both > f");
	ck_assert(unquote());
	check_import("g", NULL,
		     &(struct outcome){.error = IK_E_IMPORT_PART, .named = "PRIVATE KEY"});
}
END_TEST

/* 4 MiB of what costs most a byte, each in a time that a console does not notice. */
static const char *const long_ones[] = {
	"yes -- '-----BEGIN A-----' | head -c 4194304 > f",
	"yes '> -----BEGIN CERTIFICATE-----' | head -c 4194304 > f",
	"head -c 4194304 /dev/zero | tr '\\0' '-' > f",
	"head -c 4194304 /dev/zero | tr '\\0' '\\\\' > f",
	"head -c 4194304 /dev/zero | tr '\\0' '<' > f; printf -- '-----BEGIN A-----' | dd of=f "
	"conv=notrunc status=none",
	"yes 'tls.key: AAAAAAAAAAAAAAAAAAAAAAAAAAAA' | head -c 4194304 > f",
	"yes 'DEK-Info: ' | head -c 4194304 > f; printf -- '-----BEGIN A-----' | dd of=f "
	"conv=notrunc status=none",
	"yes '- BEGIN END -BEGIN -END ' | tr -d '\\n' | head -c 4194304 > f",
	"(printf -- 'x-----BEGIN A-----'; yes x | head -c 4194000) > f",
};

START_TEST(the_time_grows_with_the_size_alone)
{
	if (!there)
		return;
	must(long_ones[_i]);
	unquote();
}
END_TEST

Suite *suite_quoted(void)
{
	Suite *suite = suite_create("quoted");
	TCase *all = tcase_create("quoted");
	TCase *slow = tcase_create("linear");

	tcase_set_timeout(all, TEST_SECONDS);
	tcase_add_unchecked_fixture(all, set_up, world_end);
	tcase_add_loop_test(all, what_a_text_quotes_is_found, 0, (int)IK_COUNT(dresses));
	tcase_add_loop_test(all, what_is_sealed_stays_so, 0, (int)IK_COUNT(sealed));
	tcase_add_loop_test(all, base64_of_the_whole_is_taken, 0, (int)IK_COUNT(whole));
	tcase_add_loop_test(all, without_marks_there_is_nothing, 0, (int)IK_COUNT(nothing));
	tcase_add_test(all, what_is_not_whole_is_called_damaged);
	suite_add_tcase(suite, all);
	/* Far more than any of them takes, far less than what grows with the square would. */
	tcase_set_timeout(slow, 30);
	tcase_add_unchecked_fixture(slow, set_up, world_end);
	tcase_add_loop_test(slow, the_time_grows_with_the_size_alone, 0, (int)IK_COUNT(long_ones));
	suite_add_tcase(suite, slow);
	return suite;
}
