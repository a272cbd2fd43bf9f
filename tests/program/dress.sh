#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# dress.sh: keys and certificates come in however they are dressed: quoted, in several files, through a pipe, in a ZIP that
# lies in a ZIP; what cannot come in is called by its name.
# shellcheck source=tests/lib/program.sh
. "$(dirname "$0")/../lib/program.sh" || exit 1

secret() { (umask 077 && printf '%s\n' "$2" >"$1"); }
secret password 'secret of the file'

{
	openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -subj /CN=Authority -days 900
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ec.key -out ec.csr -subj /CN=srv01.example.jp
	openssl x509 -req -in ec.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out ec.pem -days 365
	cat ec.key ec.pem ca.pem >both.pem
	openssl pkcs12 -export -inkey ec.key -in ec.pem -certfile ca.pem -out ec.p12 -passout file:password
} >made 2>&1 || { cat made; exit 1; }

# taken STORE CERTIFICATES: what was imported last is our key with so many certificates.
taken() {
	holds cmp <(openssl pkey -in "$1/current/key.pem") <(openssl pkey -in ec.key)
	holds [ "$(grep -c BEGIN "$1/current/certificate.pem")" -eq "$2" ]
}

# --- text that quotes them
sed 's/^/> /' both.pem >cited.txt
run 0 import cited.txt --store cited --no-backup
says err "Taken from quoted text."
taken cited 2
run 0 import both.pem --store plain --no-backup
says_not err "quoted"
taken plain 2

# The second look is for what is lacking, so it adds nothing to what is there.
{ cat both.pem; sed 's/^/# /' ca.pem; } >commented.pem
run 0 import commented.pem --store commented --no-backup
says_not err "quoted"

# What lacks its other half finds it in the other file, or in another member of the ZIP.
sed 's/^/    /; s/$/\\n/' ec.key | tr -d '\n' | sed 's/^/key = "/; s/$/"/' >key.toml
run 0 import ec.pem --key-file key.toml --store apart --no-backup
says err "Taken from quoted text."
taken apart 1
if command -v zip >said; then
	zip -q apart.zip ec.pem ca.pem key.toml
	run 0 import apart.zip --store apart-zip --no-backup
	says err "Taken from quoted text."
	taken apart-zip 2
	zip -q inner.zip both.pem
	zip -q outer.zip inner.zip
	run 0 import outer.zip --store nested --no-backup
	taken nested 2
	mkdir many
	for i in 1 2 3 4 5 6 7 8; do echo x >many/f$i; done
	zip -qr many.zip many both.pem
	run 0 import many.zip --store many-store --no-backup
	says err ", and others"
	zip -q -P 'zip secret' sealed.zip ec.p12
	secret zip-password 'zip secret'
	run 1 import sealed.zip --store none --no-backup --file-password-file zip-password
	says err "INK-3222"
	says err "--inner-password-file FILE"
	run 0 import sealed.zip --store inner --no-backup --file-password-file zip-password --inner-password-file password
	run 1 import sealed.zip --store none --no-backup --file-password-file zip-password --inner-password-file zip-password
	says err "INK-3203"
	zip -q third.zip outer.zip
	run 1 import third.zip --store third --no-backup
	says err "INK-3220"
	run 0 import both.pem --store with-backup --password-file password --backup "$work/backup.zip"
	zip -q wrapped.zip backup.zip
	run 1 import wrapped.zip --store wrapped --no-backup
	says err "INK-3220"
fi

# What is lacking after both looks is named as ever.
sed 's/^/> /' ec.key >lonely.txt
run 1 import lonely.txt --store lonely --no-backup
says err "INK-3211"
echo 'no key here' >nothing.txt
run 1 import nothing.txt --store nothing --no-backup
says err "INK-3201"
holds [ ! -e nothing ]

# --- files of their own, standard input, pipes
run 0 import ec.pem ec.key --store two --no-backup
taken two 1
run 2 import ec.key ca.pem ec.pem --store three --no-backup --save-answers said.answers
says err "INK-1108"
run 0 import ec.key ca.pem ec.pem --store three --no-backup
taken three 2
run 2 import ec.pem hunter2hunter2 --store none --no-backup
says err "INK-1109"
says_not err "hunter2"
run 2 -i ec.pem ec.key --store none
says err "INK-1109"
run 1 import - --store none --no-backup
says err "INK-3238"
holds [ ! -e none ]
piped() { "$INKAN" import "$@" --no-backup >out 2>err; }
piped - --store standard <both.pem
taken standard 2
piped - --store pipe < <(cat both.pem)
taken pipe 2
piped /dev/stdin --store device < <(cat both.pem)
taken device 2
piped ec.pem --key-file - --store keyed < <(cat ec.key)
taken keyed 1
piped <(cat ec.key) <(cat ec.pem) --store substituted
taken substituted 1
mkfifo fifo
# It has its writer before it is read.
cat both.pem >fifo &
exec 3<fifo
piped fifo --store fifo-store
taken fifo-store 2
exec 3<&-
wait
holds [ "$(head -c 70000000 /dev/zero | "$INKAN" import - --store none --no-backup 2>&1 | grep -c INK-2313)" -eq 1 ]

