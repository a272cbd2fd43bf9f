/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_refused.c: tests that each file which cannot be taken is refused for its own reason. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gnutls/pkcs12.h>

#include "base/alloc.h"
#include "pki/der.h"
#include "pki/protection.h"
#include "pki/shell.h"
#include "suites.h"
#include "pki/support.h"
#include "world.h"

static bool there;

static void set_up(void)
{
	there = world_begin();
}

struct made {
	const char *command; /* writes "f" */
	const char *password;
	struct outcome outcome;
};

/* OpenSSL without its legacy provider cannot make the oldest kinds. */
static void check_made(const struct made *made)
{
	if (!there)
		return;
	if (!works(made->command) && strstr(made->command, "legacy")) {
		printf("openssl cannot do this here, skipped: %s\n", made->command);
		return;
	}
	must(made->command);
	check_import("f", made->password, &made->outcome);
}

#define P12 "openssl pkcs12 -export -inkey ec.key -in ec.crt -out f "
#define FAILS(id) \
	{ \
		.error = IK_E_IMPORT_##id \
	}
#define PART(text) \
	{ \
		.error = IK_E_IMPORT_PART, .named = text \
	}
#define NAMES(text) \
	{ \
		.error = IK_E_IMPORT_ALGORITHM, .named = text \
	}

#define OTHER(text) \
	{ \
		.error = IK_E_IMPORT_OTHER, .named = text \
	}

#define PROC_TYPE "openssl rsa -traditional -aes256 -in rsa.key" P_OUT

