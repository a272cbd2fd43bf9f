#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# units.sh: the units that are shipped, started by systemd on a booted Debian, beside nginx, haproxy and PostgreSQL that use
# the certificate: the check runs and says how things are; a renewal renews what expires, once, and each service serves the
# new one; one whose reload was forgotten, or failed, is seen; what somebody should see makes a unit fail.
#
# It changes the machine that it runs on (services, /etc/inkan, /var/lib/inkan), so it is no part of "make check": .ci/trixie
# boots a root for it in which "make install" was run.
set -u
work=$(mktemp -d) || exit 1
cd "$work" || exit 1
export LC_ALL=C.UTF-8 PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
store=/var/lib/inkan
hooks=/etc/inkan/hooks.d
examples=/usr/local/share/doc/inkan/examples/hooks
passed=0
failed=0

ok() { passed=$((passed + 1)); }

not_ok() {
	failed=$((failed + 1))
	echo "not ok - $*"
}

holds() { if "$@" >said 2>&1; then ok; else not_ok "$*"; sed 's/^/	/' said; fi; }
refuses() { ! "$@"; }

# says STATUS TEXT COMMAND...: its exit status, and a line that it prints.
says() {
	local status=$1 text=$2 came
	shift 2
	"$@" >said 2>&1
	came=$?
	if [ $came -eq "$status" ] && grep -qF -- "$text" said; then
		ok
	else
		not_ok "$*: exit status $came, not $status with: $text"
		sed 's/^/	/' said
	fi
}

# --- units: started, and how that ended
result_of() { systemctl show -P "$2" "$1.service"; }

# started UNIT: however often; systemd starts a unit five times in ten seconds and then no more, and a quick machine gets there.
started() {
	systemctl reset-failed "$1.service" 2>/dev/null
	systemctl start "$1.service"
}

# starts UNIT STATUS: and its exit status is STATUS.
starts() {
	local before
	before=$(date +%s)
	started "$1" 2>said
	if [ "$(result_of "$1" ExecMainStatus)" = "$2" ]; then
		ok
	else
		not_ok "$1: $(result_of "$1" Result), $(result_of "$1" ExecMainCode) $(result_of "$1" ExecMainStatus), not $2"
		journalctl -q --no-pager -o cat -u "$1.service" --since "@$before" | sed 's/^/	/'
	fi
	if [ "$2" = 0 ]; then holds refuses systemctl is-failed -q "$1.service"; else holds systemctl is-failed -q "$1.service"; fi
}

journal_of() { journalctl -q --no-pager -o cat -u "$1.service"; }
journal_has() { journalctl --sync; journal_of "$1" | grep -qF -- "$2"; }

# --- the certificate in use, and the one that a service serves: serial numbers
in_use() { openssl x509 -in $store/current/certificate.pem -noout -serial; }

# nginx, haproxy, postgres
serial_of() {
	case $1 in
	nginx) set -- -connect 127.0.0.1:443 ;;
	haproxy) set -- -connect 127.0.0.1:8443 ;;
	postgres) set -- -connect 127.0.0.1:5432 -starttls postgres ;;
	esac
	timeout 10 openssl s_client "$@" </dev/null 2>/dev/null | openssl x509 -noout -serial 2>&1
}

# A reload has been heard when it shows; a service that never does has failed after two minutes.
serves() {
	local end=$((SECONDS + 120))
	while [ $SECONDS -lt $end ]; do
		[ "$(serial_of "$1")" = "$2" ] && ok && return
		read -r -t 0.2 <>nothing
	done
	not_ok "$1 serves $(serial_of "$1"), not $2"
}

all_serve() {
	for service in nginx haproxy postgres; do
		serves $service "$1"
	done
}

