#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# reloaded.sh: over https, by the certificate that agents know: a web server that was not reloaded after the change is known by
# the certificate left last, so that agents follow and report all the same; one that is nobody's tells them no secrets.
data=$(realpath "${top_builddir:-..}/data")
lib=$(realpath "$(dirname "$0")/../lib")
# shellcheck source=tests/lib/program.sh
. "$lib/program.sh" || exit 1
# shellcheck source=tests/lib/reload.sh
. "$lib/reload.sh"
PATH=$PATH:/usr/sbin:/sbin
SERVER=$INKAN
unset INKAN_AGENT_STATE XDG_DATA_HOME https_proxy
command -v nginx >/dev/null || { echo "SKIP: no nginx here" && exit 77; }
[ "$(id -u)" = 0 ] && id -u www-data >/dev/null 2>&1 || { echo "SKIP: not root, or no www-data" && exit 77; }

server() { INKAN=$SERVER run 0 --store "${1}" "${@:2}"; }
agent() { INKAN=$AGENT run "$1" --state a "${@:2}"; }
told() { python3 -c 'import json, sys; print(json.load(open("out"))[sys.argv[1]])' "$1"; }
follows() { holds [ "$(openssl x509 -in a/pin.pem -noout -serial)" = "$(openssl x509 -in s/current/certificate.pem -noout -serial)" ]; }

# tls WAY: how the source is known now, and that the server says the same.
tls() {
	agent 0 status --json
	holds [ "$(told same) $(told tls)" = "yes $1" ]
}

# The shipped file, with its TLS, on loopback and for the store s.
start() {
	{
		echo "user www-data; pid $work/pid; error_log $work/error.log; events { } http { access_log off;"
		sed -e "s|listen 443 ssl|listen $HERE:20443 ssl|; /listen \[::\]/d" -e "s|/[^ ]*/lib/inkan-reports|$work/reports|" \
			-e "s|/[^ ]*/lib/inkan/|$work/s/|" "$data/nginx-agents.conf"
		echo "}"
	} >conf
	install -d -m 0730 -g www-data reports reports/incoming
	nginx -c "$work/conf" -e "$work/error.log"
}

server s create --name srv01.example.jp --alt-name "$HERE" --no-backup
trap '[ ! -e pid ] || kill "$(cat pid)"; rm -rf "$work"' EXIT
holds start
server s publish --source "https://$HERE:20443/inkan"
line=$(sed -n 's/^ *inkan-agent \(enroll .*\)/\1/p' out)

# --- nobody knows the source yet, and the fingerprint decides; from then on the pin verifies it
# shellcheck disable=SC2086 # the words of the line
agent 0 $line
tls pin
agent 0 run --json
holds [ "$(find reports -name '*.json' | wc -l)" -eq 1 ]

# --- the certificate is replaced, and nginx goes on with the one before: agents follow and report
server s create --no-backup
agent 0 run
follows
tls before
agent 0 status
says out "reload the web server"
holds grep -q '"tls": *"before"' reports/*.json
holds reload_nginx "$(cat pid)"
tls pin

# --- replaced twice behind its back: nothing verifies it any more, and what is signed is followed all the same
server s create --no-backup
server s create --no-backup
agent 0 update
follows
tls none
holds reload_nginx "$(cat pid)"
tls pin
report
