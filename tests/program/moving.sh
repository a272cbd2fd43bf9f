#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# moving.sh: a server's whole life in the real program: made, replaced, backed up, moved to another machine and user, fed with
# what Windows, Java and an authority give, and each letter of the model.
# shellcheck source=tests/lib/program.sh
. "$(dirname "$0")/../lib/program.sh" || exit 1

# What of the generations in the list OUT must be the same everywhere.
identities() { grep -oE '"(generation|state|serial|sha256)": *("[^"]*"|[0-9]+)' "$1"; }

(umask 077 && echo 'correct horse battery staple' >password && echo 'another horse' >its)

# --- machine A: made, replaced three times, backed up
run 0 --store a create --name srv01.example.jp --no-backup
for _ in 1 2; do
	run 0 --store a create --no-backup --keep-keys
done
run 0 --store a create --keep-keys --backup a.zip --password-file password
says out "opened again and compared"
run 0 --store a list --json
cp out a.json
holds [ "$(identities a.json | grep -c generation)" -eq 4 ]

# --- machine B, by another user if we may be one
mkdir b
cp a.zip b.zip
if [ "$(id -u)" -eq 0 ] && command -v setpriv >path; then
	WHO=(setpriv --reuid=12345 --regid=12345 --clear-groups)
	chown 12345:12345 b b.zip
	install -m 0600 -o 12345 -g 12345 password b/password
else
	install -m 0600 password b/password
fi
run 0 --store b/store restore b.zip --password-file b/password
says out "Restored: 4 generations"
run 0 --store b/store list --json
identities a.json >a.identities
identities out >b.identities
holds cmp a.identities b.identities
run 0 --store b/store check --json
says_not out '"severity": "critical"'
says_not out '"severity": "warning"'
WHO=()

# --- what others give: Windows, Java, an authority
openssl req -x509 -newkey rsa:2048 -nodes -keyout k.pem -out c.pem -days 365 -subj /CN=windows.example.jp 2>/dev/null
openssl pkcs12 -export -legacy -inkey k.pem -in c.pem -name windows -out file.pfx -passout file:its
run 0 --store a import file.pfx --file-password-file its --no-backup
says err "weak"
says out "CN=windows.example.jp"
if command -v keytool >path; then
	keytool -genkeypair -alias mykey -keyalg EC -groupname secp256r1 -dname CN=java.example.jp -validity 365 \
		-keystore keystore.p12 -storetype PKCS12 -storepass "$(cat its)" >keytool.log 2>&1
	run 0 --store a import keystore.p12 --file-password-file its --no-backup
	says out "CN=java.example.jp"
else
	echo "# skipped: there is no keytool"
fi
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 365 -subj /CN=Sample-CA 2>/dev/null
run 0 --store a request --name srv01.example.jp --out srv01.csr
run 1 --store a check --json
says out '"number": 4205'
openssl x509 -req -in srv01.csr -CA ca.pem -CAkey ca.key -days 90 -copy_extensions copy -out signed.pem 2>/dev/null
cat signed.pem ca.pem >chain.pem
run 0 --store a import chain.pem --no-backup
holds openssl verify -CAfile ca.pem a/current/certificate.pem >verify.log
run 1 --store a check --json
says_not out '"number": 4205'

# --- the letters of the model
run 0 -c --store m --name srv01.example.jp --no-backup
run 0 -b m.zip --store m --password-file password
run 0 -e agents.pem --store m
holds cmp agents.pem m/current/certificate.pem
run 0 -r m.zip --store r --password-file password
run 0 export --store r --with-key --format p12 key.p12 --password-file password
run 0 -re m.zip --store re --password-file password
says out "may not leave this server"
run 1 export --store re --with-key --format p12 no.p12 --password-file password
says err "INK-3307"
holds [ ! -e no.p12 ]
run 0 backup re.zip --store re --password-file password
says out "keys that may not leave this server, of the generations: 1"
says out "whoever may read the key files can copy them"
run 1 restore re.zip --store empty --password-file password
says err "INK-5214"
holds [ ! -e empty ]
run 0 -i file.pfx --store m --file-password-file its --no-backup
says out "CN=windows.example.jp"
run 3 -l list.csv --store m
says err "INK-7151"
holds [ ! -e list.csv ]
mkdir m/reports
run 0 -l list.csv --store m
holds grep -q "name,id,cause," list.csv
for letter in -c -b -r -re -e -i; do
	run 2 $letter --password 'in the open' --store m
	says err "INK-"
done

report
