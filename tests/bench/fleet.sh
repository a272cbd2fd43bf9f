#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# fleet.sh: many agents update at once through an nginx with the shipped file, after the certificate was replaced: how long
# it takes, and whether all of them follow.  AGENTS=1000.
data=$(realpath "${top_builddir:-..}/data")
lib=$(realpath "$(dirname "$0")/../lib")
# shellcheck source=tests/lib/program.sh
. "$lib/program.sh" || exit 1
# shellcheck source=tests/lib/nginx.sh
. "$lib/nginx.sh"
agents=${AGENTS:-1000}

{
	"$INKAN" --store s create --name srv01.example.jp --no-backup
	"$INKAN" --store s publish --source "$url"
	shipped_folders "$data"
	start_nginx "$data"
	"$AGENT" --state 1 enroll "$url" --fingerprint "$(openssl x509 -in s/current/certificate.pem -noout -fingerprint -sha256 |
		sed 's/.*=//; s/://g')"
	"$INKAN" --store s create --no-backup
} >out || exit 1
for i in $(seq 2 "$agents"); do cp -a 1 "$i"; done
printf '\n== %s agents updating at once through nginx (aim: all right)\n' "$agents"
began=$(date +%s%N)
seq "$agents" | xargs -P "$agents" -I STATE "$AGENT" --state STATE update >out 2>err
ended=$(date +%s%N)
serial=$(openssl x509 -in s/current/certificate.pem -noout -serial)
for i in $(seq "$agents"); do
	if [ "$(openssl x509 -in "$i/pin.pem" -noout -serial)" = "$serial" ]; then ok; else failed=$((failed + 1)); fi
done
echo "$passed follow, $failed do not, in $(((ended - began) / 1000000)) ms"
sort err | uniq -c | sort -rn | head -n 5
[ "$failed" -eq 0 ]
