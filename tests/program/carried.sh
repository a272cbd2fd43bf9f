#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# carried.sh: agents of a real server, over a real nginx with the file that is shipped: they report, follow a replacement
# before and after the web server is reloaded, one of them two at once, and none an impostor; the list of agents says so.
NGINX=$(command -v nginx || echo /usr/sbin/nginx)
AGENT=$(realpath "$(dirname "${INKAN:-../src/inkan/inkan}")/../agent/inkan-agent")
SHIPPED=$(realpath "${top_builddir:-..}/data/nginx-agents.conf")
lib=$(realpath "$(dirname "$0")/../lib")
if [ ! -x "$NGINX" ] || [ ! -x "$AGENT" ] || ! unshare --uts --mount true 2>/dev/null; then
	echo "this needs nginx, inkan-agent, and root for host names of their own"
	exit 77
fi
# shellcheck source=tests/lib/program.sh
. "$lib/program.sh" || exit 1
# shellcheck source=tests/lib/reload.sh
. "$lib/reload.sh"
mkfifo nothing
unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY all_proxy ALL_PROXY
trap 'web -s quit 2>/dev/null; rm -rf "$work"' EXIT

# --- a machine: its name, its id and its state
# agent STATUS NAME ARGUMENT...
agent() {
	local expected=$1 name=$2 status
	shift 2
	[ -e "$name.id" ] || printf '%s' "$name" | md5sum | cut -c 1-32 >"$name.id"
	unshare --uts --mount sh -c 'hostname "$1" && mount --bind "$1.id" /etc/machine-id && shift && exec "$@"' sh \
		"$name" "$AGENT" --state "$work/$name" "$@" >out 2>err </dev/null
	status=$?
	if [ $status -eq "$expected" ]; then ok; else not_ok "$name: $*: exit status $status, not $expected"; fi
}

[ -e /etc/machine-id ] || { echo "this machine has no id"; exit 77; }

