#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# follow.sh: real servers and real agents over a directory: enrolled by the line that the server shows, agents follow every
# kind of change, from whichever generation they know; what an impostor publishes leads nobody; clocks may be wrong.
# shellcheck source=tests/lib/program.sh
. "$(dirname "$0")/../lib/program.sh" || exit 1
SERVER=$INKAN
unset INKAN_AGENT_STATE

# server ARGUMENT..., agent STATUS STATE ARGUMENT...
server() { INKAN=$SERVER run 0 --store s "$@"; }
agent() {
	local status=$1 state=$2
	shift 2
	INKAN=$AGENT run "$status" --state "$state" "$@"
}

# At a moment MORE seconds from now, for the agent alone.
later() {
	local more=$1 status=$2 state=$3
	shift 3
	WHO=(env LD_PRELOAD="$FIXED_WORLD" FIXED_NOW="$(($(date +%s) + more))")
	INKAN=$AGENT run "$status" --state "$state" "$@"
	WHO=()
}

serial() { openssl x509 -in "$1" -noout -serial; }
follows() { holds [ "$(serial "$1/pin.pem")" = "$(serial s/current/certificate.pem)" ]; }
told() { python3 -c 'import json, sys; print(json.load(open("out"))[sys.argv[1]])' "$1"; }

# --- three agents are enrolled by the line that the server shows
server create --name srv01.example.jp --no-backup
server publish --source "$PWD/s/publish"
line=$(sed -n 's/^ *\(inkan-agent enroll .*\)/\1/p' out)
holds [ -n "$line" ]
for a in a1 a2 a3; do
	# shellcheck disable=SC2086 # the words of the line
	agent 0 "$a" ${line#inkan-agent }
	follows "$a"
done
fingerprint=${line##* }

# --- replaced: those that are awake follow, and say so; a3 sleeps
server create --no-backup
for a in a1 a2; do
	agent 1 "$a" status
	agent 0 "$a" update
	follows "$a"
	agent 0 "$a" status --json
	holds [ "$(told same) $(told serial)" = "yes $(serial s/current/certificate.pem | sed 's/.*=//' | tr A-F a-f)" ]
done

# --- rolled back, then replaced by what an authority or another program made: a2 sleeps, too
server rollback
agent 0 a1 update
follows a1
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj /CN=srv01.example.jp \
	-addext subjectAltName=DNS:srv01.example.jp -keyout other.key -out other.pem 2>/dev/null
cat other.key other.pem >both.pem
server import both.pem --no-backup
for a in a1 a2 a3; do
	agent 0 "$a" update
	follows "$a"
done

# --- the same key in a new certificate
openssl req -x509 -key other.key -days 40 -subj /CN=srv01.example.jp -addext subjectAltName=DNS:srv01.example.jp \
	-out again.pem 2>/dev/null
cat other.key again.pem >both.pem
server import both.pem --no-backup
agent 0 a1 update --json
holds [ "$(told end) $(told steps)" = "confirmed 1" ]
follows a1

# --- an agent of each generation follows to the last in one update, and so does who enrols by the first fingerprint
for n in 6 7 8 9 10 11 12; do
	cp -R a1 "g$n"
	server create --no-backup
	agent 0 a1 update
done
for n in 6 7 8 9 10 11 12; do
	agent 0 "g$n" update
	follows "g$n"
done
agent 0 late enroll "$PWD/s/publish" --fingerprint "$fingerprint"
says err "earlier certificate"
follows late

# --- an impostor's files, all of them or mixed with the server's, lead nobody, and after a day they are refused
INKAN=$SERVER run 0 --store impostor create --name srv01.example.jp --no-backup
INKAN=$SERVER run 0 --store impostor publish --source "$PWD/mixed"
mkdir mixed
for files in "impostor impostor" "impostor s" "s impostor"; do
	cp "${files% *}/publish/index" mixed/index
	cp "${files#* }/publish/agent.pem" mixed/agent.pem
	for a in a1 a2 a3; do
		agent 0 "$a" update mixed
	done
done
follows a1
cp impostor/publish/* mixed
cp -R a1 fooled
agent 0 fooled update mixed
later $((24 * 3600 + 5)) 1 fooled update mixed
says err "INK-7207"
holds grep -q '"reason":7207' fooled/log
follows fooled
agent 0 fooled update
agent 0 fooled status

# --- frozen: what is never renewed is refused once it has expired; clocks a year on and back lose nothing
cp -R a1 frozen
later $((15 * 24 * 3600)) 1 frozen update
says err "INK-7210"
later $((365 * 24 * 3600)) 1 frozen update
later $((-365 * 24 * 3600)) 1 frozen update
says err "INK-7216"
server create --no-backup
later $((365 * 24 * 3600)) 1 frozen update
follows frozen
agent 0 frozen update

# --- refreshed by the server nothing moves, and older files are a mirror that lags
cp -R s/publish mirror
agent 0 a1 update
server publish --refresh
agent 0 a1 update
holds [ "$(sed -n 's/^sequence = //p' a1/pin.pem)" -gt "$(sed -n 's/^sequence = //p' frozen/pin.pem)" ]
agent 0 a1 update mirror --json
holds [ "$(told end) $(told steps)" = "behind 0" ]
sed -i '5s/^...../AAAAA/' mirror/index
agent 1 a1 update mirror --json
holds [ "$(told end)" = refused ]

# --- a server that is gone is made anew of its certificate alone, an hour later: nobody has to enrol again.  (Numbers follow
# the clock, and this test has used more of them than it took seconds.)
cat s/current/key.pem s/current/certificate.pem >saved.pem
rm -rf s
WHO=(env LD_PRELOAD="$FIXED_WORLD" FIXED_NOW="$(($(date +%s) + 3600))")
server import saved.pem --no-backup
server publish --refresh
WHO=()
agent 0 a1 update --json
holds [ "$(told end) $(told steps)" = "confirmed 0" ]
WHO=(env LD_PRELOAD="$FIXED_WORLD" FIXED_NOW="$(($(date +%s) + 3700))")
server create --no-backup
WHO=()
agent 0 a1 update --json
holds [ "$(told end) $(told steps)" = "confirmed 1" ]
follows a1
report
