#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# agents.sh: the list of agents in the real program: who differs, as text, JSON and CSV; what it is told by; who is forgotten.
# shellcheck source=tests/lib/program.sh
. "$(dirname "$0")/../lib/program.sh" || exit 1
now=$(date -u +%Y-%m-%dT%H:%M:%SZ)

# reports NUMBER NAME SHA256 [MORE]: an agent reports.
reports() {
	local id
	id=$(printf %032x "$1")
	cat >"${store:-s}/reports/$id.json" <<-END
		{"inkan_report": 1, "id": "$id", "machine": "$(printf %032x $((1000 + $1)))", "name": "$2", "time": "$now",
		 "version": "0.1.0", "sha256": "$3", "serial": "4f129c07", "sequence": 1795237500, "confirmed": "$now",
		 "recovery": "none", "tls": "system"${4:-}}
	END
}

fingerprint() { openssl x509 -in "${store:-s}/current/certificate.pem" -noout -fingerprint -sha256 | sed 's/.*=//; s/://g' | tr A-F a-f; }

# --- what is not known is said with status 3
run 3 --store s agents
says err "INK-4101"
run 0 --store s create --name srv01.example.jp --no-backup
run 3 --store s agents
says err "INK-7151"
says err "install -d -m 0730 -g www-data s/reports"
run 3 --store s agents --json
says out '"number": 7151'
run 2 --store s -l
says err "INK-1107"
mkdir s/reports
run 0 --store s agents
says out "Agents that follow, as they report: 0. That do not: 0."
run 3 --store s agents --expect nowhere
says err "INK-7153"

# --- who follows, and who does not since the switch
before=$(fingerprint)
run 0 --store s create --no-backup
after=$(fingerprint)
reports 1 follows.example.jp "$after"
reports 2 behind.example.jp "$before"
reports 3 stranger.example.jp "$(printf %064x 7)"
reports 4 refuses.example.jp "$after" ", \"refusals\": [{\"time\": \"$now\", \"reason\": 7201, \"what\": \"note.txt\"}]"
reports 5 '=cmd|calc!A1' "$after" ', "stored": false'
run 1 --store s agents
says out "Agents that follow, as they report: 3. That do not: 2."
says out "stranger.example.jp: Serial number there: 4f12 9c07"
says out "On an earlier generation: 1"
says out "behind.example.jp: It follows generation 1, out of use since "
says out "    inkan-agent run"
says out "On a certificate unknown here: 1"
says out "inkan-agent enroll SOURCE --fingerprint $after --again"
says out "INK-7201, note.txt"
says_not out "follows.example.jp"
run 1 --store s agents --all
says out "follows.example.jp: Its last report came "

# --- who is expected
printf '%s\n' "# ours" follows BEHIND.example.jp cellar >expected
run 1 --store s agents --expect expected
says out "Never reported: 1"
says out "cellar: It is expected, and no report has come."

# --- for programs
run 1 --store s agents --json --expect expected
says out '"follow": 3'
says out '"never-reported": 1'
says out '"name": "behind.example.jp"'
says_not out '"name": "follows.example.jp"'
if command -v python3 >/dev/null; then
	holds python3 -c 'import json, sys; sys.exit(len(json.load(open("out"))["agents"]) != 5)'
fi

# --- for spreadsheets: the letter of the model, nothing a formula, an older list gives way, the store never does
run 1 --store s -l list.csv
run 1 --store s agents --csv list.csv
holds [ "$(head -c 3 list.csv | od -An -tx1 | tr -d ' ')" = efbbbf ]
says list.csv "name,id,cause,cause_since,serial,sha256,last_report,refusals,last_refusal"
says list.csv "\"behind.example.jp\",\"$(printf %032x 2)\",\"generation\","
says list.csv "\"'=cmd|calc!A1\""
says list.csv "INK-7201 note.txt"
holds [ "$(stat -c %a list.csv)" = 600 ]
says_not list.csv "follows.example.jp"
before=$(cat s/format)
run 2 --store s -l s/format
holds [ "$before" = "$(cat s/format)" ]
echo 'my notes' >notes
run 2 --store s agents --csv notes
says err INK-7157
holds grep -qx 'my notes' notes
: >notes
run 1 --store s agents --csv notes
says notes 'behind.example.jp'
run 2 --store s -l list.csv 'hunter2hunter2'
says_not err hunter2

# --- who is no more
run 1 --store s agents --forget nobody --forget behind.example.jp
says err "INK-7154"
holds [ -e "s/reports/$(printf %032x 2).json" ]
run 0 --store s agents --forget BEHIND.example.jp --forget "$(printf %032x 3)" --json
says out '"reports_deleted": 2'
holds [ ! -e "s/reports/$(printf %032x 2).json" ]
holds [ ! -e "s/reports/$(printf %032x 3).json" ]
holds [ -e "s/reports/$(printf %032x 1).json" ]

# --- reports that lie elsewhere; a folder that is none
mkdir elsewhere
mv "s/reports/$(printf %032x 1).json" elsewhere
run 0 --store s agents --reports elsewhere
says out "Agents that follow, as they report: 1. That do not: 0."
run 3 --store s agents --reports expected
says err "INK-7152"

# --- what nobody hears is not known
setsid -w "$INKAN" --store s agents >/dev/full 2>err </dev/null
holds [ $? -eq 3 ]
# --- a server that is made anew from a backup that is older than what agents follow
(umask 077 && echo 'correct horse battery staple' >password)
store=first
run 0 --store first create --name srv02.example.jp --no-backup
run 0 --store first backup older.zip --password-file password
before=$(fingerprint)
run 0 --store first create --no-backup
run 0 --store first backup newer.zip --password-file password
after=$(fingerprint)
store=anew
run 0 --store anew request --out anew.csr --name srv02.example.jp
mkdir anew/reports
reports 1 behind.example.jp "$before"
reports 2 follows.example.jp "$after"
reports 3 also.example.jp "$after"
run 0 --store anew restore older.zip --dry-run --password-file password
says out "Warning: 2 agents report a certificate that is not in this backup, and will not follow."
run 0 --store anew restore newer.zip --dry-run --password-file password
says_not out "not in this backup"
run 0 --store anew restore older.zip --password-file password
says err "Warning: 2 agents report a certificate that is not in this backup, and will not follow."
unset store

# --- agents that fetch from the folder itself are told where to put reports
run 0 --store s publish --source "$PWD/s/publish"
says out "inkan-agent enroll $PWD/s/publish --fingerprint "
says out " --report-to $PWD/s/reports"
report
