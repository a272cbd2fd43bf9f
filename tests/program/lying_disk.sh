#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# lying_disk.sh: a write that says it is done and is not, at each write of a change in turn: what is put in use is whole, or
# the old one stays in use, the new one is gone and nothing says that it was replaced.
ASAN_OPTIONS=detect_leaks=0      # it cannot work under strace
export ASAN_OPTIONS
# shellcheck source=tests/lib/program.sh
. "$(dirname "$0")/../lib/program.sh" || exit 1

if ! strace -qq -o /dev/null true 2>/dev/null; then
	echo "strace does not work here: no write lied"
	exit 77
fi

stop() {
	not_ok "$1"
	ls -lR s
	report
	exit 1
}

must() { setsid -w "$INKAN" "$@" >out 2>err </dev/null || stop "inkan $*"; }

in_use() { readlink s/current | sed 's|^generations/||'; }

# The key of directory $1 fits its certificate, and the file that holds both holds these two.
is_whole() {
	[ "$(openssl pkey -in "$1/key.pem" -pubout 2>/dev/null)" = "$(openssl x509 -in "$1/certificate.pem" -noout -pubkey 2>/dev/null)" ] &&
		[ "$(openssl x509 -in "$1/certificate.pem" -noout -serial 2>/dev/null)" ] &&
		cat "$1/key.pem" "$1/certificate.pem" | cmp -s - "$1/combined.pem" &&
		grep -q '^origin = ' "$1/info"
}

# The one request that came: its key has made it, and the file for the authority holds it.
is_whole_request() {
	local id
	id=$(comm -13 <(echo "$waiting") <(ls s/requests))
	[ "$(openssl pkey -in "s/requests/$id/key.pem" -pubout 2>/dev/null)" = "$(openssl req -in asked.csr -noout -pubkey 2>/dev/null)" ] &&
		cmp -s "s/requests/$id/request.pem" asked.csr && grep -q '^made-at = ' "s/requests/$id/info"
}

# What is left of a run of $1 that lied, from $2 in use: all of the change, or nothing.
check() {
	local now
	now=$(in_use)
	if [ "$now" != "$2" ]; then
		is_whole "s/generations/$now" || stop "$1: what is in use is not whole"
		[ "$status" -eq 0 ] || [ "$status" -eq 3 ] || stop "$1: switched, with exit status $status"
		return
	fi
	if [ -e asked.csr ]; then
		is_whole_request || stop "$1: what waits is not whole"
		[ "$status" -eq 0 ] || [ "$status" -eq 3 ] || stop "$1: it waits, with exit status $status"
		return
	fi
	[ "$status" -eq 1 ] || stop "$1: not switched, with exit status $status"
	! grep -q 'is replaced' err || stop "$1: not switched, but says so"
	[ "$(ls s/generations)" = "$before" ] || stop "$1: the new generation is left"
	[ "$(ls s/requests 2>/dev/null)" = "$waiting" ] || stop "$1: requests came or went"
	grep -q INK-4118 err && caught=$((caught + 1))
}

# lies LEAST ARGUMENT...: the change with these arguments lies at each of its writes in turn; at least LEAST of them are
# found out by reading back.
lies() {
	local n least=$1 runs=0
	shift
	caught=0
	before=$(ls world/generations)
	waiting=$(ls world/requests 2>/dev/null)
	for ((n = 1; n < 100; n++)); do
		rm -rf s asked.csr
		cp -a world s
		setsid -w strace -f -qq -o log -e trace=write -e "inject=write:retval=1:when=$n" "$INKAN" --store s "$@" \
			>out 2>err </dev/null
		status=$?
		grep -q INJECTED log || break
		check "$* at write $n" "$(readlink world/current | sed 's|^generations/||')"
		runs=$((runs + 1))
	done
	if [ "$runs" -gt 4 ] && [ "$n" -lt 100 ] && [ "$caught" -ge "$least" ]; then
		ok
	else
		not_ok "$*: $runs runs, $caught found out by reading back"
	fi
	echo "ok - $1: a lie at each of $runs writes, $caught of them found out by reading back"
}

names() { openssl x509 -in "$1/current/certificate.pem" -noout -subject -ext subjectAltName; }

# blind ARGUMENT...: the link to what is in use cannot be read, at each time in turn; once that is so after the switch, nobody
# says that all but some later work is done.
blind() {
	local n late=0
	for ((n = 1; n < 100; n++)); do
		rm -rf s
		cp -a world s
		setsid -w strace -qq -o log -e trace=readlinkat,renameat -e "inject=readlinkat:error=EIO:when=$n" "$INKAN" --store s "$@" \
			>out 2>err </dev/null
		status=$?
		grep -q INJECTED log || break
		if ! sed '/INJECTED/q' log | grep -q 'renameat.*"current"'; then
			# What is in use is not known: then nothing is made, and no other names are taken for its own.
			[ "$status" -eq 1 ] || [ "$(names s)" = "$(names world)" ] || stop "$*, blind at $n: other names than before"
			continue
		fi
		[ "$status" -eq 3 ] || stop "$*, blind at $n: exit status $status"
		# What agents fetch is made when the proof is done.
		if grep -q INK-7139 err; then continue; fi
		grep -q 'could not be proven' err || stop "$*, blind at $n: it is not said that nothing is proven"
		! grep -q 'only what came after' err || stop "$*, blind at $n: it is called replaced"
		late=$((late + 1))
	done
	if [ "$late" -gt 0 ] && [ "$n" -lt 100 ]; then ok; else not_ok "$*: $late of $n after the switch"; fi
	echo "ok - $1: $late of $n times blind after the switch"
}

(umask 077 && echo 'correct horse battery staple' >password)
must --store s create --name srv01.example.jp --no-backup
must --store s request --name srv02.example.jp --out srv02.csr
must --store s create --backup b.zip --password-file password
must --store other create --name srv03.example.jp --no-backup
cat other/current/key.pem other/current/certificate.pem >pair.pem
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -subj '/CN=CA' -days 30 2>/dev/null
openssl x509 -req -in srv02.csr -CA ca.pem -CAkey ca.key -out srv02.pem -days 30 -set_serial 7 2>/dev/null
mv s world

# Certificate, key, the file with both, and the record.
lies 4 create --no-backup
lies 4 import pair.pem --no-backup
lies 4 import srv02.pem --no-backup
lies 4 rollback
blind create --no-backup
blind rollback
lies 3 request --name srv04.example.jp --out asked.csr
rm -rf world
must --store world create --name srv05.example.jp --no-backup
lies 8 restore b.zip --use 2 --password-file password
report
