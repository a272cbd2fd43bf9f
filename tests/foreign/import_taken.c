/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_taken.c: tests that keys and certificates come out of every form that openssl, certtool,
 * Java and NSS write. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "pki/der.h"
#include "pki/key.h"
#include "pki/shell.h"
#include "suites.h"
#include "pki/support.h"
#include "world.h"

#define NFC_PASSWORD \
	"\343\203\221\343\202\271\343\203\257\343\203\274\343\203\211" /* パスワード \
									*/
#define NFD_PASSWORD \
	"\343\203\217\343\202\232\343\202\271\343\203\257\343\203\274\343\203\210\343\202\231"

static bool there;

static void set_up(void)
{
	there = world_begin();
	ik_import_prepare();
}

struct made {
	const char *command; /* writes "f" */
	const char *password;
	struct outcome outcome;
};

#define P12(key) \
	"openssl pkcs12 -export -inkey " key ".key -in " key ".crt -certfile chain.pem -out f "
#define OLD "-keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1 "
#define WHOLE \
	{ \
		.keys = 1, .certificates = 3, .used = 3 \
	}

static const struct made taken[] = {
	/* PKCS#12: ciphers, MACs, parts. */
	{P12("ec") "-legacy" P_OUT, P, WHOLE},
	{P12("rsa") "-legacy" P_OUT, P, WHOLE},
	{P12("ec") "-keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1" P_OUT, P, WHOLE},
	{P12("ec") "-keypbe PBE-SHA1-RC4-128 -certpbe PBE-SHA1-3DES -legacy" P_OUT, P, WHOLE},
	{P12("ec") "-keypbe PBE-SHA1-2DES -certpbe PBE-SHA1-2DES" P_OUT, P, WHOLE},
	{P12("ec") "-keypbe aes-128-cbc -certpbe aes-192-cbc" P_OUT, P, WHOLE},
	{P12("ec") "-keypbe aes-256-cbc -certpbe aes-256-cbc -iter 600000" P_OUT, P, WHOLE},
	{P12("ec") "-keypbe des-ede3-cbc -certpbe des-ede3-cbc" P_OUT, P, WHOLE},
	{P12("ec") "-macalg sha1" P_OUT, P, WHOLE},
	{P12("ec") "-macalg sha224" P_OUT, P, WHOLE},
	{P12("ec") "-macalg sha256" P_OUT, P, WHOLE},
	{P12("ec") "-macalg sha384" P_OUT, P, WHOLE},
	{P12("ec") "-macalg sha512" P_OUT, P, WHOLE},
	{P12("ec") "-macalg md5" P_OUT, P, WHOLE},
	{P12("ec") "-noiter -nomaciter" P_OUT, P, WHOLE},
	{P12("ec") "-nomac" P_OUT, P, WHOLE},
	{P12("ec") "-nomac -certpbe NONE -keypbe NONE" P_OUT, NULL, WHOLE},
	{P12("ec") "-certpbe NONE" P_OUT, P, WHOLE},
	{P12("ec") "-keypbe NONE" P_OUT, P, WHOLE},
	{"openssl pkcs12 -export -nokeys -in ec.crt -certfile chain.pem -out f" P_OUT,
	 P,
	 {.certificates = 3}},
	{"openssl pkcs12 -export -nocerts -inkey ec.key -out f" P_OUT, P, {.keys = 1}},
	{P12("ec") "-passout pass:", NULL, WHOLE},
	{P12("ec") "-legacy -passout pass:", "", WHOLE},
	{P12("ec") "-passout pass:" NFC_PASSWORD, NFC_PASSWORD, WHOLE},
	{P12("ec") "-passout pass:" NFC_PASSWORD, NFD_PASSWORD, WHOLE},
	{P12("ec") "-passout pass:" NFD_PASSWORD, NFD_PASSWORD, WHOLE},
	{P12("ec") "-passout pass:'pass\360\237\230\200word'", "pass\360\237\230\200word", WHOLE},
	/* A named curve whose parameters are written out, and a point of one coordinate. */
	{"openssl ec -in ec.key -param_enc explicit -out f; cat ec.crt >> f",
	 NULL,
	 {.keys = 1, .certificates = 1, .used = 1}},
	{"openssl ec -in ec384.key -param_enc explicit -outform DER -out k; openssl ec -in k "
	 "-inform DER "
	 "-param_enc explicit -out f; cat ec384.crt >> f",
	 NULL,
	 {.keys = 1, .certificates = 1, .used = 1}},
	{"openssl pkcs8 -topk8 -nocrypt -in ec521.key -out k; openssl ec -in k -param_enc explicit "
	 "-conv_form "
	 "compressed -out f; cat ec521.crt >> f",
	 NULL,
	 {.keys = 1, .certificates = 1, .used = 1}},
	{"openssl ec -in ec.key -conv_form compressed -out f; cat ec.crt >> f",
	 NULL,
	 {.keys = 1, .certificates = 1, .used = 1}},
	/* The same with nothing beside it: a key whose public half is there needs no certificate.
	 */
	{"openssl ec -in ec.key -param_enc explicit -out f", NULL, {.keys = 1}},
	{"openssl ec -in ec384.key -param_enc explicit -outform DER -out f", NULL, {.keys = 1}},
	{"openssl pkey -in ec521.key -ec_param_enc explicit -out f", NULL, {.keys = 1}},
	{"openssl pkey -in ec.key -ec_param_enc explicit -aes256 -out f" P_OUT, P, {.keys = 1}},
	{"openssl pkey -in ec.key -ec_param_enc explicit -out k; openssl pkcs12 -export -nocerts "
	 "-inkey k -out f" P_OUT,
	 P,
	 {.keys = 1}},
	/* Passwords as older tools took them. */
	{P12("ec") OLD "-passout pass:\"$(printf 'p\303\244sswort' | iconv -f latin1 -t utf8)\"",
	 "p\303\244sswort", WHOLE},
	{P12("ec") OLD "-passout pass:\"$(printf '" NFC_PASSWORD "' | iconv -f latin1 -t utf8)\"",
	 NFC_PASSWORD, WHOLE},
	{P12("ec") OLD "-passout pass:\"$(printf '" NFC_PASSWORD
		       "' | iconv -t cp932 | iconv -f latin1 -t utf8)\"",
	 NFC_PASSWORD, WHOLE},
	{P12("ec") "-macalg sha256 -passout pass:\"$(printf '" NFC_PASSWORD
		   "' | iconv -f latin1 -t utf8)\"",
	 NFC_PASSWORD, WHOLE},
	{"printf 'p\344sswort' > pw; openssl pkcs8 -topk8 -in ec.key -out f -passout file:pw",
	 "p\303\244sswort",
	 {.keys = 1}},
	{"printf '" NFC_PASSWORD
	 "' | iconv -t cp932 > pw; openssl pkcs8 -topk8 -in ec.key -out f -passout file:pw",
	 NFC_PASSWORD,
	 {.keys = 1}},
	{P12("rsa") P_OUT, P, WHOLE},
	{P12("pss") P_OUT, P, WHOLE},
	{P12("ec384") P_OUT, P, WHOLE},
	{P12("ec521") P_OUT, P, WHOLE},
	{P12("ed") P_OUT, P, WHOLE},
	/* Keys of any form. */
	{"openssl pkcs8 -topk8 -nocrypt -in rsa.key -outform DER -out f", NULL, {.keys = 1}},
	{"openssl rsa -traditional -in rsa.key -out f", NULL, {.keys = 1}},
	{"openssl rsa -traditional -in rsa.key -outform DER -out f", NULL, {.keys = 1}},
	{"openssl ec -in ec.key -out f", NULL, {.keys = 1}},
	{"openssl ec -in ec384.key -outform DER -out f", NULL, {.keys = 1}},
	{"openssl pkey -in ed.key -outform DER -out f", NULL, {.keys = 1}},
	{"openssl rsa -traditional -aes128 -in rsa.key -out f" P_OUT, P, {.keys = 1}},
	{"openssl rsa -traditional -aes192 -in rsa.key -out f" P_OUT, P, {.keys = 1}},
	{"openssl rsa -traditional -aes256 -in rsa.key -out f" P_OUT, P, {.keys = 1}},
	{"openssl ec -des3 -in ec.key -out f" P_OUT, P, {.keys = 1}},
	{"openssl ec -des -in ec.key -out f -provider legacy -provider default" P_OUT,
	 P,
	 {.keys = 1}},
	{"openssl pkcs8 -topk8 -in rsa.key -out f" P_OUT, P, {.keys = 1}},
	{"openssl pkcs8 -topk8 -in ec.key -v2 aes-128-cbc -outform DER -out f" P_OUT,
	 P,
	 {.keys = 1}},
	{"openssl pkcs8 -topk8 -in ec.key -v2 des3 -out f" P_OUT, P, {.keys = 1}},
	{"openssl pkcs8 -topk8 -in ec.key -v2prf hmacWithSHA1 -out f" P_OUT, P, {.keys = 1}},
	{"openssl pkcs8 -topk8 -in ec.key -v2prf hmacWithSHA224 -out f" P_OUT, P, {.keys = 1}},
	{"openssl pkcs8 -topk8 -in ec.key -v2prf hmacWithSHA384 -out f" P_OUT, P, {.keys = 1}},
	{"openssl pkcs8 -topk8 -in ec.key -v2prf hmacWithSHA512 -out f" P_OUT, P, {.keys = 1}},
	{"openssl pkcs8 -topk8 -in ec.key -v1 PBE-SHA1-3DES -out f" P_OUT, P, {.keys = 1}},
	{"openssl pkcs8 -topk8 -in ec.key -v1 PBE-MD5-DES -out f -provider legacy -provider "
	 "default" P_OUT,
	 P,
	 {.keys = 1}},
	{"openssl pkcs8 -topk8 -in ec.key -v1 PBE-SHA1-DES -out f -provider legacy -provider "
	 "default" P_OUT,
	 P,
	 {.keys = 1}},
	{"openssl pkcs8 -topk8 -in ec.key -v1 PBE-SHA1-RC2-40 -out f -provider legacy -provider "
	 "default" P_OUT,
	 P,
	 {.keys = 1}},
	{"openssl pkcs8 -topk8 -in ec.key -out f -passout pass:" NFC_PASSWORD,
	 NFD_PASSWORD,
	 {.keys = 1}},
	{"openssl pkcs8 -topk8 -in ec.key -out f -passout pass:" NFD_PASSWORD,
	 NFD_PASSWORD,
	 {.keys = 1}},
	/* RFC 5958: version 1 with the public half. */
	{"{ printf '\\060\\121\\002\\001\\001'; openssl pkey -in ed.key -outform DER | tail -c 43; "
	 "printf '\\201\\041\\000'; "
	 "openssl pkey -in ed.key -pubout -outform DER | tail -c 32; } > f",
	 NULL,
	 {.keys = 1}},
	/* Certificates. */
	{"openssl x509 -in ec.crt -outform DER -out f", NULL, {.certificates = 1}},
	{"openssl x509 -in ec.crt -trustout -addtrust serverAuth -out f",
	 NULL,
	 {.certificates = 1}},
	{"sed 's/ CERT/ X509 CERT/' ec.crt > f", NULL, {.certificates = 1}},
	/* Bundles: any order, any line end, whatever stands between. */
	{"cat ec.key ec.crt chain.pem > f", NULL, WHOLE},
	{"cat root.crt inter.crt ec.crt ec.key > f", NULL, WHOLE},
	{"cat inter.crt ec.key root.crt ec.crt rsa.crt > f",
	 NULL,
	 {.keys = 1, .certificates = 4, .used = 3}},
	{"cat ec.crt ec.crt ec.key ec.key ec.crt > f",
	 NULL,
	 {.keys = 1, .certificates = 1, .used = 1}},
	{"cat ec.key ec.crt rsa.key rsa.crt chain.pem > f",
	 NULL,
	 {.keys = 2, .certificates = 4, .used = 3}},
	{"cat ec.key ec.crt chain.pem | sed 's/$/\\r/' > f", NULL, WHOLE},
	{"cat ec.key ec.crt chain.pem | tr '\\n' '\\r' > f", NULL, WHOLE},
	{"{ printf '\\357\\273\\277'; cat ec.key ec.crt chain.pem; } > f", NULL, WHOLE},
	{"cat ec.key ec.crt chain.pem | sed 's/^/  /' > f", NULL, WHOLE},
	{"printf '%s%s' \"$(cat ec.key)\" \"$(cat ec.crt)\" > f; cat chain.pem >> f",
	 NULL,
	 {.keys = 1, .certificates = 3, .used = 3}},
	{"cat ec.key ec.crt chain.pem | sed 's/$/ \\t/' > f", NULL, WHOLE},
	{"{ echo 'Bag: 0'; cat ec.key; echo '0 -----BEGIN no'; head -c 300 /dev/zero; echo; cat "
	 "ec.crt; } > f",
	 NULL,
	 {.keys = 1, .certificates = 1, .used = 1}},
	{"openssl ecparam -name prime256v1 > f; cat ec.csr ec.key ec.crt >> f",
	 NULL,
	 {.keys = 1, .certificates = 1, .used = 1}},
	{"openssl pkcs12 -export -inkey ec.key -in ec.crt -out g" P_OUT "; "
	 "openssl pkcs12 -in g -out f -passin pass:'" P "'" P_OUT,
	 P,
	 {.keys = 1, .certificates = 1, .used = 1}},
	{"{ echo '-----BEGIN PKCS12-----'; openssl pkcs12 -export -inkey ec.key -in ec.crt" P_OUT
	 " | openssl base64;"
	 " echo '-----END PKCS12-----'; } > f",
	 P,
	 {.keys = 1, .certificates = 1, .used = 1}},
	/* Chains of Windows' authorities, under either label. */
	{"openssl crl2pkcs7 -nocrl -certfile ec.crt -certfile chain.pem -out g; cat g ec.key > f",
	 NULL, WHOLE},
	{"openssl crl2pkcs7 -nocrl -certfile ec.crt -certfile chain.pem -out g; sed "
	 "s/PKCS7/CERTIFICATE/ g > f; "
	 "cat ec.key >> f",
	 NULL, WHOLE},
	{"openssl crl2pkcs7 -nocrl -certfile ec.crt -certfile chain.pem -outform DER -out f",
	 NULL,
	 {.certificates = 3}},
	{"echo text | openssl cms -sign -signer ec.crt -inkey ec.key -certfile chain.pem -nodetach "
	 "-stream -outform DER "
	 "-out f",
	 NULL,
	 {.certificates = 3}},
	/* What editors and transfers made of a file. */
	{"{ printf '\\377\\376'; cat ec.key ec.crt chain.pem | iconv -f ASCII -t UTF-16LE; } > f",
	 NULL, WHOLE},
	{"{ printf '\\376\\377'; cat ec.key ec.crt chain.pem | iconv -f ASCII -t UTF-16BE; } > f",
	 NULL, WHOLE},
	{"{ echo 鍵; cat ec.key ec.crt chain.pem; } | sed 's/$/\\r/' | iconv -f UTF-8 -t UTF-16LE "
	 "> f",
	 NULL, WHOLE},
	{P12("ec") P_OUT "; printf '\\r\\n\\0\\0' >> f", P, WHOLE},
	{P12("ec") P_OUT "; openssl base64 -in f -out g; mv g f", P, WHOLE},
	{"openssl x509 -in ec.crt -outform DER | openssl base64 -A > f", NULL, {.certificates = 1}},
	{"cat ec.crt ec.key > f; openssl genpkey -algorithm ED448 >> f",
	 NULL,
	 {.keys = 1, .certificates = 1, .used = 1, .named = "Ed448"}},
};