# --- passwords as older tools took them
secret umlaut 'pässwört'
openssl pkcs12 -export -inkey ec.key -in ec.pem -keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1 \
	-passout "pass:$(printf %s 'pässwört' | iconv -f latin1 -t utf8)" -out old.p12
run 0 import old.p12 --store old --no-backup --file-password-file umlaut
says err "OpenSSL before 1.1"
taken old 1
run 1 import old.p12 --store older --no-backup --file-password-file password
says err "INK-3203"

# --- what cannot be taken is called by its name, with what converts it
{ printf -- '-----BEGIN TSS2 PRIVATE KEY-----\nMIIB8gYGZ4EFCgEDoAMBAQECBEAAAAE=\n'
	printf -- '-----END TSS2 PRIVATE KEY-----\n'; cat ec.pem; } >tss2.pem
run 1 import tss2.pem --store none --no-backup
says err "TSS2"
says err "inkan request --out FILE --store none"
openssl pkcs8 -topk8 -scrypt -in ec.key -out scrypt.key -passout file:password
run 1 import ec.pem scrypt.key --store none --no-backup --file-password-file password
says err "scrypt"
says err "openssl pkcs8 -topk8"
openssl pkcs12 -export -inkey ec.key -in ec.pem -legacy -certpbe PBE-SHA1-RC2-128 -keypbe PBE-SHA1-RC2-128 \
	-out rc2.p12 -passout file:password
run 1 import rc2.p12 --store none --no-backup --file-password-file password
says err "RC2-128-CBC"
says err "openssl pkcs12 -legacy"
openssl pkcs12 -legacy -in rc2.p12 -out new.pem -passin file:password \
	-passout 'pass:secret of the file'
run 0 import new.pem --store converted --no-backup --file-password-file password
taken converted 1
echo '<RSAKeyValue><Modulus>AQAB</Modulus></RSAKeyValue>' >key.xml
run 1 import key.xml --store none --no-backup
says err ".NET XML"
echo '{"kty": "RSA", "n": "AQAB"}' >key.jwk
run 1 import key.jwk --store none --no-backup
says err "JWK"
says err "jwcrypto"

# --- a backup through a pipe
run 0 import both.pem --store kept --password-file password --backup "$work/kept.zip"
through() { "$INKAN" "$@" --password-file password >out 2>err; }
holds through backup --verify - <kept.zip
says out "all of it is whole"
holds through backup --verify <(cat kept.zip)
holds through restore - --store back < <(cat kept.zip)
holds cmp -s kept/current/certificate.pem back/current/certificate.pem
holds through restore <(cat kept.zip) --store twice
holds cmp -s kept/current/key.pem twice/current/key.pem
run 1 restore - --store none --password-file password
says err "INK-5102"
holds [ ! -e none ]

# --- password files
(umask 077 && printf '\357\273\277secret of the file\r\n' >marked && printf 'secret\n' >raw)
run 0 import ec.p12 --store marked-store --no-backup --file-password-file marked
says err "mark of byte order"
taken marked-store 2
openssl pkcs8 -topk8 -in ec.key -out newline.key -passout $'pass:secret\n'
run 1 import ec.pem newline.key --store none --no-backup --file-password-file raw
says err "INK-3203"
says err "--file-password-raw"
run 0 import ec.pem newline.key --store raw-store --no-backup --file-password-file raw --file-password-raw
taken raw-store 1
run 2 import ec.pem newline.key --store none --no-backup --file-password-raw

# --- a look inside
run 0 show ec.p12 --file-password-file password
says out "CN=srv01.example.jp"
run 0 show ec.p12 --file-password-file password --json
says out '"subject": "CN=srv01.example.jp"'
"$INKAN" show ec.p12 --file-password-fd 5 5< <(cat password) >out 2>err
says out "CN=srv01.example.jp"
run 1 show ec.p12 --file-password-file umlaut
says err "INK-3203"
run 2 show ec.p12
says err "--file-password-file"
run 0 show ec.pem --file-password-file password

# --- several keys are told apart by what differs
for i in 1 2; do
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout privkey$i.pem -out c.csr \
		-subj /CN=srv01.example.jp
	openssl x509 -req -in c.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out fullchain$i.pem -days 100
	openssl pkcs12 -export -inkey privkey$i.pem -in fullchain$i.pem -name "web-202$i" -out $i.p12 \
		-passout file:password
done >made 2>&1
if command -v zip >said; then
	zip -q archive.zip privkey?.pem fullchain?.pem
	run 1 import archive.zip --store several --no-backup
	says err "INK-3224"
	says err ", until "
	for i in 1 2; do
		says err ", privkey$i.pem, serial number $(openssl x509 -noout -serial -in fullchain$i.pem |
			sed 's/.*=//; s/..../& /g; s/ $//' | tr A-F a-f)"
	done
	run 0 import archive.zip --store several --no-backup --key-choice 2
	holds cmp <(openssl pkey -in several/current/key.pem) <(openssl pkey -in privkey2.pem)
	zip -q keystores.zip 1.p12 2.p12
	run 1 import keystores.zip --store several-p12 --no-backup --file-password-file password
	says err ", web-2021, 1.p12, serial"
	says err ", web-2022, 2.p12, serial"
fi

report
