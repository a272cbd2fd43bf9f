#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# services.sh: a service that loads the certificate in use, asked by the real program: reloaded, forgotten, not there, not in
# TLS; by check, show, compare, and on the proof after a change.
# shellcheck source=tests/lib/program.sh
. "$(dirname "$0")/../lib/program.sh" || exit 1
if ! command -v openssl >/dev/null; then
	echo "there is no openssl here"
	exit 77
fi
first_line() { if head -n 1 out | grep -qF -- "$1"; then ok; else not_ok "the first line lacks $1"; fi; }
mkfifo nothing

# until_it COMMAND...: as often as it takes, two minutes at most.
until_it() {
	local end=$((SECONDS + 120))
	until "$@" >/dev/null 2>&1; do
		[ $SECONDS -lt $end ] || { not_ok "never: $*"; return; }
		read -r -t 0.1 <>nothing
	done
	ok
}

# The service: what it loaded is what it shows until it is reloaded, which is to end it.
serve() {
	trap 'kill $(cat server.pid) 2>/dev/null; exit' TERM
	while [ ! -e over ]; do
		openssl s_server -accept "$1" -cert s/current/certificate.pem -key s/current/key.pem "${@:2}" \
			-quiet </dev/null >/dev/null 2>&1 &
		echo $! >server.tmp && mv server.tmp server.pid
		wait $!
	done
}

finish() {
	touch over
	kill "$loop" 2>/dev/null
	kill "$(cat server.pid)" 2>/dev/null
	rm -rf "$work"
}
trap finish EXIT

export INKAN_STORE=s
service=$HERE:20443
run 0 create --name srv01.example.jp --no-backup

# --- nobody is there: unknown
run 3 check --connect "$service"
says out "INK-6203: Nothing listens at $service."
says out "Start the service"
run 1 show --connect "$service"
says err "INK-6203"
run 2 compare 1 "connect:$service"

# --- what is in use is shown, by a service that wants a certificate of its client, too
serve "$service" -Verify 1 &
loop=$!
until_it "$INKAN" show --connect "$service"
run 1 check --connect "$service"
says out "$service shows the certificate in use. Serial number: "
says_not out "INK-62"
run 1 check --connect "$service" --json
says out '"state": "in-use"'
run 0 show --connect "$service"
says out "Generation 1: in use"
run 0 show --connect "$service" --json
says out "\"service\": \"$service\""
says out '"chain": []'
run 0 compare 1 "connect:$service"
first_line "The same certificate."
run 0 compare s/current/certificate.pem 1 --json
says out '"same": true'

# --- without a list no service is asked; with a wrong one it is said
run 3 check --services
says out "INK-6232"
echo "127.0.0.1" >s/services
run 3 check --services
says out "INK-6231: Line 1 of the list of services is wrong: 127.0.0.1"

# --- forgotten: the proof says so at once, and so does check, with the command that should have done it
echo "$service hook=reload" >s/services
run 0 create --no-backup
says out "$service still shows generation 1"
says out "inkan hooks --again"
run 1 check --services
says out "INK-6221: $service still shows generation 1"
says out "look at the command reload, then: inkan hooks --again"
run 1 compare 2 "connect:$service"
first_line "Two different certificates."
says out "Serial number: different"
run 1 compare 2 1 --json
says out '"same": false'
says out '"serial"'

# --- reloaded: at once, and by the hook of the next change, after which it takes a while
mkdir s/hooks.d
# shellcheck disable=SC2016 # the hook expands it
printf '#!/bin/sh\nkill $(cat %s/server.pid)\n' "$work" >s/hooks.d/reload
chmod 755 s/hooks.d/reload
run 0 hooks --again
says out "$service shows the certificate in use."
run 0 create --no-backup
says out "$service shows the certificate in use."
run 1 check --services
says_not out "INK-62"
run 0 create --no-backup --lang ja
says out "$service は、使用中の証明書を提示しています。"

# --- not ours: critical
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout other.key -out other.crt -subj /CN=other -days 9 \
	2>/dev/null
run 0 create --store other --name srv02.example.jp --no-backup
run 2 check --store other --connect "$service"
says out "INK-6223: $service shows a certificate that is not of this store."
run 0 show --store other --connect "$service"
says out "Generation: none of this store"

# --- usage: unknown for check, 2 for the others
run 3 check --connect 127.0.0.1
says err "INK-2401"
run 3 check --starttls smtp
says err "INK-1117"
run 3 check --connect "$service" --starttls telnet
says err "smtp, lmtp, imap, pop3, sieve, ftp, postgres"
run 2 show 1 --connect "$service"
run 2 show --connect "$service" --connect "$service"
says err "INK-1104"
run 2 show --connect "$service" --sni a..b
run 2 compare 1
run 2 compare 1 99
run 2 compare 1 none.pem
report
