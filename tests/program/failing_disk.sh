#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# failing_disk.sh: a read that fails, at each opening of the certificate in use and of its record in turn: what it says is
# told as lost, or nothing is made; it is never taken for a certificate that says nothing.
ASAN_OPTIONS=detect_leaks=0      # it cannot work under strace
export ASAN_OPTIONS
# shellcheck source=tests/lib/program.sh
. "$(dirname "$0")/../lib/program.sh" || exit 1

if ! strace -qq -o /dev/null true 2>/dev/null; then
	echo "strace does not work here: no read failed"
	exit 77
fi

# bring KIND: a store whose certificate says what a new one will not, with a key of that kind.
bring() {
	rm -rf world
	holds openssl req -x509 -newkey "$@" -nodes -keyout k.pem -out c.pem -subj /O=E/OU=Sales/CN=h.example.jp \
		-addext subjectAltName=DNS:h.example.jp,DNS:other.example.jp,email:a@b.jp 2>made
	cat k.pem c.pem >pair.pem
	run 0 --store world import pair.pem --no-backup
}

fresh() { rm -rf s asked.csr && cp -a world s; }

# The times, among all that the program opens, at which ARGUMENT... opens the certificate or its record before the switch.
openings() {
	fresh
	setsid -w strace -qq -o log -e trace=openat,renameat "$INKAN" --store s "$@" >out 2>err </dev/null
	sed '/renameat.*"current"/q' log | grep openat | grep -nE '"(certificate\.pem|info)"' | grep -v O_CREAT | cut -d: -f1
}

# fails STATUS TEXT ARGUMENT...: if this ends as if all was read, standard error has TEXT.
fails() {
	local expected=$1 text=$2 n error runs=0 status
	shift 2
	for n in $(openings "$@"); do
		for error in EIO EMFILE; do
			fresh
			setsid -w strace -qq -o log -e trace=openat -e "inject=openat:error=$error:when=$n" "$INKAN" --store s "$@" \
				>out 2>err </dev/null
			status=$?
			if [ $status -eq 1 ] && [ "$(readlink s/current)" = generations/1 ] && [ ! -e asked.csr ]; then
				# 4118: what was written could not be read back; 1909: no more files may be opened.
				holds grep -qE 'INK-(411[48]|1909)' err
			elif [ $status -eq "$expected" ] && grep -qF -- "$text" err && grep -q 'a@b.jp' err; then
				ok
			else
				not_ok "$*: $error at $n: exit status $status"
			fi
			runs=$((runs + 1))
		done
	done
	holds [ $runs -gt 6 ]
	echo "ok - $*: a read failed $runs times"
}

bring ec -pkeyopt ec_paramgen_curve:P-256
fails 4 INK-3312 renew --no-backup
fails 0 OU=Sales renew --no-backup --accept-loss
fails 0 OU=Sales create --no-backup
bring rsa:2048
fails 4 INK-3312 renew --no-backup
fails 0 OU=Sales request --out asked.csr
report