static const struct made refused[] = {
	/* The password. */
	{P12 P_OUT, "wrong horse", FAILS(PASSWORD)},
	{P12 P_OUT, NULL, FAILS(PASSWORD_NEEDED)},
	{P12 P_OUT, "", FAILS(PASSWORD_NEEDED)},
	{P12 "-passout pass:", "wrong horse", FAILS(PASSWORD)},
	{P12 "-nomac" P_OUT, "wrong horse", FAILS(PASSWORD)},
	{P12 "-nomac" P_OUT, NULL, FAILS(PASSWORD_NEEDED)},
	{P12 "-legacy" P_OUT, "wrong horse", FAILS(PASSWORD)},
	{P12 "-certpbe NONE -keypbe NONE" P_OUT, "wrong horse", FAILS(PASSWORD)},
	{"openssl pkcs8 -topk8 -in ec.key -out f" P_OUT, "wrong horse", FAILS(PASSWORD)},
	{"openssl pkcs8 -topk8 -in ec.key -out f" P_OUT, NULL, FAILS(PASSWORD_NEEDED)},
	{"openssl pkcs8 -topk8 -in ec.key -outform DER -out f" P_OUT, "wrong horse",
	 FAILS(PASSWORD)},
	{"openssl rsa -traditional -aes256 -in rsa.key -out f" P_OUT, "wrong horse",
	 FAILS(PASSWORD)},
	{"openssl rsa -traditional -aes256 -in rsa.key -out f" P_OUT, NULL, FAILS(PASSWORD_NEEDED)},
	/* A wrong password of one part takes nothing of the others. */
	{"openssl pkcs8 -topk8 -in ec.key" P_OUT " > f; cat ec.crt rsa.key >> f", "wrong horse",
	 FAILS(PASSWORD)},
	/* The key has a password of its own (openssl asks for both on standard input where there is
	   no terminal). */
	{"printf 'correct horse\\ncorrect horse\\nother1\\nother1\\n' | setsid -w " P12
	 "-certpbe NONE -twopass",
	 P, FAILS(SHUT)},
	{"printf 'correct horse\\ncorrect horse\\nother1\\nother1\\n' | setsid -w " P12 "-twopass",
	 P, FAILS(SHUT)},
	/* What cannot be done is named, and never called a wrong password. */
	{"openssl pkcs8 -topk8 -scrypt -in ec.key -out f" P_OUT, "wrong horse", NAMES("scrypt")},
	{"openssl pkcs8 -topk8 -scrypt -in ec.key -out f" P_OUT, NULL, NAMES("scrypt")},
	{"openssl pkcs8 -topk8 -v2 aria-256-cbc -in ec.key -out f" P_OUT, P, NAMES("ARIA-256-CBC")},
	{"openssl pkcs8 -topk8 -v2 camellia-128-cbc -in ec.key -out f" P_OUT, P,
	 NAMES("Camellia-128-CBC")},
	{"openssl pkcs8 -topk8 -v2 sm4-cbc -in ec.key -out f" P_OUT, P, NAMES("SM4-CBC")},
	{"openssl pkcs8 -topk8 -v2prf hmacWithSHA512-256 -in ec.key -out f" P_OUT, P,
	 NAMES("HMAC-SHA512-256")},
	{P12 "-keypbe aria-128-cbc" P_OUT, P, NAMES("ARIA-128-CBC")},
	{P12 "-certpbe camellia-256-cbc" P_OUT, P, NAMES("Camellia-256-CBC")},
	{P12 "-macalg sha3-256" P_OUT, P, NAMES("HMAC-SHA3-256")},
	{P12 "-macalg sha512-256" P_OUT, P, NAMES("HMAC-SHA512-256")},
	{"openssl rsa -traditional -camellia128 -in rsa.key -out f" P_OUT, P,
	 NAMES("CAMELLIA-128-CBC")},
	{P12 "-keypbe PBE-SHA1-RC2-128 -certpbe NONE -legacy" P_OUT, P, NAMES("RC2-128-CBC")},
	/* No file of keys or certificates. */
	{"printf '' > f", NULL, FAILS(EMPTY)},
	{"printf 'hello\\n' > f", NULL, FAILS(FORMAT)},
	{"printf 'PK\\003\\004rest' > f", NULL, FAILS(FORMAT)},
	{"head -c 5000 /dev/zero > f", NULL, FAILS(FORMAT)},
	{"printf '0\\202\\377\\377abc' > f", NULL, FAILS(FORMAT)},
	{"openssl x509 -in ec.crt -outform DER > f; echo more >> f", NULL, FAILS(FORMAT)},
	/* Neither, but something that has a name. */
	{"cp ec.csr f", NULL, FAILS(IS_REQUEST)},
	{"openssl req -in ec.csr -outform DER -out f", NULL, FAILS(IS_REQUEST)},
	{"openssl pkey -in ec.key -pubout -out f", NULL, FAILS(PUBLIC)},
	{"openssl pkey -in ec.key -pubout -outform DER -out f", NULL, FAILS(PUBLIC)},
	{"printf '\\376\\355\\376\\355\\0\\0\\0\\2' > f",
	 NULL,
	 {.error = IK_E_IMPORT_KEYSTORE, .named = "JKS"}},
	{"printf -- '-----BEGIN -----\\nMAA=\\n-----END -----\\n' > f", NULL, FAILS(FORMAT)},
	{"gzip -c ec.key > f", NULL, OTHER("gzip")},
	{"tar cf f ec.key", NULL, OTHER("tar")},
	{"printf '<!DOCTYPE html><title>404</title>' > f", NULL, OTHER("HTML")},
	{"printf -- '-----BEGIN X509 CRL-----\\nMAA=\\n-----END X509 CRL-----\\n' > f", NULL,
	 OTHER("X509 CRL")},
	{"printf -- '-----BEGIN \\033[31m-----\\n-----END \\033[31m-----\\n' > f", NULL,
	 OTHER("\\x1b[31m")},
	{"echo text | openssl cms -encrypt -recip rsa.crt -outform DER -out f", NULL,
	 OTHER("PKCS#7 envelopedData")},
	{"head -c 4194305 /dev/zero > f", NULL, FAILS(LARGE)},
	/* Damaged parts. */
	{"sed 3s/./@/ ec.crt > f", NULL, PART("CERTIFICATE")},
	{"sed '$d' ec.crt > f; cat ec.key >> f", NULL, PART("CERTIFICATE")},
	{"sed 's/END CERT/END CART/' ec.crt > f", NULL, PART("CERTIFICATE")},
	{"sed 2d ec.crt > f", NULL, {.error = IK_E_CERT_READ}},
	{"sed 2d ec.key > f", NULL, FAILS(KEY_BAD)},
	{"openssl pkey -in rsa.key -outform DER | head -c 900 > f", NULL, FAILS(CUT)},
	{"openssl x509 -in ec.crt -outform DER | head -c 200 > f", NULL, FAILS(CUT)},
	{"openssl crl2pkcs7 -nocrl -certfile ec.crt -outform DER | sed 's/\\x31\\x00/\\x32\\x00/' "
	 "> f",
	 NULL, PART("PKCS#7")},
	{P12 P_OUT "; head -c 500 f > g; mv g f", P, FAILS(CUT)},
	{"printf '0\\15\\2\\1\\3\\60\\10\\6\\2\\52\\3\\240\\2\\4\\0' > f", P, PART("PKCS#12")},
	{PROC_TYPE " | sed '/^DEK-Info/d' > f", P, PART("RSA PRIVATE KEY")},
	{PROC_TYPE " | sed '/^DEK-Info/s/,.*/,00/' > f", P, PART("RSA PRIVATE KEY")},
	{PROC_TYPE " | sed '/^DEK-Info/s/,.*/,zz/' > f", P, PART("RSA PRIVATE KEY")},
	{PROC_TYPE " | sed 's/AES-256/\x1b[31m/' > f", P, NAMES("\\x1b[31m-CBC")},
	/* Too many. */
	{"for i in 0 1 2 3 4 5 6 7 8 9; do cat ec.crt rsa.crt; done > g;"
	 " for i in 0 1 2 3 4 5 6 7 8 9; do cat g g g g g; done > f; cat f ec.key > g; mv g f",
	 NULL,
	 {.error = IK_E_IMPORT_MANY, .named = "1000"}},
};

