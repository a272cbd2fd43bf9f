#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# nginx.sh: the shipped nginx-agents.conf and inkan-reports.conf, in an nginx on loopback: what agents fetch they get, with
# the headers that caches go by, and a report is put, once and small, and never read; what came is in the list.
data=$(realpath "${top_builddir:-..}/data")
lib=$(realpath "$(dirname "$0")/../lib")
# shellcheck source=tests/lib/program.sh
. "$lib/program.sh" || exit 1
# shellcheck source=tests/lib/nginx.sh
. "$lib/nginx.sh"

# --- the folders, as systemd-tmpfiles makes them
shipped_folders "$data"
holds [ "$(stat -c '%a %U %G' reports)" = "730 root www-data" ]
holds [ -d reports/incoming ]

# --- what is published
run 0 --store s create --name srv01.example.jp --no-backup
mkdir -p s/publish/files
chmod 755 s/publish s/publish/files
file=$(printf %064x 7)
for name in index agent.pem "files/$file"; do
	echo "this is $name" >"s/publish/$name"
	chmod 644 "s/publish/$name"
done

start_nginx "$data"

# gets STATUS CURL-ARGUMENT...: head has the headers, out the body.
gets() {
	local expected=$1 status
	shift
	status=$(curl -s -o out -D head -w '%{http_code}' "$@")
	if [ "$status" = "$expected" ]; then ok; else not_ok "curl $*: $status, not $expected"; fi
}

gets 200 "$url/index"
says out "this is index"
says head "Cache-Control: no-cache"
gets 200 "$url/agent.pem?n=7"
says out "this is agent.pem"
says head "Cache-Control: no-cache"
gets 200 "$url/files/$file"
says out "this is files/"
says head "immutable"
for other in files/ files/../index.bak reports/ published ../s/current/key.pem files/0 ''; do
	gets 404 --path-as-is "$url/$other"
done

# --- reports: put, replaced, small, one name each, and nobody reads them
id=$(printf %032x 1)
sha256=$(openssl x509 -in s/current/certificate.pem -noout -fingerprint -sha256 | sed 's/.*=//; s/://g' | tr A-F a-f)
now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
echo "{\"inkan_report\": 1, \"id\": \"$id\", \"name\": \"srv02\", \"time\": \"$now\", \"confirmed\": \"$now\",
	\"sha256\": \"$sha256\"}" >report
gets 201 -T report "$url/reports/$id.json"
gets 204 -T report "$url/reports/$id.json"
holds cmp -s report "reports/$id.json"
holds [ "$(stat -c '%a %U' "reports/$id.json")" = "600 www-data" ]
holds [ "$(ls reports/incoming)" = "" ]
gets 403 "$url/reports/$id.json"
gets 403 -X DELETE "$url/reports/$id.json"
holds cmp -s report "reports/$id.json"
head -c 70000 /dev/zero >large
gets 413 -T large "$url/reports/$(printf %032x 2).json"
gets 413 -T - -H 'Transfer-Encoding: chunked' "$url/reports/$(printf %032x 2).json" <large
for other in x.json "$id" "$id.json.x" "..%2f$id.json" "incoming/$id.json" "${id^^}A.json"; do
	status=$(curl -s --path-as-is -o out -w '%{http_code}' -T report "$url/reports/$other")
	holds [ "${status:0:1}" = 4 ]
done
holds [ "$(find reports -type f | wc -l)" = 1 ]

# --- what came is in the list
run 0 --store s agents --reports reports
says out "Agents that follow, as they report: 1. That do not: 0."
report
