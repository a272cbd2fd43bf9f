#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# agents_answers.sh: the wizard's pages of agents from an answer file: the same list, and no question.
# shellcheck source=tests/lib/program.sh
. "$(dirname "$0")/../lib/program.sh" || exit 1
now=$(date -u +%Y-%m-%dT%H:%M:%SZ)

# reports NUMBER NAME SHA256: an agent reports.
reports() {
	local id
	id=$(printf %032x "$1")
	printf '{"inkan_report": 1, "id": "%s", "name": "%s", "time": "%s", "version": "0.1.0", "sha256": "%s",
		"serial": "4f129c07", "confirmed": "%s", "tls": "system"}\n' "$id" "$2" "$now" "$3" "$now" \
		>"s/reports/$id.json"
}

fingerprint() { openssl x509 -in s/current/certificate.pem -noout -fingerprint -sha256 | sed 's/.*=//; s/://g' | tr A-F a-f; }

# --- a server that no agent follows says so, and how that begins
echo 'action = agents' >all
run 1 --store s --answers all
says err "INK-4101"
run 0 --store s create --name srv01.example.jp --no-backup
run 1 --store s --answers all
says err "INK-7160"
says err "inkan publish --source URL --store s"
silent out

# --- it does: nothing is asked, nothing is changed
mkdir s/reports
before=$(fingerprint)
run 0 --store s create --no-backup
reports 1 follows.example.jp "$(fingerprint)"
reports 2 behind.example.jp "$before"
reports 3 behind2.example.jp "$before"
run 0 --store s --answers all
says out "On an earlier generation: 2 agents"
says out "behind.example.jp: "
says out "inkan-agent run"
says_not out "follows.example.jp"
says out "inkan agents --store s"
holds [ ! -e s/generations/3 ]

# --- another cause, a list in a file, and what was answered
printf '%s\n' 'action = agents' 'cause = none' "csv_file = $PWD/list.csv" >fine
run 0 --store s --answers fine --save-answers saved
says out "follows.example.jp: "
says out "$PWD/list.csv"
says list.csv "behind.example.jp"
says_not list.csv "follows.example.jp"
says saved "cause = none"
says saved "csv_file = $PWD/list.csv"
run 0 --store s --answers saved
printf '%s\n' 'action = agents' 'cause = silent' >silent
run 0 --store s --answers silent
says_not out "example.jp"
printf '%s\n' 'action = agents' 'cause = late' >wrong
run 2 --store s --answers wrong
says err "cause"
printf '%s\n' 'action = agents' 'csv_file = nowhere/list.csv' >wrong
run 2 --store s --answers wrong
says err "nowhere"
printf '%s\n' 'action = agents' 'days = 3' >wrong
run 2 --store s --answers wrong
says err "days"

# --- programs are told what the command tells them
run 1 --store s agents --json
mv out command
run 0 --store s --answers all --json
holds cmp out command

report