START_TEST(what_cannot_be_taken_is_refused_for_its_own_reason)
{
	check_made(&refused[_i]);
}
END_TEST

#define KIND(text) \
	{ \
		.named = text \
	}

#define BOUND(options) \
	"openssl genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -pkeyopt " options \
	" -out f"

static const struct made kinds[] = {
	{"openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:1024 -out f", NULL,
	 KIND("RSA 1024")},
	{"openssl genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:1024 -out f", NULL,
	 KIND("RSA-PSS 1024")},
	/* TLS has no signatures with SHA-1 that it was made for, none with two digests, as
	   OpenSSL's keys are bound to where only one is given, and none with a salt longer than the
	   digest.
	 */
	{BOUND("rsa_pss_keygen_md:sha1"), NULL, KIND("RSA-PSS, SHA1, salt 20")},
	{BOUND("rsa_pss_keygen_md:sha384"), NULL, KIND("RSA-PSS, SHA384, mask SHA1, salt 20")},
	{BOUND("rsa_pss_keygen_md:sha256 -pkeyopt rsa_pss_keygen_mgf1_md:sha512"), NULL,
	 KIND("RSA-PSS, SHA256, mask SHA512, salt 20")},
	{BOUND("rsa_pss_keygen_md:sha256 -pkeyopt rsa_pss_keygen_mgf1_md:sha256 -pkeyopt "
	       "rsa_pss_keygen_saltlen:64"),
	 NULL, KIND("RSA-PSS, SHA256, salt 64")},
	{"openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-224 -out f", NULL,
	 KIND("ECDSA P-224")},
	{"openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-192 -out f", NULL,
	 KIND("ECDSA P-192")},
	{"openssl ecparam -name secp256k1 -genkey -noout -out f", NULL, KIND("ECDSA secp256k1")},
	{"openssl ecparam -name brainpoolP256r1 -genkey -noout -outform DER -out f", NULL,
	 KIND("ECDSA brainpoolP256r1")},
	{"openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:brainpoolP256r1 -pkeyopt "
	 "ec_param_enc:explicit -out f",
	 NULL, KIND("ECDSA with a curve of its own")},
	{"openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_primes:3 -out f", NULL,
	 KIND("RSA with more than two primes")},
	{"openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_primes:3 | openssl rsa -traditional "
	 "-out f",
	 NULL, KIND("RSA with more than two primes")},
	{"openssl genpkey -algorithm ED448 -out f", NULL, KIND("Ed448")},
	{"openssl genpkey -algorithm X25519 -out f", NULL, KIND("X25519")},
	{"openssl genpkey -algorithm DH -pkeyopt group:ffdhe2048 -out f", NULL, KIND("DH")},
	{"openssl dsaparam -genkey -noout -out f 1024", NULL, KIND("DSA")},
	{"openssl dsaparam -genkey -noout 1024 | openssl pkcs8 -topk8 -nocrypt -out f", NULL,
	 KIND("DSA")},
	{"printf -- '-----BEGIN OPENSSH PRIVATE KEY-----\\nb3BlbnNzaA==\\n-----END OPENSSH PRIVATE "
	 "KEY-----\\n' > f",
	 NULL, KIND("OpenSSH")},
	{"openssl genpkey -algorithm ED448 | openssl pkcs8 -topk8 -out f" P_OUT, P, KIND("Ed448")},
};

