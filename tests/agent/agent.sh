#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# agent.sh: the real inkan-agent over a directory: results, errors, exit status, both languages, whose state is used, and
# what it is linked with.
# shellcheck source=tests/lib/program.sh
. "$(dirname "$0")/../lib/program.sh" || exit 1
INKAN=$AGENT
unset INKAN_AGENT_STATE XDG_DATA_HOME http_proxy

# --- what the server publishes: one, then two, then three in use; and another server
"$AGENT_SERVER" >hex <<-'END' || exit 1
	publish one 1 1 14 0
	step 10 1 2
	publish two 11 2 14 0
	step 20 2 3
	publish three 21 3 14 0
	forget
	publish other 99 5 14 0
	print 1
	print 3
	print 5
END
{ read -r first && read -r third && read -r stranger; } <hex || exit 1
cp -R one now

# serial FILE: as openssl tells it.
serial() { openssl x509 -in "$1" -noout -serial | sed 's/.*=//' | tr A-F a-f; }
# told KEY: of the JSON in out.
told() { python3 -c 'import json, sys; print(json.load(open("out"))[sys.argv[1]])' "$1"; }

# --- nothing enrolled
for command in update status; do
	run 3 --state s "$command"
	says err "inkan-agent: INK-7220: "
done
run 0
says out "inkan-agent enroll SOURCE"
run 0 --version
says out "inkan-agent "
run 2 enrol
says err "Did you mean: enroll"
says err "inkan-agent --help"
run 0 --lang ja help enroll
says out "フィンガープリント"

# --- enrolled by a fingerprint, grouped as the proof page does
run 0 --state s enroll now --fingerprint "$(echo "$first" | sed 's/..../& /g')"
says out "srv01.example.jp"
holds [ "$(stat -c %a s s/pin.pem s/id s/log | tr '\n' ' ')" = "755 644 600 640 " ]
run 0 --state s status
says out "$(serial s/pin.pem | sed 's/..../& /g; s/ $//')"
run 0 --state s status --json
holds [ "$(told same) $(told tls) $(told sequence)" = "yes plain 1" ]
holds [ "$(told serial)" = "$(serial s/pin.pem)" ]

