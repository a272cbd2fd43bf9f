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
	{"scrypt", "openssl pkcs8 -topk8 -in FILE -out new.pem"},
	{"RC2-", "openssl pkcs12 -legacy -in FILE -out new.pem"},
	{"RC4-40", "openssl pkcs12 -legacy -in FILE -out new.pem"},
	{"PBES1 ", "openssl pkcs8 -topk8 -provider legacy -provider default -in FILE -out new.pem"},
	{"Camellia", "openssl pkcs12 -in FILE -out new.pem"},
	{"SEED", "openssl pkcs12 -legacy -in FILE -out new.pem"},
	{"ARIA", "openssl pkcs12 -in FILE -out new.pem"},
	{"PVK", "openssl rsa -inform PVK -in FILE -out new.pem"},
	{"JWK",
	 "python3 -c 'import sys; from jwcrypto.jwk import JWK; "
	 "print(JWK.from_json(open(sys.argv[1]).read()).export_to_pem(True, None).decode())' FILE "
	 ">new.pem"},
	{".NET XML",
	 "pwsh -c '$k = [Security.Cryptography.RSA]::Create(); $k.FromXmlString((gc -raw FILE)); "
	 "$k.ExportPkcs8PrivateKeyPem()' >new.pem"},
};

/* What no command converts, another key takes the place of. */
static const char *command_of(enum ik_error_id id, const char *name)
{
	for (size_t i = 0; i < IK_COUNT(conversions); i++)
		if (strncmp(name, conversions[i].name, strlen(conversions[i].name)) == 0)
			return conversions[i].command;
	return id == IK_E_IMPORT_KEY_KIND || id == IK_E_IMPORT_CERT_KEY ? "inkan request --out FILE"
									: NULL;
}

bool ik_import_refuse(enum ik_error_id id, const char *name, struct ik_error *err)
{
	const char *command = command_of(id, name);

	ik_fail(err, id, name);
	return command && ik_error_detail(err, "%s", command);
}