START_TEST(every_form_is_taken)
{
	const struct made *made = &taken[_i];

	if (!there)
		return;
	if (!works(made->command) && strstr(made->command, "legacy")) {
		printf("openssl cannot do this here, skipped: %s\n", made->command);
		return;
	}
	must(made->command);
	check_import("f", made->password, &made->outcome);
}
END_TEST

/* Through PKCS#12 and PKCS#8 alike the key stays what it was: RSA-PSS keeps its kind, Ed25519 its
 * bytes. */
START_TEST(every_type_of_key_comes_out_as_it_went_in)
{
	static const char *const types[] = {"rsa-2048",   "rsa-pss-2048", "ecdsa-p256",
					    "ecdsa-p384", "ecdsa-p521",   "ed25519"};
	const char *key = world_keys[_i];
	char *command = ik_format(
		"openssl pkcs12 -export -inkey %s.key -in %s.crt -name '証明書 1' -out f" P_OUT,
		key, key);
	char *file = ik_format("%s.key", key);
	struct ik_material material = {0};

	if (there) {
		must(command);
		ck_assert(import_file(&material, "f", P, NULL));
		check_key(&material, 0, file);
		ck_assert_str_eq(material.key_types.items[0], types[_i]);
		ck_assert_str_eq(material.key_names.items[0], "証明書 1");
		ck_assert(!material.unprotected);
	}
	ik_material_free(&material);
	free(command);
	free(file);
}
END_TEST