START_TEST(keys_that_cannot_be_used_are_named)
{
	check_made(&kinds[_i]);
}
END_TEST

/* Every place in BYTES with FROM gets TO. */
static unsigned patch_all(struct ik_buffer *bytes, const char *from, const char *to, size_t size)
{
	uint8_t *at = bytes->data, *end = bytes->data + bytes->size;
	unsigned n = 0;

	while ((at = memmem(at, (size_t)(end - at), from, size)) != NULL) {
		memcpy(at, to, size);
		at += size;
		n++;
	}
	return n;
}

/* 70,001 rounds are rewritten: three parts each below the limit are above it together, and nothing
 * is derived. */
START_TEST(rounds_are_summed_before_any_work)
{
	struct ik_content_look look;
	struct ik_buffer bytes;

	if (!there)
		return;
	must(P12 "-iter 70001" P_OUT);
	bytes = get("f");
	ck_assert_uint_eq(patch_all(&bytes, "\x02\x03\x01\x11\x71", "\x02\x03\x30\x00\x00", 5), 3);
	put("f", bytes.data, bytes.size);
	ik_content_look(bytes.data, bytes.size, &look);
	ck_assert_uint_eq(look.rounds, 3 * 0x300000);
	check_import("f", P, &(struct outcome){.error = IK_E_COST, .named = "9437184"});
	/* A negative number of rounds is none. */
	ck_assert_uint_eq(patch_all(&bytes, "\x02\x03\x30\x00\x00", "\x02\x03\xff\x00\x00", 5), 3);
	put("f", bytes.data, bytes.size);
	check_import("f", P, &(struct outcome){.error = IK_E_IMPORT_PART});
	ik_content_look_free(&look);
	ik_buffer_free(&bytes);
}
END_TEST

START_TEST(one_round_too_many_is_refused)
{
	struct ik_buffer bytes;

	if (!there)
		return;
	must("for i in 1 2; do openssl pkcs8 -topk8 -in ec.key -iter 70001" P_OUT "; done > f");
	check_import("f", P, &(struct outcome){.keys = 1});
	must("openssl pkcs8 -topk8 -in ec.key -iter 70001 -outform DER -out f" P_OUT);
	bytes = get("f");
	ck_assert_uint_eq(patch_all(&bytes, "\x02\x03\x01\x11\x71", "\x02\x03\x4c\x4b\x41", 5), 1);
	put("f", bytes.data, bytes.size);
	check_import("f", P, &(struct outcome){.error = IK_E_COST, .named = "5000001"});
	ik_buffer_free(&bytes);
}
END_TEST

/* A PKCS#12 whose one bag, encrypted whole, holds the sealed KEY: 600,000 rounds each for the bag
 * and the MAC. */
static struct ik_buffer hidden_in_a_bag(const struct ik_buffer *key)
{
	gnutls_datum_t in = {key->data, (unsigned)key->size}, out;
	struct ik_buffer der = {0};
	gnutls_pkcs12_bag_t bag;
	gnutls_pkcs12_t p12;

	gnutls_pkcs12_bag_init(&bag);
	gnutls_pkcs12_init(&p12);
	ck_assert_int_ge(gnutls_pkcs12_bag_set_data(bag, GNUTLS_BAG_PKCS8_ENCRYPTED_KEY, &in), 0);
	ck_assert_int_ge(gnutls_pkcs12_bag_encrypt(bag, P, GNUTLS_PKCS_PBES2_AES_256), 0);
	ck_assert_int_ge(gnutls_pkcs12_set_bag(p12, bag), 0);
	ck_assert_int_ge(gnutls_pkcs12_generate_mac2(p12, GNUTLS_MAC_SHA256, P), 0);
	ck_assert_int_ge(gnutls_pkcs12_export2(p12, GNUTLS_X509_FMT_DER, &out), 0);
	ik_buffer_add(&der, out.data, out.size);
	gnutls_free(out.data);
	gnutls_pkcs12_deinit(p12);
	gnutls_pkcs12_bag_deinit(bag);
	return der;
}

/* With the password "other1" of their own, which the right password of the MAC opens to nonsense
 * whose padding is right: one in 256 is so.  A key, and a bag with a certificate. */
