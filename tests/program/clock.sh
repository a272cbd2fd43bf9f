#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# clock.sh: under a clock that cannot be right no command makes a certificate that has ended before it is used.
# shellcheck source=tests/lib/program.sh
. "$(dirname "$0")/../lib/program.sh"
if [ ! -e "${FIXED_WORLD:-}" ]; then
	echo "FIXED_WORLD names no file: the clock cannot be set"
	exit 77
fi
export ASAN_OPTIONS=verify_asan_link_order=0
NOW=1795237500
DAY=86400

# at MOMENT STATUS ARGUMENT...: with the clock at MOMENT; the program was built at $built.
built=0
at() {
	WHO=(env "LD_PRELOAD=$FIXED_WORLD" "FIXED_NOW=$1" "FIXED_BUILT_AT=$built")
	run "${@:2}"
}
untouched() { holds cmp -s before <(find s -type f ! -name audit.log ! -name lock -exec sha256sum {} + | sort); }
mark() { find s -type f ! -name audit.log ! -name lock -exec sha256sum {} + | sort >before; }

# refused MOMENT WORDS: every command that makes or takes in a certificate, and nothing is changed.
refused() {
	mark
	for command in "create --no-backup" "request --out new.csr" "import pair.pem --no-backup" "rollback"; do
		# shellcheck disable=SC2086
		at "$1" 1 $command --store s
		says err "INK-4207"
		says err "$2"
		says err "Nothing was changed"
		untouched
		# shellcheck disable=SC2086
		at "$1" 1 $command --store s --lang ja
		says err "INK-4207: サーバの時計が遅れています。"
	done
	holds [ ! -e new.csr ]
	printf 'action = generate\n' >answers
	WHO=(env "LD_PRELOAD=$FIXED_WORLD" "FIXED_NOW=$1" "FIXED_BUILT_AT=$built")
	printf 'correct horse battery staple\n' >password
	chmod 600 password
	run 1 --answers answers --password-file password --store s
	says err "INK-4207"
	untouched
}

at $NOW 0 create --name a.example.jp --no-backup --store s
at $NOW 0 create --no-backup --store s
cat s/generations/1/key.pem s/generations/1/certificate.pem >pair.pem

# --- before the one in use was made, by more than a day
refused $((NOW - DAY - 1)) "and Sat 21 Nov 2026 05:05 UTC has passed already."
at $((NOW - DAY)) 0 create --no-backup --store s
at $((NOW - 2 * DAY - 60)) 1 create --no-backup --store s

# --- before the build
built=$NOW
refused 86400 "it says Fri 2 Jan 1970 00:00 UTC, and Sat 21 Nov 2026 05:05 UTC has passed already."
at $((NOW - 1)) 1 create --name a.example.jp --no-backup --store new
holds [ ! -e new ]
at $NOW 0 create --name a.example.jp --no-backup --store new

# --- what looks, and what brings back, says it and goes on
at 86400 2 check --store s
says out "INK-4207"
at $NOW 0 backup b.zip --password-file password --store s
at 86400 0 restore b.zip --password-file password --store back
says out "The clock of this server is wrong"
holds [ -e back/current ]
report
