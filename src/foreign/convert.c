/* SPDX-License-Identifier: GPL-3.0-or-later */
/* convert.c: what cannot be taken is called by its name, with the command that makes of it what
 * can. */
#include "foreign/import.h"

#include <string.h>

#include "base/alloc.h"

static const struct {
	const char *name; /* or the beginning of it */
	const char *command;
} conversions[] = {
	{"OpenSSH", "cp KEY new.pem && ssh-keygen -p -m PEM -f new.pem"},
	{"PuTTY PPK", "puttygen FILE -O private-openssh -o new.pem"},
	{"TSS2", "inkan request --out FILE"},
	{"scrypt", "openssl pkcs8 -topk8 -in FILE -out new.pem"},
	{"RC2-", "openssl pkcs12 -legacy -in FILE -out new.pem"},
	{"RC4-40", "openssl pkcs12 -legacy -in FILE -out new.pem"},
	{"PBES1 ", "openssl pkcs8 -topk8 -provider legacy -provider default -in FILE -out new.pem"},
	{"Camellia", "openssl pkcs12 -in FILE -out new.pem"},
	{"SEED", "openssl pkcs12 -legacy -in FILE -out new.pem"},
	{"ARIA", "openssl pkcs12 -in FILE -out new.pem"},
	{"PVK", "openssl rsa -inform PVK -in FILE -out new.pem"},
	{"ECDSA with a curve of its own",
	 "openssl ec -in FILE -param_enc named_curve -out new.pem"},
	{"RSA-PSS", "inkan request --out FILE"},
	{"EC ", "inkan request --out FILE"},
	{"JWK",
	 "python3 -c 'import sys; from jwcrypto.jwk import JWK; "
	 "print(JWK.from_json(open(sys.argv[1]).read()).export_to_pem(True, None).decode())' FILE "
	 ">new.pem"},
	{".NET XML",
	 "pwsh -c '$k = [Security.Cryptography.RSA]::Create(); $k.FromXmlString((gc -raw FILE)); "
	 "$k.ExportPkcs8PrivateKeyPem()' >new.pem"},
};

bool ik_import_refuse(enum ik_error_id id, const char *name, struct ik_error *err)
{
	ik_fail(err, id, name);
	for (size_t i = 0; i < IK_COUNT(conversions); i++)
		if (strncmp(name, conversions[i].name, strlen(conversions[i].name)) == 0) {
			ik_error_detail(err, "%s", conversions[i].command);
			break;
		}
	return false;
}
