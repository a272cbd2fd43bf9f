#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# renewing.sh: inkan renew in the real program: when it is due, what hinders it, what programs are told.
# shellcheck source=tests/lib/program.sh
. "$(dirname "$0")/../lib/program.sh" || exit 1
(umask 077 && echo 'correct horse battery staple' >password && echo short >short)

in_use() { readlink s/current; }
stays() { holds [ "$(in_use)" = "generations/$1" ]; }

# bring SUBJECT OPTION...: imports a certificate that openssl signs with its own key.
bring() {
	holds openssl req -x509 -newkey rsa:2048 -nodes -keyout k.pem -out c.pem -subj "$1" "${@:2}" 2>made
	cat k.pem c.pem >pair.pem
	run 0 --store s import pair.pem --no-backup
}

# --- nothing there
run 1 --store s renew --if-due --no-backup
says err "INK-4101"
run 1 --store s renew --json --no-backup
says out '"number": 4101'
says out '"changed": false'
says err "INK-4101"
holds [ ! -e s ]
run 2 --store s renew --within 3 --no-backup
says err "INK-1117"

# --- wrong usage is told in JSON, too
for words in "--json --nonsense" "--within 3 --json" "--nonsense --json" "--json --lang xx" "--json extra"; do
	# shellcheck disable=SC2086
	run 2 --store s renew $words
	says out '"inkan_json": 1'
	says out '"changed": false'
	says out '"number": '
	says err "INK-"
done
run 2 --store s renew --nonsense
silent out
run 2 --store s renew -- --json
silent out

# --- not due: nothing is done, but the password is judged
run 0 --store s create --name srv01.example.jp --alt-name srv01 --organization Example --days 90 --password-file password
run 0 --store s renew --if-due --password-file password
says out "Not due."
silent err
run 0 --store s renew --if-due --password-file password --json
says out '"inkan_json": 1'
says out '"changed": false'
says out '"due": false'
run 2 --store s renew --if-due
says err "INK-1110"
run 2 --store s renew --if-due --json
says out '"number": 1110'
says out '"changed": false'
run 2 --store s renew --if-due --backup /nonexistent/x.zip --password-file password
says err "/nonexistent"
touch there.zip
run 2 --store s renew --if-due --backup there.zip --password-file password
run 0 --store s renew --if-due --backup new.zip --password-file password
holds [ ! -e new.zip ]
run 0 --store s renew --if-due --no-backup
run 2 --store s renew --if-due --password-file short
says err "INK-2202"
run 2 --store s renew --if-due --password-file none
run 2 --store s renew --if-due --within 0 --no-backup
says err "INK-2140"
stays 1

# --- due: only said, then done, then not again
run 2 --store s renew --if-due --within 90
says err "INK-1110"
run 0 --store s renew --if-due --within 90 --dry-run --password-file password
says out "Switch: s/current from generation 1 to 2"
says out "Nothing was changed."
run 0 --store s renew --if-due --within 90 --dry-run --password-file password --json
says out '"dry_run": true'
says out '"key_type": "ecdsa-p256"'
says_not out "Switch:"
stays 1
holds [ "$(find s/backups -name '*.zip' | wc -l)" -eq 1 ]
run 0 --store s renew --if-due --within 90 --password-file password --json
says out '"changed": true'
says out '"generation": 2'
says out '"key_group": null'
stays 2
run 0 --store s show --json
says out '"subject": "CN=srv01.example.jp,O=Example"'
rm s/generations/2/key.pem
run 0 --store s renew --if-due --no-backup
stays 3
run 0 --store s renew --if-due --no-backup
stays 3

# --- output that nobody gets is said once; what is in use stays in use
lost() {
	setsid -w "$INKAN" --store s renew --no-backup "${@:2}" >/dev/full 2>err </dev/null
	holds [ $? -eq "$1" ]
	holds [ "$(grep -c INK-1907 err)" -eq 1 ]
}
lost 1 --if-due
lost 1 --if-due --json
lost 1 --dry-run
lost 1 --dry-run --json
stays 3
lost 3
lost 3 --json
stays 5

# --- one that others made keeps its name and its kind of key
bring '/CN=OfficeScan Server NTSG' -addext subjectAltName=DNS:srv01.example.jp -addext basicConstraints=CA:FALSE
run 0 --store s renew --no-backup
says out "Subject: CN=OfficeScan Server NTSG (not changed)"
says out "Key: RSA 2048 (not changed)"
says err "RSA keys of 3072 bits and more are advised today."
holds [ "$(wc -l <err)" -eq 1 ]
run 0 --store s create --no-backup
says err "RSA keys of 3072 bits and more are advised today."
run 0 --store s request --out short.csr
says err "RSA keys of 3072 bits and more are advised today."
rm -r s/requests

# --- one that is valid for longer than a new one can be
bring /CN=srv01.example.jp -addext subjectAltName=DNS:srv01.example.jp -addext basicConstraints=CA:FALSE -days 40000
run 0 --store s renew --no-backup --dry-run
says out "The one in use is valid for longer than 36500 days, which is the most."
says out "RSA keys of 3072 bits and more are advised today."
run 0 --store s renew --no-backup --dry-run --json
says err "The one in use is valid for longer than 36500 days, which is the most."

# --- what would be lost
bring '/OU=Sales/CN=srv01.example.jp' -addext subjectAltName=DNS:srv01.example.jp
run 4 --store s renew --no-backup
says err "INK-3312: A renewal would lose: OU=Sales; CA:TRUE"
says err "inkan renew --accept-loss --store s"
run 4 --store s renew --no-backup --dry-run --json
says out '"number": 3312'
stays 10
run 0 --store s renew --no-backup --accept-loss --json
says err "lost with this change: OU=Sales"
says out '"OU=Sales"'
stays 11

# --- what an authority has to sign
holds openssl req -newkey rsa:2048 -nodes -keyout k.pem -out c.csr -subj /CN=srv01.example.jp 2>made
holds openssl x509 -req -in c.csr -CA pair.pem -CAkey pair.pem -set_serial 7 -days 20 -out c.pem 2>made
cat k.pem c.pem >authority.pem
run 0 --store s import authority.pem --no-backup
run 0 --store s renew --if-due --no-backup
run 4 --store s renew --if-due --within 30 --no-backup
says err "INK-3311"
says err "inkan request --out FILE --store s"
run 1 --store s check
says out "inkan request --out FILE"
run 0 --store s request --out r.csr
run 4 --store s renew --no-backup --json
says out '"number": 3311'
says out '"changed": false'
says err "inkan import FILE --store s"
run 1 --store s check
says out "inkan import FILE"
stays 12
run 0 --store s create --no-backup
says err "the signature of the authority: "

# --- what cannot be read is not guessed at
echo rubbish >s/generations/13/certificate.pem
run 1 --store s renew --no-backup
stays 13
report