# --- the server changes twice; the agent slept through it
cp two/* now && cp three/* now
run 1 --state s status
says out "inkan-agent update"
run 0 --state s update --json
holds [ "$(told end) $(told steps) $(told sha256)" = "confirmed 2 $third" ]
run 0 --state s status --json
holds [ "$(told same)" = yes ]
holds [ "$(serial s/pin.pem)" = "$(serial now/agent.pem)" ]
holds openssl x509 -in s/before.pem -noout
holds [ "$(cat s/moved)" = "$third" ]
run 0 --state s --lang ja update
says out "記憶している証明書"

# --- an impostor, and no server at all
cp other/* now
run 0 --state s update
says out "still missing"
run 1 --state s status --json
holds [ "$(told same)" = no ]
run 1 --state t enroll now --fingerprint "$first"
says err "INK-7234"
run 0 --state t enroll now --fingerprint "$stranger"
mv now away
run 4 --state s update
says err "INK-7221"
run 1 --state s status --json
holds [ "$(told same) $(told tls)" = "unknown None" ]
mv away now && cp three/* now

mkfifo nothing
# --- past caches the steps are asked for by the number of the index, so that an old answer is kept for no later one
python3 -u -m http.server --bind "$HERE" --directory now 20080 >web 2>asked &
web=$!
trap 'kill $web; rm -rf "$work"' EXIT
until grep -q "port [0-9]" web || ! kill -0 $web; do read -rt 0.1 <>nothing; done
url=http://$HERE:20080
echo "publish now 105 5 14 0" | "$AGENT_SERVER"
run 0 --state s update "$url"
says asked "GET /agent.pem?n=105 "
echo "publish now 106 5 14 0" | "$AGENT_SERVER"
run 0 --state s update "$url"
says asked "GET /agent.pem?n=106 "

# --- a page in place of the index is no alarm, and is told as what it is; why nobody answers is told in one language
mv now/index kept
mkdir now/index && echo "<html>Log in, please" >now/index/index.html
run 4 --state s update "$url"
says err "INK-7221"
says err "A web page came (text/html), from $url/index/"
rmdir now/index 2>/dev/null || rm -r now/index
mv kept now/index
kill $web
wait $web
run 4 --state s --lang ja update "$url"
says err "接続を受け付けていません"
trap 'rm -rf "$work"' EXIT
cp three/* now

# --- a stick, this once
rm -rf t
cp -R one stick
run 0 --state t enroll stick --fingerprint "$first"
cp three/* stick
mv stick elsewhere
run 4 --state t update
run 0 --state t update elsewhere
run 0 --state t update "file://$PWD/elsewhere"
run 2 --state t update "ftp://example.jp/"
says err "INK-7228"

# --- a damaged pin is never "not enrolled"
: >t/pin.pem
for command in update status "enroll elsewhere --fingerprint $third"; do
	# shellcheck disable=SC2086 # words
	run 1 --state t $command
	says err "INK-7208"
done
says err "--again"
run 0 --state t enroll elsewhere --fingerprint "$third" --again

# --- what can be mended is said as a line that can be typed as it stands
# typed: the command in the last line of err, run.
typed() {
	sed -n '$s/^.*inkan-agent \(.*\)/\1/p' err >line
	eval "run 0 $(cat line)"
}
mkdir reports
run 0 --state "it's here" enroll now --fingerprint "$third" --set a --report-to "$PWD/reports"
rm "it's here/id"
run 1 --state "it's here" report
says err "INK-7223: What the agent knows cannot be read: it's here/id"
typed
run 0 --state "it's here" report
holds [ "$(grep -c '^set = a$' "it's here/pin.pem")" = 1 ]
mkdir "it's here/before.pem" && touch "it's here/before.pem/file"
run 0 --state u enroll one --fingerprint "$first"
mkdir u/before.pem && touch u/before.pem/file
run 1 --state u update now
says err "Type: mv u/before.pem u/before.pem.aside"
holds [ "$(serial u/pin.pem)" = "$(serial three/agent.pem)" ]
rm -r u

# --- what is damaged, too large or missing is named, and where it cannot be led to that is said
mkdir bad && cp three/* bad && echo nothing >bad/index
run 1 --state t update bad
says err "  index"
rm bad/index
run 1 --state t update bad
says err "index"
says err "On the server: inkan publish --refresh"
run 0 --state u enroll one --fingerprint "$first" --report-to none
cp other/* one
run 1 --state u status
says out "no signed step leads there"
says_not out "inkan-agent update"
rm -r u

# --- whose state: without root the user's own if it is enrolled, and what may not be written is not
run 0 --state s enroll now --fingerprint "$first" --report-to none
says err "--again"
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
	WHO=(setpriv --reuid 65534 --regid 65534 --clear-groups)
	touch before
	run 0 --state s update
	says err "nothing of this is kept"
	holds [ ! s/pin.pem -nt before ]
	run 0 --state s update --json
	holds [ "$(told stored) $(told end)" = "False confirmed" ]
	run 1 --state s enroll now --fingerprint "$first"
	WHO=()
fi
mkdir home
export HOME=$PWD/home
WHO=(env -u HOME)
run 3 --state u status
WHO=()

# --- what was lost on its way is no result
if [ -c /dev/full ]; then
	"$AGENT" --state s status >/dev/full 2>err
	holds [ $? -eq 1 ]
	says err "INK-1907"
fi

# --- neither screens nor archives, and libcurl in one room; what it needs is what it is for
readelf -d "$AGENT" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' >needed
for library in ncurses tinfo archive qrencode zxcvbn; do
	says_not needed "lib$library"
done
for library in gnutls curl unistring jansson seccomp; do
	says needed "lib$library"
done
report
