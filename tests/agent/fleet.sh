#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# fleet.sh: a server, an nginx with the shipped file, and agents on machines of their own: they enrol, report, follow, are
# missed, refuse an impostor and are mended, and the server's list says so each time.
data=$(realpath "${top_builddir:-..}/data")
lib=$(realpath "$(dirname "$0")/../lib")
# shellcheck source=tests/lib/program.sh
. "$lib/program.sh" || exit 1
unset INKAN_AGENT_STATE XDG_DATA_HOME http_proxy
unshare --mount --uts true 2>/dev/null || { echo "SKIP: no machines of their own here" && exit 77; }
# shellcheck source=tests/lib/nginx.sh
. "$lib/nginx.sh"

# agent STATUS NAME ARGUMENT...: on the machine NAME, whose state is in a folder of that name.
agent() {
	local expected=$1 name=$2 status
	shift 2
	printf '%s' "$name" | sha256sum | cut -c 1-32 >machine-id
	unshare --mount --uts sh -c 'hostname "$1"; [ ! -e /etc/machine-id ] || mount --bind machine-id /etc/machine-id
		shift; exec "$@"' sh "$name.example.jp" "$AGENT" --state "$name" "$@" >out 2>err </dev/null
	status=$?
	if [ $status -eq "$expected" ]; then ok; else not_ok "on $name, inkan-agent $*: exit status $status, not $expected"; fi
}

# listed NAME: what the list says of it; the exit status is said, too.
lists() { run "$1" --store s agents --reports reports; }
fingerprint() { openssl x509 -in s/current/certificate.pem -noout -fingerprint -sha256 | sed 's/.*=//; s/://g'; }

# same_serial FILE: as the certificate in use.
same_serial() { [ "$(openssl x509 -in "$1" -noout -serial)" = "$(openssl x509 -in s/current/certificate.pem -noout -serial)" ]; }

# --- enrolled: three agents, and all follow
run 0 --store s create --name srv01.example.jp --no-backup
run 0 --store s publish --source "$url"
shipped_folders "$data"
start_nginx "$data"
for name in a1 a2 a3; do
	agent 0 $name enroll "$url" --fingerprint "$(fingerprint)"
	agent 0 $name run
done
lists 0
says out "Agents that follow, as they report: 3. That do not: 0."

# --- a notification is taken by all; a forged one is refused, and the next report says so
echo "restart tonight" >note.txt
run 0 --store s sign note.txt
for name in a1 a2 a3; do agent 0 $name verify note.txt; done
echo "restart now" >note.txt
agent 1 a1 verify note.txt
says err "INK-7215"
agent 0 a1 run
lists 1
says out "Refused what they were sent: 1"
says out "a1.example.jp: Refused in 30 days: 1. "
says out "INK-7215"
# Seen to, by whoever looks after a1.
rm a1/log*
agent 0 a1 run
lists 0

# --- replaced: two follow by themselves, one sleeps; it is missed by name, with its generation
touch -d "1 minute ago" reports/*.json
run 0 --store s create --no-backup
agent 0 a1 run
agent 0 a2 run
lists 0
says out "Agents that follow, as they report: 2. That do not: 1."
says out "Not heard since the switch: 1"
says out "    inkan agents --all --reports reports --store s"

# --- replaced again: the one that slept through both follows in one run
run 0 --store s create --no-backup
for name in a3 a1 a2; do agent 0 $name run; done
lists 0
says out "Agents that follow, as they report: 3. That do not: 0."
for name in a1 a2 a3; do
	agent 0 $name status --json
	holds same_serial $name/pin.pem
done

# --- an impostor has the web server: nobody follows, and all go on when the true one is back
run 0 --store other create --name srv01.example.jp --no-backup
run 0 --store other publish --source "$url"
mv s/publish publish.true
cp -R other/publish s/publish
for name in a1 a2 a3; do
	agent 0 $name update
	holds same_serial $name/pin.pem
done
rm -rf s/publish
mv publish.true s/publish
agent 0 a1 update --json
says out '"confirmed"'

# --- mended: enrolled at another server it is listed as unknown, with the line that brings it back; what is
# enrolled again has another ID, and its old report is forgotten
run 0 --store s agents --reports reports --forget a2.example.jp
agent 0 a2 enroll "$work/other/publish" --again --fingerprint "$(openssl x509 -in other/current/certificate.pem -noout \
	-fingerprint -sha256 | sed 's/.*=//; s/://g')" --report-to "$work/reports"
agent 0 a2 run
lists 1
says out "On a certificate unknown here: 1"
line=$(grep -o 'inkan-agent enroll .*' out)
run 0 --store s agents --reports reports --forget a2.example.jp
# shellcheck disable=SC2086 # words of a line to paste
agent 0 a2 ${line#inkan-agent } --report-to "$url/reports"
agent 0 a2 run
lists 0

# --- expected, and never there
printf 'a1\na2\na3\ncellar\n' >expected
run 1 --store s agents --reports reports --expect expected
says out "cellar: It is expected, and no report has come."
report