static const char own_key[] =
	"MIIBeQIBAzCCATMGCSqGSIb3DQEHAaCCASQEggEgMIIBHDCCARgGCSqGSIb3DQEHAaCCAQkEggEF"
	"MIIBATCB/gYLKoZIhvcNAQwKAQKgge4wgeswVgYJKoZIhvcNAQUNMEkwKAYJKoZIhvcNAQUMMBsE"
	"CC4oAigN130HAgEBMAwGCCqGSIb3DQIJBQAwHQYJYIZIAWUDBAEqBBCGfFOODq5u66t5G9OxnsGD"
	"BIGQCBICPsKUcPTpSErlPRam7DMTNoNe3DLVFcq5845q9ee+b7O01EAyEv2eqU7TF+KtCsesdjkq"
	"WYg8lo20k6u2aq+7meLbl9xOSz1ocrq2Em50ilclkjeQsJp+VIDjSwbOZxYwGX5QttcmwTQWQQAS"
	"Ymv9P5QGIwXVvwxQjaNHnE2bR7YVQRHfbsYnKmzicuGvMD0wMTANBglghkgBZQMEAgEFAAQgjb1N"
	"iy8xoTHXkakiojYdfnPvmrjjKtBQ6HnXTSq4S7UECKa+BY4wbDrt";
static const char own_bag[] =
	"MIICkgIBAzCCAkwGCSqGSIb3DQEHAaCCAj0EggI5MIICNTCCAjEGCSqGSIb3DQEHBqCCAiIwggIe"
	"AgEAMIICFwYJKoZIhvcNAQcBMFYGCSqGSIb3DQEFDTBJMCgGCSqGSIb3DQEFDDAbBAj2xHAFU6KA"
	"WAIBATAMBggqhkiG9w0CCQUAMB0GCWCGSAFlAwQBKgQQq/OfxpeEXlBueXGxi+cMf4CCAbDb3rfm"
	"uEfNu6OvnIndGTZfhbSxbLHZte+OlJAE1+z3evqiNSV3fqN83FOwWh4+E0JEvuSh1byBMsMINW+Z"
	"3Qeu9bFpDWxLX00hofJMIV+zXGdVFLYmySPpAA4LdaSBZb6f6U2fE8h8C9d88E0mPLgsWp10wiR6"
	"IoHJ/37zHlfeiZVa/Ox63KsFcwTIawwPXxMCavkb9rbd3cuN7Ufv5MWDbzpMYueYUplB8NVAAdoR"
	"HOmNjNlF/nfRX/99l1rDp65GBchGZO7odHcL15dQW7z52tUpbYb3LTZKrEMtgEz8pRcZOK27RRv5"
	"Y2Eh2VPd18OULUv4SDR3vgXwkG06kjliB9ntFa1cQa0Tj50L7bP8pCRHrl680uYKv6F8OhiwTxpq"
	"GbA93aTgUly90f0ikkEwqrwRBa8IACuddmj8X7rk/6umy9kUN1GvOLAJ72c7fybrsajZaT8CRvn4"
	"6rwPK4xquxVNIhiCjLTs+JiJKvFkS0fWZ9c/Up47KNCrY2UWrUNV1s/vE1KIQ/lLYor/OSqeqn0c"
	"ECFrzY3B/Qty17IKvVBCIQDRaxlOlQKi8RQxW8MwPTAxMA0GCWCGSAFlAwQCAQUABCADQOwy6n/7"
	"6KcuRvU/3tmEC10JbPZJq8BUcWEGzFBoxAQIOGW19Sk1aXs=";

START_TEST(a_password_of_its_own_is_one_whatever_the_padding)
{
	const char *const files[] = {own_key, own_bag};
	char *command = ik_format("echo %s | base64 -d > f", files[_i]);

	if (there) {
		must(command);
		check_import("f", P, &(struct outcome){.error = IK_E_IMPORT_SHUT});
	}
	free(command);
}
END_TEST

/* A SEQUENCE, sealed as a key is, that is none: behind a MAC that is right it was made so. */
START_TEST(what_opens_and_is_no_key_is_a_bad_key)
{
	static const uint8_t none[] = {0x30, 0x03, 0x02, 0x01, 0x05};
	const struct ik_try password = {.text = P, .size = sizeof(P) - 1};
	struct ik_buffer sealed = {0}, file;

	if (!there)
		return;
	ck_assert_int_ge(ik_protection_seal((struct ik_der){none, sizeof(none)}, &password, false,
					    IK_DER_OCTETS, &sealed),
			 0);
	ik_der_close(&sealed, 0, IK_DER_SEQUENCE);
	file = hidden_in_a_bag(&sealed);
	put("f", file.data, file.size);
	check_import("f", P, &(struct outcome){.error = IK_E_IMPORT_KEY_BAD});
	ik_buffer_free(&file);
	ik_buffer_free(&sealed);
}
END_TEST

