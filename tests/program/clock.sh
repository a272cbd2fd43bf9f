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

# --- what has expired comes in use only where that was said, also from a backup, and also into an empty store
late=$((NOW + 1000 * DAY))
at $late 1 restore b.zip --password-file password --store old
says err "INK-3251"
says err "--accept-expired"
holds [ ! -e old/current ]
at $late 0 restore b.zip --password-file password --store old --accept-expired
holds cmp -s back/current/certificate.pem old/current/certificate.pem
at $late 0 create --store young --name a.example.jp --no-backup
at $late 0 restore b.zip --password-file password --store young
at $late 1 restore b.zip --password-file password --store young --use 1
says err "INK-3251"
holds [ "$(readlink young/current)" = generations/1 ]
at $late 0 restore b.zip --password-file password --store young --use 1 --accept-expired
holds cmp -s s/generations/1/certificate.pem young/current/certificate.pem
printf '%s\n' 'action = restore' "file = $PWD/b.zip" 'use = 2' >answers
at $late 1 --answers answers --password-file password --store young
says err "INK-3251"
printf 'accept_expired = yes\n' >>answers
at $late 0 --answers answers --password-file password --store young

# --- rollback
at $late 1 rollback 1 --store s
says err "INK-3251"
at $late 0 rollback 1 --store s --accept-expired
report
