#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# parsed.sh: what others made is read by contained children only: the program itself, which may be root's and can open files,
# hands no certificate, request or key of a store or of a backup to a library that parses it.
if [ ! -e "${PARSERS:-}" ]; then
	echo "PARSERS names no file: nothing can be counted"
	exit 77
fi
# shellcheck source=tests/lib/program.sh
. "$(dirname "$0")/../lib/program.sh"
printf 'correct horse battery staple\n' >password
chmod 600 password
export ASAN_OPTIONS=verify_asan_link_order=0
counted=(env "LD_PRELOAD=$PARSERS" "PARSED=$work/parsed")

# alone STATUS ARGUMENT...: the program ends with it, having parsed nothing itself.
alone() {
	: >parsed
	WHO=("${counted[@]}")
	run "$@"
	WHO=()
	if [ -s parsed ]; then
		not_ok "inkan ${*:2} parsed: $(sort parsed | uniq -c | tr -s ' \n' ' ')"
	else
		ok
	fi
}

# all STATUS STORE STATUS: what looks at a store, and what changes it only a little; check ends with the one status, a renewal with the other.
all() {
	alone "$1" check --store "$2"
	alone 0 list --store "$2"
	alone 0 list --json --store "$2"
	alone 0 show --store "$2"
	alone 0 show 1 --store "$2"
	for format in pem der; do
		rm -f exported
		alone 0 export exported --format $format --store "$2"
	done
	alone 0 prune --store "$2"
	alone "$3" renew --dry-run --no-backup --store "$2"
	printf 'action = verify\n' >answers
	alone 0 --answers answers --store "$2"
}

# --- that there is something to count: where a test parses without a child
: >parsed
CK_FORK=no "${counted[@]}" "${top_builddir:-../..}/tests/unit-pki" >out 2>err
holds grep -qx gnutls_x509_crt_import parsed

# --- a stranger's certificates, of an authority of his own, and a request that waits
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -subj /CN=Authority \
	-days 100 2>/dev/null
printf 'subjectAltName = DNS:a.example.jp, URI:https://a.example.jp/\n' >names
for n in 1 2; do
	openssl req -newkey rsa:2048 -nodes -keyout k$n.pem -out $n.csr -subj "/CN=a.example.jp/OU=Sales" 2>/dev/null
	openssl x509 -req -in $n.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 90 -extfile names -out $n.pem 2>/dev/null
	cat k$n.pem $n.pem ca.pem >pair$n.pem
	alone 0 import pair$n.pem --no-backup --store s
done
alone 0 request --out r.csr --store s
all 1 s 4
alone 0 backup b.zip --password-file password --store s
alone 0 backup --verify b.zip --password-file password
alone 0 rollback --store s

# --- his backup, as it came and under a record that says that all of it was made here
alone 0 restore b.zip --dry-run --password-file password --store new
alone 0 restore b.zip --password-file password --store new
all 0 new 4
sed -i 's/^origin = .*/origin = generated/; /^restored-at/d' new/generations/*/info
all 0 new 4

report
