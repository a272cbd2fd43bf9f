#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# followers.sh: the commands after a switch: which run where, what is said of those that do not, that nothing is changed from
# inside of one, and that one that did not come to run is not forgotten.
# shellcheck source=tests/lib/program.sh
. "$(dirname "$0")/../lib/program.sh" || exit 1

# hook NAME LINE...: a command of the store.
hook() {
	mkdir -p s/hooks.d
	printf '%s\n' '#!/bin/sh' "${@:2}" >"s/hooks.d/$1"
	chmod 755 "s/hooks.d/$1"
}
is() { [ "$(cat "$1")" = "$2" ]; }

(umask 077 && echo 'correct horse battery staple' >password)
run 0 --store s create --name srv01.example.jp --password-file password

# --- inside of one: the inkan that runs it is found, reads, and changes nothing
said="$work/said"
mkdir "$said"
cat >inside.sh <<EOF
try() { name=\$1; shift; inkan "\$@" >"$said/out.\$name" 2>"$said/err.\$name" </dev/null; echo \$? >"$said/\$name"; }
command -v inkan >"$said/which"
echo "\$PATH" >"$said/path"
try create create
try renew renew --password-file "$work/password"
try rollback rollback
try prune prune
try backup backup "$work/inside.zip" --password-file "$work/password"
try request request --out "$work/inside.csr"
try import import "$work/s/current/combined.pem" --no-backup
try hooks--again hooks --again
try show show
try list list
try check check
try log log
try hooks hooks
try export export "$work/inside.pem"
try key export "$work/inside.p12" --with-key --password-file "$work/password"
EOF
hook 50-inside ". $work/inside.sh"
run 0 --store s create --password-file password
holds is "$said/which" "$INKAN"
holds grep -qx "/usr/sbin:/usr/bin:/sbin:/bin:${INKAN%/*}" "$said/path"
for refused in create renew rollback prune backup import request hooks--again; do
	holds is "$said/$refused" 1
	holds grep -q "^inkan: INK-6109: " "$said/err.$refused"
done
for read in show list check log hooks export key; do
	holds is "$said/$read" 0
done
holds [ "$(find s/generations -mindepth 1 -maxdepth 1 | wc -l)" = 2 ]
holds [ ! -e inside.zip ]
holds [ ! -e inside.csr ]
holds [ ! -e s/requests ]
holds [ -s inside.p12 ]
LANG='' INKAN_EVENT=create run 1 --lang ja --store s rollback
says err "INKAN_EVENT"
INKAN_EVENT='' run 1 --store s rollback
says err "INK-6109"
run 0 --store s check
rm -r s/hooks.d

# --- what lies there and does not count is named, on the review, by hooks and by check
hook 10-reload "exit 0"
hook reload.sh "exit 0"
hook 10-reload~ "exit 0"
hook .10-reload.swp "exit 0"
echo "how it works" >s/hooks.d/README
mkdir s/hooks.d/examples
mkfifo s/hooks.d/fifo
hook $'bad\e[31mname' "exit 0"
run 0 --store s hooks --again
run 0 --store s hooks
holds is out 10-reload
for name in reload.sh 10-reload~ .10-reload.swp 'bad\x1b[31mname'; do
	says err "INK-6110: Not run, since the name of a command has only letters, digits, \"_\" and \"-\": $work/s/hooks.d/$name"
done
says err "INK-6111: Not run, since it is not executable: $work/s/hooks.d/README"
for name in examples fifo; do
	says err "INK-6112: Not run, since it is not a file: $work/s/hooks.d/$name"
done
run 0 --store s check
says out "Remark: INK-6110: "
says out "  If it is to run, rename it; else remove it."
says out "Remark: INK-6111: "
says out "  If it is not needed, remove it. To have it run: chmod 755 $work/s/hooks.d/README"
says out "Remark: INK-6112: "
run 0 --store s create --password-file password
says err "inkan: Not run: .10-reload.swp, 10-reload~, README, "
says err ", reload.sh (why: inkan hooks --store s)"
says out "Run: 10-reload: done"
holds chmod 755 s/hooks.d/README
run 0 --store s hooks
says out README
says_not err README
rm -r s/hooks.d
run 0 --store s create --password-file password
silent err

# --- cut while one runs: what did not run is a warning until it has
hook 10-first "echo first >>$work/order"
hook 20-cut "[ -e $work/repaired ] || { kill -9 \$PPID; exit; }" "echo cut >>$work/order"
hook 30-last "echo last >>$work/order"
run 137 --store s create --password-file password
holds is order first
cut() {
	run 1 --store s check
	says out "Warning: INK-6108: The command 20-cut has not been run for the certificate in use."
	says out "Warning: INK-6108: The command 30-last has not been run for the certificate in use."
	says_not out "10-first"
	says out "hooks --again"
}
cut
cut
touch repaired
run 0 --store s hooks --again
holds [ "$(tr '\n' ' ' <order)" = "first first cut last " ]
run 0 --store s check
says_not out INK-6108
says_not out INK-4204