START_TEST(a_pkcs12_without_mac_is_marked)
{
	struct ik_material material = {0};
	struct ik_content_look look;
	struct ik_buffer bytes;

	if (!there)
		return;
	must(P12("ec") "-nomac" P_OUT);
	bytes = get("f");
	ik_content_look(bytes.data, bytes.size, &look);
	ck_assert(!look.has_mac && look.needs_password);
	ck_assert(import_file(&material, "f", P, NULL));
	ck_assert(material.unprotected);
	ik_content_look_free(&look);
	ik_material_free(&material);
	ik_buffer_free(&bytes);
}
END_TEST

START_TEST(what_protects_a_file_is_seen_without_the_password)
{
	struct ik_content_look look;
	struct ik_buffer bytes;

	if (!there)
		return;
	must(P12("ec") "-keypbe PBE-SHA1-3DES -certpbe aes-128-cbc -macalg sha1 -iter 3000" P_OUT);
	bytes = get("f");
	ik_content_look(bytes.data, bytes.size, &look);
	ck_assert_int_eq(look.kind, IK_CONTENT_PKCS12);
	ck_assert_str_eq(look.protection, "AES-128-CBC, 3DES-CBC, HMAC-SHA1");
	ck_assert_uint_eq(look.rounds, 9000);
	ck_assert_uint_eq(look.keys, 1);
	ck_assert_uint_eq(look.certificates, 0);
	ck_assert(look.weak && look.hidden && look.has_mac && look.mac_checkable
		  && look.needs_password);
	ck_assert_ptr_null(look.unsupported);
	ik_content_look_free(&look);
	ik_buffer_free(&bytes);

	must("cat ec.csr ec.key ec.crt ec.csr > f");
	bytes = get("f");
	ik_content_look(bytes.data, bytes.size, &look);
	ck_assert_int_eq(look.kind, IK_CONTENT_PEM);
	ck_assert_uint_eq(look.keys, 1);
	ck_assert_uint_eq(look.certificates, 1);
	ck_assert_uint_eq(look.passed_over.n, 1);
	ck_assert_str_eq(look.passed_over.items[0], "CERTIFICATE REQUEST");
	ck_assert(!look.weak && !look.needs_password);
	ik_content_look_free(&look);
	ik_buffer_free(&bytes);
}
END_TEST