/* They are seen only once the bag is open. */
START_TEST(rounds_found_inside_count_too)
{
	struct ik_buffer key, file;

	if (!there)
		return;
	must("openssl pkcs8 -topk8 -in ec.key -iter 70001 -outform DER -out f" P_OUT);
	key = get("f");
	file = hidden_in_a_bag(&key);
	put("f", file.data, file.size);
	check_import("f", P, &(struct outcome){.keys = 1});
	ck_assert_uint_eq(patch_all(&key, "\x02\x03\x01\x11\x71", "\x02\x03\x3d\x09\x00", 5), 1);
	ik_buffer_free(&file);
	file = hidden_in_a_bag(&key);
	put("f", file.data, file.size);
	check_import("f", P, &(struct outcome){.error = IK_E_COST, .named = "5200000"});
	ik_buffer_free(&key);
	ik_buffer_free(&file);
}
END_TEST

START_TEST(a_mac_that_is_wrong_under_the_right_password_is_called_so)
{
	struct ik_buffer bytes;

	if (!there)
		return;
	must(P12 P_OUT);
	bytes = get("f");
	/* The MAC stands before a salt of 8 bytes and the rounds. */
	bytes.data[bytes.size - 20] ^= 1;
	put("f", bytes.data, bytes.size);
	check_import("f", P, &(struct outcome){.error = IK_E_IMPORT_MAC});
	check_import("f", "wrong horse", &(struct outcome){.error = IK_E_IMPORT_PASSWORD});
	check_import("f", NULL, &(struct outcome){.error = IK_E_IMPORT_PASSWORD_NEEDED});
	ik_buffer_free(&bytes);
}
END_TEST

START_TEST(key_and_certificate_apart_do_not_pair)
{
	struct ik_material material = {0};
	struct ik_buffer chain = {0};
	struct ik_error err = {0};
	unsigned used, rest;

	if (!there)
		return;
	ck_assert(!pair_up(&material, 0, &chain, &used, &rest, &err));
	ck_assert_int_eq(err.id, IK_E_IMPORT_NO_KEY);
	ik_error_clear(&err);
	ck_assert(import_file(&material, "ec.key", NULL, NULL));
	ck_assert(!pair_up(&material, 0, &chain, &used, &rest, &err));
	ck_assert_int_eq(err.id, IK_E_IMPORT_NO_CERTIFICATE);
	ik_error_clear(&err);
	ck_assert(import_file(&material, "rsa.crt", NULL, NULL)
		  && import_file(&material, "inter.crt", NULL, NULL));
	ck_assert(!pair_up(&material, 0, &chain, &used, &rest, &err));
	ck_assert_int_eq(err.id, IK_E_IMPORT_PAIR);
	ck_assert_uint_eq(chain.size, 0);
	/* What fails later takes nothing away. */
	ck_assert(!import_file(&material, "ec.csr", NULL, NULL));
	ck_assert_uint_eq(material.n_keys, 1);
	ck_assert_uint_eq(material.n_certificates, 2);
	ik_material_free(&material);
}
END_TEST

Suite *suite_import_refused(void)
{
	Suite *suite = suite_create("import_refused");
	TCase *all = tcase_create("import_refused");

	tcase_set_timeout(all, TEST_SECONDS);
	tcase_add_unchecked_fixture(all, set_up, world_end);
	tcase_add_loop_test(all, what_cannot_be_taken_is_refused_for_its_own_reason, 0,
			    (int)IK_COUNT(refused));
	tcase_add_loop_test(all, keys_that_cannot_be_used_are_named, 0, (int)IK_COUNT(kinds));
	tcase_add_test(all, rounds_are_summed_before_any_work);
	tcase_add_test(all, one_round_too_many_is_refused);
	tcase_add_loop_test(all, a_password_of_its_own_is_one_whatever_the_padding, 0, 2);
	tcase_add_test(all, what_opens_and_is_no_key_is_a_bad_key);
	tcase_add_test(all, rounds_found_inside_count_too);
	tcase_add_test(all, a_mac_that_is_wrong_under_the_right_password_is_called_so);
	tcase_add_test(all, key_and_certificate_apart_do_not_pair);
	suite_add_tcase(suite, all);
	return suite;
}
