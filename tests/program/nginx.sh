#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# nginx.sh: the shipped nginx-agents.conf and inkan-reports.conf, in an nginx on loopback: what agents fetch they get, with
# the headers that caches go by, and a report is put, once and small, and never read; what came is in the list.
data=$(realpath "${top_builddir:-..}/data")
# shellcheck source=tests/lib/program.sh
. "$(dirname "$0")/../lib/program.sh" || exit 1
PATH=$PATH:/usr/sbin:/sbin
for tool in nginx curl; do
	command -v "$tool" >/dev/null || { echo "SKIP: no $tool here" && exit 77; }
done
# Folders of the web server's user are for root to make.
[ "$(id -u)" = 0 ] && id -u www-data >/dev/null 2>&1 || { echo "SKIP: not root, or no www-data" && exit 77; }
port=$((20000 + $$ % 20000))
url=http://127.0.0.1:$port/inkan

# --- the folders, as systemd-tmpfiles makes them
sed "s|/[^ ]*/lib/inkan-reports|$work/reports|" "$data/inkan-reports.conf" >tmpfiles
while read -r type path mode user group age; do
	[ "$type" = d ] && [ "$age" = - ] || continue
	install -d -m "$mode" -o "$user" -g "$group" "$path"
done <tmpfiles
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

# --- the file that is shipped, but for the port and the places
{
	echo "user www-data; daemon off; pid $work/pid; error_log $work/error.log; events {} http { access_log off;"
	for body in client_body proxy fastcgi uwsgi scgi; do echo "${body}_temp_path $work/${body}_temp;"; done
	sed -e "s|listen 443 ssl|listen 127.0.0.1:$port|" -e '/listen \[::\]/d' -e '/ssl_certificate/d' \
		-e "s|/[^ ]*/lib/inkan-reports|$work/reports|" -e "s|/[^ ]*/lib/inkan/|$work/s/|" "$data/nginx-agents.conf"
	echo "}"
} >conf
nginx -c "$work/conf" 2>nginx.err &
server=$!
trap 'kill $server 2>/dev/null; wait $server; rm -rf "$work"' EXIT
curl -s --retry 50 --retry-delay 0 --retry-connrefused --retry-max-time 60 -o out "$url/index"
: >err

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
says out "As agents report: 1 follow, 0 do not."
report