/* Strong is what our own export writes. */
START_TEST(strong_protection_is_not_called_weak)
{
	struct ik_content_look look;
	struct ik_buffer bytes;

	if (!there)
		return;
	must(P12(
		"ec") "-keypbe aes-256-cbc -certpbe aes-256-cbc -macalg sha256 -iter 100000" P_OUT);
	bytes = get("f");
	ik_content_look(bytes.data, bytes.size, &look);
	ck_assert(!look.weak);
	ik_content_look_free(&look);
	ik_buffer_free(&bytes);
}
END_TEST

/* More than a bag of GnuTLS holds: keystores with many authorities. */
START_TEST(a_bag_of_forty_certificates_is_read_whole)
{
	if (!there)
		return;
	must("for i in $(seq 40); do openssl req -x509 -new -key ec.key -subj /CN=$i -days 9; done "
	     "> many.pem;"
	     "openssl pkcs12 -export -inkey rsa.key -in rsa.crt -certfile many.pem -out f" P_OUT);
	check_import("f", P, &(struct outcome){.keys = 1, .certificates = 41, .used = 1});
}
END_TEST

/* "30 80 ... 00 00", with the content in pieces of 100 bytes, as streaming programs write it. */
START_TEST(ber_of_open_lengths_is_read)
{
	struct ik_buffer der, ber = {0};
	struct ik_der in, pfx, info, oid, tagged, content, version;
	uint8_t tag;

	if (!there)
		return;
	must(P12("ec") P_OUT);
	der = get("f");
	in = (struct ik_der){der.data, der.size};
	ck_assert(ik_der_expect(&in, IK_DER_SEQUENCE, &pfx) && ik_der_next(&pfx, &tag, &version)
		  && ik_der_expect(&pfx, IK_DER_SEQUENCE, &info) && ik_der_next(&info, &tag, &oid)
		  && ik_der_next(&info, &tag, &tagged) && ik_der_next(&tagged, &tag, &content));
	ik_buffer_add(&ber, "\x30\x80\x02\x01\x03\x30\x80\x06\x09", 9);
	ik_buffer_add(&ber, oid.data, oid.size);
	ik_buffer_add(&ber, "\xa0\x80\x24\x80", 4);
	for (size_t at = 0; at < content.size; at += 100) {
		uint8_t n = (uint8_t)(content.size - at < 100 ? content.size - at : 100);

		ik_buffer_add(&ber, "\x04", 1);
		ik_buffer_add(&ber, &n, 1);
		ik_buffer_add(&ber, content.data + at, n);
	}
	ik_buffer_add(&ber, "\0\0\0\0\0\0", 6);
	ik_buffer_add(&ber, pfx.data, pfx.size);
	ik_buffer_add(&ber, "\0\0", 2);
	put("f", ber.data, ber.size);
	check_import("f", P, &(struct outcome)WHOLE);
	/* Without its end it is none. */
	put("f", ber.data, ber.size - 2);
	check_import("f", P, &(struct outcome){.error = IK_E_IMPORT_FORMAT});
	ik_buffer_free(&der);
	ik_buffer_free(&ber);
}
END_TEST