# The one report of a machine, by its name.
report_of() { grep -l "\"name\": \"$1\"" reports/*.json | head -n 1; }
reported() { if grep -qF -- "$2" "$(report_of "$1")"; then ok; else cp "$(report_of "$1")" out; not_ok "$1 reports no: $2"; fi; }

serial() { openssl x509 -in "$1" -noout -serial; }
fingerprint() { openssl x509 -in s/current/certificate.pem -noout -fingerprint -sha256 | cut -d = -f 2; }

# --- the web server: the shipped file, at another port and with other paths
web() { "$NGINX" -p "$work" -e "$work/error.log" -c "$work/nginx.conf" "$@"; }

sed -e "s|listen 443 ssl|listen $HERE:20443 ssl|; /listen \[::\]/d" -e "s|/[^ ]*/lib/inkan-reports|$work/reports|g" \
	-e "s|/[^ ]*/lib/inkan/|$work/s/|g" "$SHIPPED" >agents.conf
cat >nginx.conf <<-END
	user www-data;
	pid $work/nginx.pid;
	events { }
	http {
		access_log off;
		include $work/agents.conf;
	}
END
getent passwd www-data >/dev/null || sed -i 's/^user .*/user nobody;/' nginx.conf
user=$(sed -n 's/^user \(.*\);/\1/p' nginx.conf)
install -d -m 0730 -g "$(id -gn "$user")" reports
install -d -m 0700 -o "$user" reports/incoming
source=https://$HERE:20443/inkan

run 0 --store s create --name srv01.example.jp --alt-name "$HERE" --no-backup
run 0 --store s publish --source "$source"
holds web

# --- enrolled, and heard of
for name in agent01 agent02 agent03; do
	agent 0 $name enroll "$source" --fingerprint "$(fingerprint)"
	agent 0 $name run
	says out "Reported to: $source/reports"
	reported $name '"tls": "pin"'
	reported $name '"refusals": []'
done
run 0 --store s agents --reports reports
says out "Agents that follow, as they report: 3. That do not: 0."

# --- replaced, and nobody reloaded the web server: they follow all the same, and say what they saw
run 0 --store s create --no-backup
for name in agent01 agent02; do
	agent 0 $name run
	says out "and this agent follows."
	reported $name '"tls": "before"'
	holds [ "$(serial $name/pin.pem)" = "$(serial s/current/certificate.pem)" ]
done
holds reload_nginx "$(cat nginx.pid)"
agent 0 agent01 run
reported agent01 '"tls": "pin"'

# --- one that slept through two replacements follows in one run
run 0 --store s create --no-backup
holds reload_nginx "$(cat nginx.pid)"
for name in agent01 agent02 agent03; do
	agent 0 $name run
	agent 0 $name status
	holds [ "$(serial $name/pin.pem)" = "$(serial s/current/certificate.pem)" ]
done
run 0 --store s agents --reports reports
says out "Agents that follow, as they report: 3. That do not: 0."

# --- a notification is taken; a forged one is refused, noted, and in the next report
run 0 --store impostor create --name srv01.example.jp --alt-name "$HERE" --no-backup
echo 'Maintenance tonight.' >note.txt
run 0 --store s sign note.txt
agent 0 agent02 verify note.txt
echo 'Send your passwords.' >forged.txt
run 0 --store impostor sign forged.txt
agent 1 agent02 verify forged.txt
says err "INK-7201"
holds grep -qF 'forged.txt' agent02/log
agent 0 agent02 run
reported agent02 '"reason": 7201'
reported agent02 'forged.txt'

# --- an impostor, who can rewrite every file on the way, is followed by nobody, and the next report has it
before=$(serial agent01/pin.pem)
sed "s|$work/s/|$work/impostor/|g" agents.conf >impostor.conf
cp agents.conf genuine.conf
cp impostor.conf agents.conf
holds reload_nginx "$(cat nginx.pid)"
for name in agent01 agent02 agent03; do
	agent 0 $name run
	reported $name '"tls": "none"'
	holds [ "$(serial $name/pin.pem)" = "$before" ]
done
echo nonsense >impostor/publish/index
agent 1 agent01 run
says err "INK-72"
reported agent01 '"reason": 72'
if grep -qF '"what"' "$(report_of agent01)"; then cp "$(report_of agent01)" out; not_ok "a stranger learns what was refused"; else ok; fi
cp genuine.conf agents.conf
holds reload_nginx "$(cat nginx.pid)"
agent 0 agent01 run
reported agent01 '"tls": "pin"'
reported agent01 '"what": "index"'

# --- who reads the list learns it
run 1 --store s agents --reports reports
says out "Agents that follow, as they report: 3. That do not: 0."
says out "INK-7208, index"

# --- and whoever has looked into it says so there, as the manual has it
for name in agent01 agent02; do
	holds mv $name/log $name/log.seen
	agent 0 $name run
done
run 0 --store s agents --reports reports

# --- the web server may not read what is published: a fault that is said, and how it is mended
for closed in s/publish s/publish/index; do
	chmod go-rwx $closed
	agent 1 agent01 run
	says err "INK-7256: The source was reached, but this agent may not read there: $source/index"
	says err "HTTP 403"
	says err "On the server: inkan check"
	run 1 --store s check
	says out "INK-7137"
	says out "Have it opened: inkan publish --refresh"
	run 0 --store s publish --refresh
	agent 0 agent01 update
done

# --- a full disk: it follows in memory, and says which file it could not keep
run 0 --store s create --no-backup
mkdir full
# shellcheck disable=SC2016
unshare --mount sh -c 'mount -t tmpfs -o size=64k tmpfs full && cp -a agent03/. full/ && { dd if=/dev/zero of=full/fill bs=1k 2>dd
	exec "$1" --state "$2" update; }' sh "$AGENT" "$work/full" >out 2>err
holds [ $? -eq 1 ]
says out "and this agent follows."
says err "INK-4120: The disk is full: $work/full/before.pem"

# --- nobody there: no alarm
holds web -s quit
while kill -0 "$(cat nginx.pid 2>/dev/null)" 2>/dev/null; do read -r -t 0.2 <>nothing; done
agent 4 agent01 run
says err "INK-7221"
agent 4 agent01 run --json
says out '"reported_to": null'
report
