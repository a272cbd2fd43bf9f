#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# killed.sh: an agent that is killed at each call that changes a file has its old pin or the new one, whole; the next run
# goes on from there, and clears what was left.
# shellcheck source=tests/lib/kill.sh
. "$(dirname "$0")/../lib/kill.sh" || exit 1
unset INKAN_AGENT_STATE

"$AGENT_SERVER" >hex <<-'END' || exit 1
	publish one 1 1 14 0
	step 10 1 2
	publish two 11 2 14 0
	print 1
	print 2
END
{ read -r first && read -r second; } <hex || exit 1
cp -R one now
must "$AGENT" --state enrolled enroll now --fingerprint "$first"
cp two/* now

# fingerprint STATE: of the certificate in its pin, as openssl has it.
fingerprint() { openssl x509 -in "$1/pin.pem" -noout -fingerprint -sha256 | sed 's/.*=//; s/://g' | tr A-F a-f; }

# is_whole OLD: s has the pin OLD or the second one, and says so itself.
is_whole() {
	local pin
	pin=$(fingerprint s) && grep -qx "sha256 = $pin" s/pin.pem && { [ "$pin" = "$1" ] || [ "$pin" = "$second" ]; }
}

# left: what a run leaves that was killed.
left() { find s -name '.*' -type f; }

# killed NAME TEMPLATE OLD LEAST COMMAND...: kills COMMAND at every point; TEMPLATE "-": there is nothing before, and OLD may
# be no pin at all.
killed() {
	local name=$1 template=$2 old=$3 least=$4 points=0 call n
	shift 4
	fresh() { rm -rf s && { [ "$template" = - ] || cp -R "$template" s; }; }
	fresh
	changes "$@" >plan || fail "$name does not work"
	while read -r call n; do
		fresh
		kill_at "$call" "$n" "$@" || fail "$name lived through $call $n"
		[ "$old" = - ] && [ ! -e s/pin.pem ] || is_whole "$old" || fail "$name, killed at $call $n, left no whole pin"
		must "$@"
		is_whole "$second" || fail "after $name was killed at $call $n the next one did not come to its end"
		[ -z "$(left)" ] || fail "after $name was killed at $call $n this stays: $(left)"
		points=$((points + 1))
		ok
	done <plan
	[ "$points" -ge "$least" ] || fail "$name: only $points points to kill at"
}

killed update enrolled "$first" 12 "$AGENT" --state s update
killed enroll - - 12 "$AGENT" --state s enroll now --fingerprint "$second"
killed again enrolled "$first" 12 "$AGENT" --state s enroll now --fingerprint "$second" --again
report
