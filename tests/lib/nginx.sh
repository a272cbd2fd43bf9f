# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# nginx.sh: the shipped nginx-agents.conf and inkan-reports.conf in an nginx on loopback, which hands out what the store s is
# to publish and puts reports into the folder "reports".  To be sourced behind program.sh.
# shellcheck disable=SC2154 # work: a folder of program.sh
PATH=$PATH:/usr/sbin:/sbin
for tool in nginx curl; do
	command -v "$tool" >/dev/null || { echo "SKIP: no $tool here" && exit 77; }
done
# Folders of the web server's user are for root to make.
[ "$(id -u)" = 0 ] && id -u www-data >/dev/null 2>&1 || { echo "SKIP: not root, or no www-data" && exit 77; }
url=http://$HERE:20080/inkan

# shipped_folders DATA: as systemd-tmpfiles makes them.
shipped_folders() {
	sed "s|/[^ ]*/lib/inkan-reports|$work/reports|" "$1/inkan-reports.conf" >tmpfiles
	while read -r type path mode user group age; do
		[ "$type" = d ] && [ "$age" = - ] || continue
		install -d -m "$mode" -o "$user" -g "$group" "$path"
	done <tmpfiles
}

# start_nginx DATA: with the file that is shipped, but for the port, the places and TLS; returns when it answers.
start_nginx() {
	{
		echo "user www-data; daemon off; pid $work/pid; error_log $work/error.log; worker_rlimit_nofile 8192;"
		echo "events { worker_connections 4096; } http { access_log off;"
		for body in client_body proxy fastcgi uwsgi scgi; do echo "${body}_temp_path $work/${body}_temp;"; done
		sed -e "s|listen 443 ssl|listen $HERE:20080|" -e '/listen \[::\]/d' -e '/ssl_certificate/d' \
			-e "s|/[^ ]*/lib/inkan-reports|$work/reports|" -e "s|/[^ ]*/lib/inkan/|$work/s/|" "$1/nginx-agents.conf"
		echo "}"
	} >conf
	nginx -c "$work/conf" 2>nginx.err &
	server=$!
	trap 'kill $server 2>/dev/null; wait $server; rm -rf "$work"' EXIT
	curl -s --retry 50 --retry-delay 0 --retry-connrefused --retry-max-time 60 -o out "$url/"
	: >out
	: >err
}