# --- cut before the log knew of the switch
rm s/audit.log
(umask 077 && printf 'operation = create\nfrom = 4\nto = 5\nat = 2026-11-22T03:00:00Z\n' >s/change)
holds [ "$(readlink s/current)" = generations/5 ]
run 1 --store s check
says out INK-4204
says out "Warning: INK-6108: The command 10-first has not been run for the certificate in use."
run 0 --store s hooks --again
run 0 --store s check
says_not out INK-4204
holds [ ! -e s/change ]
# one that was never switched to, and a restore that had nothing to switch, are the next change's business
(umask 077 && printf 'operation = restore\nfrom = 5\nto = 5\nat = 2026-11-22T03:00:00Z\n' >s/change)
run 0 --store s hooks --again
holds [ -e s/change ]
(umask 077 && printf 'operation = create\nfrom = 5\nto = 6\nat = 2026-11-22T03:00:00Z\n' >s/change)
run 0 --store s hooks --again
run 1 --store s check
says out INK-4204
rm s/change

# --- a new command is known to be missing, too, and a change is followed by those that it finds
hook 40-new "exit 0"
run 1 --store s check
says out "Warning: INK-6108: The command 40-new has not been run for the certificate in use."
run 0 --store s hooks --again
run 0 --store s check

# --- the commands, and the list of services, may lie there before the store does
mkdir -p t/hooks.d
printf '#!/bin/sh\n' >t/hooks.d/10-early
chmod 755 t/hooks.d/10-early
run 2 --store t check
says out INK-4101
run 0 --store t hooks
holds is out 10-early
run 0 --store t create --name srv01.example.jp --password-file password
says out "Run: 10-early: done"
mkdir u
touch u/services
run 0 --store u create --name srv01.example.jp --password-file password
mkdir v
touch v/hooks v/hooks.d
run 1 --store v create --name srv01.example.jp --password-file password
says err INK-4126

# --- the system's run for root's default store, by whatever way its path goes; and for no other
# shellcheck disable=SC2016
alone() {
	unshare -m sh -c 'mount --bind "$0/etc" /etc && mount --bind "$0/lib" /var/lib && exec setsid -w "$@"' "$work" "$@" \
		>out 2>err </dev/null
}
# inside STATUS ARGUMENT...: the program, where these are /etc and /var/lib.
inside() {
	alone "$INKAN" "${@:2}"
	local status=$?
	if [ $status -eq "$1" ]; then ok; else not_ok "inkan ${*:2}: exit status $status, not $1"; fi
}
mkdir -p etc/inkan/hooks.d lib
cp /etc/passwd /etc/group /etc/ld.so.cache etc/ 2>path
if [ "$(id -u)" = 0 ] && alone true; then
	rm -f order
	printf '#!/bin/sh\necho "%s $INKAN_EVENT" >>%s/order\n' system "$work" >etc/inkan/hooks.d/10-system
	chmod 755 etc/inkan/hooks.d/10-system
	echo text >etc/inkan/hooks.d/README
	rm -r s/hooks.d
	inside 0 --store s create --password-file password
	holds [ ! -e order ]
	says_not out 10-system
	there="These commands run for /var/lib/inkan only, not for this store: 10-system. To have one run here, too: "
	there+="mkdir -p s/hooks.d && ln -s /etc/inkan/hooks.d/NAME s/hooks.d"
	says err "inkan: $there"
	inside 0 --store s hooks
	says out "No command runs after a switch."
	says err "$there"
	inside 0 --store s hooks --again
	inside 0 --store s check
	says_not out 10-system
	# as it says
	mkdir -p s/hooks.d && ln -s /etc/inkan/hooks.d/10-system s/hooks.d
	inside 0 --store s create --password-file password
	holds is order "system create"
	silent err
	inside 0 --store s hooks
	holds is out 10-system
	rm -r s/hooks.d order
	# the default one, before it is there and afterwards
	inside 0 create --name srv01.example.jp --password-file password
	holds is order "system create"
	says err "inkan: Not run: README (why: inkan hooks)"
	for store in /var/lib/inkan/ /var/lib/../lib/inkan "$work/link"; do
		ln -sfn /var/lib/inkan link
		rm -f order
		inside 0 --store "$store" create --no-backup
		holds is order "system create"
	done
else
	echo "no mount of our own: the commands of the system are not tested"
fi

report