START_TEST(certtool_files_are_taken)
{
	static const char *const ciphers[] = {"3des-pkcs12", "rc2-40",  "arcfour",
					      "aes-128",     "aes-256", "3des"};
	struct ik_buffer command = {0};

	if (!there || !is_here("certtool"))
		return;
	for (size_t i = 0; i < IK_COUNT(ciphers); i++) {
		ik_buffer_free(&command);
		ik_buffer_format(
			&command,
			"certtool --to-p12 --load-privkey ec.key --load-certificate ec.crt"
			" --load-ca-certificate inter.crt --p12-name one --password " NFC_PASSWORD
			" --pkcs-cipher %s --outder --outfile f",
			ciphers[i]);
		must(ik_buffer_string(&command));
		check_import("f", NFC_PASSWORD,
			     &(struct outcome){.keys = 1, .certificates = 2, .used = 2});
	}
	/* GnuTLS 3.8.9 crashes where it should write this; what 3.7 writes is there to be read. */
	if (works("certtool --to-p12 --load-privkey ec.key --load-certificate ec.crt --p12-name "
		  "one --null-password --outder"
		  " --outfile f"))
		check_import("f", NULL, &(struct outcome){.keys = 1, .certificates = 1, .used = 1});
	else
		must_fail("certtool --version | grep -q 'certtool 3\\.7'");
	must("certtool --to-p8 --load-privkey ed.key --password '" P "' --outfile f");
	check_import("f", P, &(struct outcome){.keys = 1});
	ik_buffer_free(&command);
}
END_TEST

