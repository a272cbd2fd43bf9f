#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# strict_reader.sh: a reader that takes RFC 5915 at its word opens every ECDSA key that is written: new ones, and those that
# an older inkan left in a store or somebody brings along, wherever they go from there.
HELPER=$(realpath "$(dirname "$0")/strict_reader.py")
if ! python3 -c 'import cryptography'; then
	echo "python3-cryptography is not installed: no strict reader is here"
	exit 77
fi
# shellcheck source=tests/lib/program.sh
. "$(dirname "$0")/../lib/program.sh" || exit 1

EACH=40
password='correct horse battery staple'
(umask 077 && echo "$password" >password)

# exact N FILE...: N keys, each as RFC 5915 wants it, and the strict reader takes it.
exact() {
	local n=$1
	shift
	python3 "$HELPER" check "$password" "$@" >out 2>err && [ "$(tail -n 1 out)" = "$n keys" ]
}

inexact() { ! python3 "$HELPER" check "$password" "$@" >out 2>err; }
age() { python3 "$HELPER" age "$@"; }
unpack() { python3 -m zipfile -e "$1" "$2"; }

# --- new keys
for type in p256 p384; do
	for ((i = 0; i < EACH; i++)); do
		run 0 --store "new-$type" create --name srv01.example.jp --key-type "ecdsa-$type" --no-backup
	done
	holds exact $EACH new-"$type"/generations/*/key.pem
	holds exact $EACH new-"$type"/generations/*/combined.pem
done

# --- keys that were written by another: one octet too many, or too few; each is put into the store
python3 "$HELPER" make p256 ff long
python3 "$HELPER" make p384 00 short
python3 "$HELPER" make p521 00 shorter
for key in long short shorter; do
	holds inexact $key.old
	run 0 --store s import $key.crt --key-file $key.old --no-backup
done
holds exact 3 s/generations/*/key.pem
holds exact 3 s/generations/*/combined.pem

# --- the same in a store that an older inkan wrote: read as ever, and exact in all that is written from it
aged() {
	age "$@"
	for file in "$@"; do holds inexact "$file"; done
}
aged s/generations/*/key.pem s/generations/*/combined.pem
run 0 --store s list --json
holds [ "$(grep -c '"has_key": true' out)" -eq 3 ]
run 1 --store s check
says_not out CRITICAL
for generation in 1 2; do
	run 0 --store s rollback $generation
	run 0 --store s export $generation.p12 --with-key --password-file password
done
holds exact 2 s/generations/[45]/key.pem
holds exact 2 s/generations/[45]/combined.pem
holds exact 2 ./*.p12

ask() {
	rm -rf s/requests/* waiting.csr
	run 0 --store s request --out waiting.csr --key-type ecdsa-p256
	age s/requests/*/key.pem
}

ask
until inexact s/requests/*/key.pem; do ask; done
run 0 --store s backup s.zip --password-file password
unpack s.zip unpacked
holds exact 5 unpacked/generations/*/key.pem
holds exact 1 unpacked/requests/*/key.pem
run 0 --store r restore s.zip --password-file password
holds exact 5 r/generations/*/key.pem
holds exact 5 r/generations/*/combined.pem
holds exact 1 r/requests/*/key.pem
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.crt -subj /CN=ca 2>err
openssl x509 -req -in waiting.csr -CA ca.crt -CAkey ca.key -set_serial 2 -days 90 -out answer.crt 2>err
run 0 --store s import answer.crt --no-backup
holds exact 1 s/current/key.pem

report
