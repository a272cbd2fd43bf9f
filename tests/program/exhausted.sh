#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# exhausted.sh: memory that is exhausted before the switch ends a change with 1, and nothing is changed; after it, with 3,
# and what is in use is the new one, whole.
# shellcheck source=tests/lib/program.sh
. "$(dirname "$0")/../lib/program.sh" || exit 1

if [ ! -e "${NO_MEMORY:-}" ]; then
	echo "NO_MEMORY names no file: memory cannot be exhausted"
	exit 77
fi
# Its allocator and that of the address sanitizer do not know each other's memory.
if nm -D "$INKAN" 2>/dev/null | grep -q __asan_init; then
	echo "the program has an allocator of its own: its memory cannot be exhausted"
	exit 77
fi

in_use() { readlink s/current 2>/dev/null; }

is_whole() {
	[ "$(openssl pkey -in s/current/key.pem -pubout)" = "$(openssl x509 -in s/current/certificate.pem -noout -pubkey)" ] &&
		cat s/current/key.pem s/current/certificate.pem | cmp -s - s/current/combined.pem
}

# exhausts ARGUMENT...: before the switch, once the note of the change is there, and after it.
exhausts() {
	local old
	rm -rf s
	if [ -e world ]; then cp -a world s; fi
	old=$(in_use)
	WHO=(env "LD_PRELOAD=$NO_MEMORY" NO_MEMORY_AFTER=change)
	run 1 --store s "$@"
	says err INK-1901
	holds [ "$(in_use)" = "$old" ]
	WHO=(env "LD_PRELOAD=$NO_MEMORY" NO_MEMORY_AFTER=current)
	run 3 --store s "$@"
	says err INK-1908
	says_not err INK-1901
	holds [ "$(in_use)" != "$old" ]
	holds is_whole
	WHO=()
}

(umask 077 && echo 'correct horse battery staple' >password)
run 0 --store world create --name srv01.example.jp --no-backup
run 0 --store world create --backup b.zip --password-file password
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k.pem -out c.pem -subj /CN=a.example.jp 2>/dev/null
cat k.pem c.pem >pair.pem
exhausts create --no-backup
exhausts import pair.pem --no-backup
exhausts rollback
rm -rf world
exhausts restore b.zip --use 2 --password-file password
report