# --- the services, as data/hooks says that they are set up
set_up_services() {
	rm -f /etc/nginx/sites-enabled/default
	cat >/etc/nginx/sites-enabled/inkan <<-END
		server {
			listen 127.0.0.1:443 ssl;
			ssl_certificate $store/current/certificate.pem;
			ssl_certificate_key $store/current/key.pem;
		}
		server {
			listen 127.0.0.1:444 ssl;
			ssl_certificate $store/current/certificate.pem;
			ssl_certificate_key $store/current/key.pem;
			ssl_client_certificate $store/current/certificate.pem;
			ssl_verify_client on;
		}
		server {
			listen 127.0.0.1:445 ssl default_server;
			ssl_reject_handshake on;
		}
		server {
			listen 127.0.0.1:445 ssl;
			server_name srv01.example.jp;
			ssl_certificate $store/current/certificate.pem;
			ssl_certificate_key $store/current/key.pem;
		}
		server {
			listen 127.0.0.1:80;
		}
	END
	cat >/etc/haproxy/haproxy.cfg <<-END
		global
			user haproxy
			group haproxy
			daemon
		defaults
			mode http
			timeout connect 5s
			timeout client 5s
			timeout server 5s
		frontend tls
			bind 127.0.0.1:8443 ssl crt $store/current/combined.pem
			bind 127.0.0.1:8444 ssl crt $store/current/combined.pem ca-file $store/current/certificate.pem verify required
			http-request return status 200
	END
	for folder in /etc/postgresql/*/main; do
		mkdir -p "$folder/conf.d"
		printf "ssl = on\nssl_cert_file = '%s'\nssl_key_file = '%s'\n" $store/current/certificate.pem \
			$store/current/key.pem >"$folder/conf.d/inkan.conf"
	done
}

mkfifo nothing
rm -rf $store /etc/inkan /var/lib/inkan-agent /var/lib/inkan-reports /var/lib/inkan-mirror /srv/forged
rm -f /etc/nginx/conf.d/inkan-agents.conf
systemctl daemon-reload
holds systemd-analyze verify --man=no /usr/local/lib/systemd/system/inkan-*.service

# --- no certificate: critical, and seen
starts inkan-check 2
holds journal_has inkan-check "INK-4101"

# --- one of 400 days that has 10 left
# made NAME CA ARGUMENT...: NAME.pem with its key.
made() {
	local name=$1 ca=$2
	shift 2
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$name.key" -out "$name.crt" \
		-subj "/CN=$name.example.jp" -not_before "$(date -u -d '-390 days' +%Y%m%d%H%M%SZ)" \
		-not_after "$(date -u -d '+10 days 1 hour' +%Y%m%d%H%M%SZ)" -addext "basicConstraints=critical,CA:$ca" "$@" \
		2>>said && cat "$name.crt" "$name.key" >"$name.pem"
}

leaf() {
	made "$1" FALSE -addext "subjectAltName=DNS:$1.example.jp" -addext "extendedKeyUsage=serverAuth" \
		-addext "keyUsage=critical,digitalSignature" "${@:2}"
}

mkdir -p $hooks
chmod 755 /etc/inkan $hooks
(umask 077 && echo 'correct horse battery staple' >/etc/inkan/backup-password)
leaf srv01
holds inkan import srv01.pem --key-group postgres --password-file /etc/inkan/backup-password
set_up_services
systemctl restart nginx haproxy postgresql
install -m 755 $examples/nginx-reload $examples/haproxy-reload $examples/postgresql-reload $hooks
first=$(in_use)
all_serve "$first"
starts inkan-check 1
holds journal_has inkan-check "INK-3302"

# --- the services, asked: each kind, one that wants a certificate of its client, one that knows one name only
cat >$store/services <<-END
	# what the examples reload
	127.0.0.1:443  hook=nginx-reload
	127.0.0.1:8443 hook=haproxy-reload
	127.0.0.1:5432 starttls=postgres hook=postgresql-reload
END
for service in 127.0.0.1:443 127.0.0.1:8443 127.0.0.1:5432; do
	says 1 "$service shows the certificate in use." inkan check --services
done
for service in 127.0.0.1:444 127.0.0.1:8444 127.0.0.1:445; do
	says 1 "$service shows the certificate in use." inkan check --connect $service
done
says 1 "127.0.0.1:445 shows the certificate in use." inkan check --connect 127.0.0.1:445 --sni srv01.example.jp
says 3 "INK-6210: 127.0.0.1:445 knows no server by the name other.example.jp." \
	inkan check --connect 127.0.0.1:445 --sni other.example.jp
says 0 "Generation 1: in use" inkan show --connect 127.0.0.1:5432 --starttls postgres
says 0 "The same certificate." inkan compare 1 connect:127.0.0.1:8443
says 3 "INK-6206: 127.0.0.1:80 answers, but not in TLS." inkan check --connect 127.0.0.1:80
says 3 "INK-6203: Nothing listens at 127.0.0.1:1." inkan check --connect 127.0.0.1:1
says 3 "INK-6208: 127.0.0.1:80 does not start TLS as postgres does." inkan check --connect 127.0.0.1:80 --starttls postgres
systemd-socket-activate -l 127.0.0.1:9999 /bin/sleep infinity 2>/dev/null &
silent=$!
until ss -Htln sport = 9999 | grep -q .; do read -r -t 0.2 <>nothing; done
says 3 "INK-6204: 127.0.0.1:9999 did not answer within 5 seconds." inkan check --connect 127.0.0.1:9999
kill $silent

# --- renewed, once; the services follow, and the check is content
starts inkan-renew 0
second=$(in_use)
holds [ "$second" != "$first" ]
holds [ "$(stat -L -c '%U %G %a' $store/current/key.pem)" = "root postgres 640" ]
all_serve "$second"
for service in 127.0.0.1:443 127.0.0.1:8443 127.0.0.1:5432; do
	holds journal_has inkan-renew "$service shows the certificate in use."
done
starts inkan-renew 0
holds [ "$(in_use)" = "$second" ]
starts inkan-check 0
holds journal_has inkan-check "OK: "
systemctl restart nginx haproxy postgresql
all_serve "$second"

# --- signed for agents: what is in use stays, and the index is a new one
cp $store/publish/index index
starts inkan-publish 0
holds refuses cmp -s index $store/publish/index
holds [ "$(in_use)" = "$second" ]
holds journal_has inkan-publish "Published: $store/publish/"

# --- forgotten: the others follow, and nginx is seen to serve the old one, at once and by the unit that checks
mv $hooks/nginx-reload nginx-reload
says 0 "127.0.0.1:443 still shows generation 2" inkan create --no-backup
cp said forgotten
for service in 127.0.0.1:8443 127.0.0.1:5432; do
	holds grep -qF "$service shows the certificate in use." forgotten
done
third=$(in_use)
serves nginx "$second"
says 1 "INK-6221: 127.0.0.1:443 still shows generation 2" inkan check --services
says 1 "look at the command nginx-reload, then: inkan hooks --again" inkan check --services
says 1 "Two different certificates." inkan compare 3 connect:127.0.0.1:443
mkdir -p /etc/systemd/system/inkan-check.service.d
printf '[Service]\nExecStart=\nExecStart=/usr/local/bin/inkan check --services\nPrivateNetwork=no\n%s\nIPAddressDeny=\n' \
	'RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX' >/etc/systemd/system/inkan-check.service.d/services.conf
systemctl daemon-reload
starts inkan-check 1
holds journal_has inkan-check "INK-6221: 127.0.0.1:443 still shows generation 2"

# --- broken: a reload that fails is said, with the service that it leaves behind
mv nginx-reload $hooks/nginx-reload
echo 'nonsense;' >/etc/nginx/sites-enabled/broken
says 3 "127.0.0.1:443 still shows generation 2" inkan create --no-backup
rm /etc/nginx/sites-enabled/broken
fourth=$(in_use)
serves haproxy "$fourth"

# --- mended: what runs the commands again says that all follow
says 0 "127.0.0.1:443 shows the certificate in use." inkan hooks --again
all_serve "$fourth"
holds [ "$third" != "$fourth" ]

# --- not there at all: nobody knows
systemctl stop haproxy
says 3 "INK-6203: Nothing listens at 127.0.0.1:8443." inkan check --services
starts inkan-check 3
systemctl start haproxy
says 1 "127.0.0.1:8443 shows the certificate in use." inkan check --services
rm -r /etc/systemd/system/inkan-check.service.d
systemctl daemon-reload

# --- the timers are there to be turned on
for unit in inkan-check inkan-renew; do
	holds systemctl enable --now -q $unit.timer
	holds systemctl is-active -q $unit.timer
	holds systemctl disable --now -q $unit.timer
done

# --- replaced, but a command failed: it serves the old one, and the unit tells
inkan import srv01.pem --no-backup >said 2>&1
printf '#!/bin/sh\nexit 1\n' >$hooks/broken
chmod 755 $hooks/broken
starts inkan-renew 3
holds refuses [ "$(in_use)" = "$first" ]
rm $hooks/broken

# --- signed by an authority: somebody has to decide, and nothing is changed
made ca TRUE
leaf srv02 -CA ca.crt -CAkey ca.key
holds inkan import srv02.pem --no-backup
fourth=$(in_use)
starts inkan-renew 4
holds journal_has inkan-renew "INK-3311"
holds [ "$(in_use)" = "$fourth" ]

# --- a wrong password file is found today, not on the day of the renewal
echo x >/etc/inkan/backup-password
starts inkan-renew 2
rm /etc/inkan/backup-password

# --- the agent: enrolled over the web server that is shipped for, its unit follows and reports
agents=/var/lib/inkan-agent
reports=/var/lib/inkan-reports
of_agent=/usr/local/share/doc/inkan/examples/inkan-agent

# The unit has succeeded with STATUS, so that nobody is woken.
content_with() {
	holds started inkan-agent
	holds [ "$(result_of inkan-agent ExecMainStatus)" = "$1" ]
	holds refuses systemctl is-failed -q inkan-agent.service
}

report_has() { grep -qF -- "$1" $reports/*.json; }

holds systemd-sysusers
holds systemd-tmpfiles --create
holds [ "$(stat -c '%U %G %a' $agents/refused)" = "root inkan-agent 1730" ]
holds [ "$(stat -c '%U %G %a' $reports)" = "root www-data 730" ]
starts inkan-agent 3
holds journal_has inkan-agent "INK-7220"
rm /etc/nginx/sites-enabled/inkan
cp /usr/local/share/doc/inkan/examples/nginx-agents.conf /etc/nginx/conf.d/inkan-agents.conf
holds inkan create --name srv01.example.jp --alt-name 127.0.0.1 --no-backup
holds inkan publish --source https://127.0.0.1/inkan
# Not reloaded: what listens to one address gives way to what listens to all of them.
holds systemctl restart nginx
fingerprint=$(openssl x509 -in $store/current/certificate.pem -noout -fingerprint -sha256 | cut -d = -f 2)
serves nginx "$(in_use)"
holds inkan-agent enroll https://127.0.0.1/inkan --fingerprint "$fingerprint"
starts inkan-agent 0
holds report_has '"tls": "pin"'
says 0 "Agents that follow, as they report: 1. That do not: 0." inkan agents

# --- replaced: one run later the agent has the new one, and says so
holds inkan create --no-backup
serves nginx "$(in_use)"
content_with 0
holds [ "$(openssl x509 -in $agents/pin.pem -noout -serial)" = "$(in_use)" ]
says 0 "Agents that follow, as they report: 1. That do not: 0." inkan agents
says 0 "yes" inkan-agent status

# --- what is published was damaged: refused, the unit tells, and the report goes all the same
cp $store/publish/index index
echo nonsense >$store/publish/index
rm $reports/*.json
starts inkan-agent 1
holds report_has '"what": "index"'
says 1 "INK-7208, index" inkan agents
cp index $store/publish/index
content_with 0

# --- what a member of the group refused is in the next report; what somebody else did is in the system's log
useradd -m -G inkan-agent member
useradd -m stranger
mkdir -m 755 /srv/forged
echo nonsense >/srv/forged/index
says 1 "INK-72" runuser -u member -- /usr/local/bin/inkan-agent update /srv/forged
holds [ "$(find $agents/refused -type f -user member | wc -l)" = 1 ]
says 1 "INK-72" runuser -u stranger -- /usr/local/bin/inkan-agent update /srv/forged
holds [ "$(find $agents/refused -type f | wc -l)" = 1 ]
logged() { journalctl --sync; journalctl -q --no-pager -o cat -t inkan-agent | grep -qF "refused: index"; }
holds logged
before=$(grep -c '"reason"' $reports/*.json)
content_with 0
holds [ "$(grep -c '"reason"' $reports/*.json)" = $((before + 1)) ]
holds grep -qF "\"uid\":$(id -u member)" $agents/log
holds [ -z "$(ls -A $agents/refused)" ]

# --- no network: no alarm, neither of the timer nor of cron, which mails what is printed
systemctl stop nginx
content_with 4
holds journal_has inkan-agent "INK-7221"
silent() { [ -z "$("$@" 2>&1)" ]; }
holds silent env SPREAD=1 $of_agent/inkan-agent-cron
systemctl start nginx
serves nginx "$(in_use)"
holds silent env SPREAD=1 $of_agent/inkan-agent-cron
cp index genuine
echo nonsense >$store/publish/index
holds refuses silent env SPREAD=1 $of_agent/inkan-agent-cron
cp genuine $store/publish/index

# --- by rsync alone: what is published comes, and the report goes back
cp $of_agent/rsyncd.conf rsyncd.conf
rsync --daemon --config="$work/rsyncd.conf" --address=127.0.0.1
mkdir -m 755 /var/lib/inkan-mirror /var/lib/inkan-mirror/reports
until $of_agent/rsync-carry rsync://127.0.0.1 >said 2>&1 || [ $SECONDS -gt 600 ]; do read -r -t 0.2 <>nothing; done
holds inkan-agent enroll /var/lib/inkan-mirror --fingerprint "$fingerprint"
rm $reports/*.json
holds $of_agent/rsync-carry rsync://127.0.0.1
holds report_has '"tls": "plain"'
says 1 "Agents that follow, as they report: 1." inkan agents
holds systemctl enable --now -q inkan-agent.timer
holds systemctl is-active -q inkan-agent.timer
holds systemctl disable --now -q inkan-agent.timer

report() {
	for unit in inkan-check inkan-renew inkan-agent; do
		echo "--- $unit: $(systemd-analyze security --no-pager $unit.service | tail -n 1 | sed 's/^[^O]*//')"
		journal_of $unit | sed 's/^/	/'
	done
	echo "$passed passed, $failed failed"
	[ "$failed" -eq 0 ]
}
report