#define KEYTOOL "keytool -storetype PKCS12 -storepass '" P "' -keystore f "

START_TEST(keystores_of_java_are_taken)
{
	if (!there || !is_here("keytool"))
		return;
	must("rm -f f; " KEYTOOL
	     "-genkeypair -alias first -keyalg EC -groupname secp256r1 -dname CN=first;" KEYTOOL
	     "-genkeypair -alias second -keyalg RSA -keysize 2048 -dname CN=second;" KEYTOOL
	     "-genkeypair -alias third -keyalg Ed25519 -dname CN=third;" KEYTOOL
	     "-importcert -noprompt -alias authority -file root.crt");
	check_import("f", P, &(struct outcome){.keys = 3, .certificates = 4, .used = 1});
	must("rm -f f; " KEYTOOL "-importcert -noprompt -alias authority -file root.crt");
	check_import("f", P, &(struct outcome){.certificates = 1});
}
END_TEST

#define NSS "-d sql:. -k nss.pw "

START_TEST(files_of_nss_are_taken)
{
	if (!there || !is_here("pk12util") || !is_here("certutil"))
		return;
	must(P12("rsa") "-name server" P_OUT "; printf '" P
			"' > nss.pw; certutil -N -d sql:. -f nss.pw;"
			"pk12util -i f " NSS "-w nss.pw; rm f; pk12util -o f -n server " NSS
			"-w nss.pw");
	check_import("f", P, &(struct outcome){.keys = 1, .certificates = 3, .used = 3});
	must("rm f; pk12util -o f -n server " NSS
	     "-w nss.pw -c 'PKCS #12 V2 PBE With SHA-1 And 3KEY Triple DES-CBC'"
	     " -C 'PKCS #12 V2 PBE With SHA-1 And 40 Bit RC2 CBC'");
	check_import("f", P, &(struct outcome){.keys = 1, .certificates = 3, .used = 3});
}
END_TEST

Suite *suite_import_taken(void)
{
	Suite *suite = suite_create("import_taken");
	TCase *all = tcase_create("import_taken");

	tcase_set_timeout(all, TEST_SECONDS);
	tcase_add_unchecked_fixture(all, set_up, world_end);
	tcase_add_loop_test(all, every_form_is_taken, 0, (int)IK_COUNT(taken));
	tcase_add_loop_test(all, every_type_of_key_comes_out_as_it_went_in, 0, 6);
	tcase_add_test(all, a_pkcs12_without_mac_is_marked);
	tcase_add_test(all, what_protects_a_file_is_seen_without_the_password);
	tcase_add_test(all, strong_protection_is_not_called_weak);
	tcase_add_test(all, a_bag_of_forty_certificates_is_read_whole);
	tcase_add_test(all, ber_of_open_lengths_is_read);
	tcase_add_test(all, certtool_files_are_taken);
	tcase_add_test(all, keystores_of_java_are_taken);
	tcase_add_test(all, files_of_nss_are_taken);
	suite_add_tcase(suite, all);
	return suite;
}
