#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tending.sh: the commands that look after a certificate, in the real program: check, export, show FILE, prune, log, hooks.
# shellcheck source=tests/lib/program.sh
. "$(dirname "$0")/../lib/program.sh" || exit 1
first_line() { if head -n 1 out | grep -q "^$1"; then ok; else not_ok "the first line does not begin with $1"; fi; }

# hook NAME LINE...: a command of the store.
hook() {
	mkdir -p s/hooks.d
	printf '%s\n' '#!/bin/sh' "${@:2}" >"s/hooks.d/$1"
	chmod 755 "s/hooks.d/$1"
}

(umask 077 && echo 'correct horse battery staple' >password && echo 'wrong horse battery staple' >wrong)

# --- nothing there: missing is critical, wrong usage is unknown, whatever the number says
run 2 --store s check
first_line "CRITICAL: "
says out "INK-4101"
silent err
for usage in "--frob" "--warning" "--warning 0" "--critical x" "extra" "--verify"; do
	# shellcheck disable=SC2086
	run 3 --store s check $usage
	says err "INK-"
	silent out
done
run 3 --store s check --json --prometheus
says out '"number": 1105'
run 1 --store s prune
run 1 --store s log
run 1 --store s export c.pem
run 1 --store s hooks --again
run 0 --store s hooks
holds [ ! -e s ]
holds [ ! -e c.pem ]

# --- what nobody hears is not known
setsid -w "$INKAN" --store s check >/dev/full 2>err </dev/null
holds [ $? -eq 3 ]
says err "INK-1907"

# --- sound, and what programs read
run 0 --store s create --name srv01.example.jp --password-file password
run 0 --store s check
first_line "OK: The certificate is valid until "
run 0 --store s check --json
says out '"status": "ok"'
run 0 --store s check --prometheus
says out "# TYPE inkan_certificate_not_after_seconds gauge"
says out "inkan_check_status 0"
run 1 --store s check --warning 800
first_line "WARNING: The certificate expires soon. Days left: "
run 2 --store s check --warning 800 --critical 790 --json
says out '"number": 3302'
says out '"severity": "critical"'
says out '"cure": "Make it new: inkan renew --store s"'
run 0 --store s check --calendar c.ics
run 0 --store s check --calendar c.ics
holds [ "$(stat -c %a c.ics)" = 644 ]
holds [ "$(head -n 1 c.ics)" = $'BEGIN:VCALENDAR\r' ]
run 3 --store s check --calendar none/c.ics
says err "INK-2304"
LANG='' run 0 --lang ja --store s check
first_line "OK: "

# --- what is wrong is found
chmod 644 s/current/key.pem
run 2 --store s check
first_line "CRITICAL: "
says out "INK-4201"
says out "chmod 0600 s/generations/1/key.pem"
chmod 600 s/current/key.pem
echo x >>"$(echo s/backups/*.zip)"
run 1 --store s check
says out "INK-5205"
rm s/backups/*.zip
run 1 --store s check
says out "INK-5203"
(umask 077 && echo 'とても長いパスワードの例です' >japanese)
run 0 --store s backup j.zip --password-file japanese
says err "Warning: other programs may not be able to open a backup whose password is not ASCII."
rm j.zip
run 0 --store s backup b.zip --password-file password
says_not err "is not ASCII"
run 0 --store s check
run 0 --store s create --no-backup
run 1 --store s check
says out "INK-5202"
if [ "$(id -u)" -eq 0 ] && command -v setpriv >path; then
	setpriv --reuid=12345 --regid=12345 --clear-groups "$INKAN" --store s check >out 2>err </dev/null
	holds [ $? -eq 0 ]
	says out "INK-4209"
	setpriv --reuid=12345 --regid=12345 --clear-groups "$INKAN" --store s export - >out 2>err </dev/null
	says out "BEGIN CERTIFICATE"
fi

# --- export
run 0 --store s export c.pem
says out "Fingerprint (SHA-256)"
holds cmp -s c.pem s/current/certificate.pem
holds [ "$(stat -c %a c.pem)" = 644 ]
run 2 --store s export c.pem
says err "INK-2303"
run 0 --store s export c.pem --generation 1 --replace
holds cmp -s c.pem s/generations/1/certificate.pem
says out "Generation 1"
run 0 --store s export - --generation １
holds cmp -s out s/generations/1/certificate.pem
run 1 --store s export c.pem --generation 99 --replace
says err "INK-4111"
run 1 --store s export c.pem --generation x --replace
says err "INK-4111"
holds cmp -s c.pem s/generations/1/certificate.pem
cp -a s/current/certificate.pem kept.pem
run 2 --store s export s/current/certificate.pem --generation 1 --replace
says err "INK-2303"
run 2 --store s export s/generations/2/certificate.pem --generation 1 --replace
says err "INK-2303"
holds cmp -s s/current/certificate.pem kept.pem
ln -s kept.pem link.pem
run 2 --store s export link.pem --generation 1 --replace
says err "INK-2303"
holds cmp -s s/current/certificate.pem kept.pem
mkdir there
run 2 --store s export there --replace
run 0 --store s export new.pem --replace
run 0 --store s export c.pem --replace
holds cmp -s c.pem s/current/certificate.pem
run 0 --store s export c.der --format der
run 0 --store s export -
holds cmp -s out s/current/certificate.pem
run 2 --store s export x --format pfx
says err "INK-3308"
run 2 --store s export x --format p12
says err "INK-1117"
run 2 --store s export x --format der --with-key
says err "INK-1105"
run 2 --store s export x --compatibility
says err "INK-1117"
run 2 --store s export x --with-key
says err "INK-1110"
run 2 --store s export x hunter2hunter2 --with-key
says err "INK-1109"
says_not err "hunter2"
holds [ ! -e x ]
run 0 --store s export k.p12 --with-key --password-file password
says out "Written, with the key: "
holds [ "$(stat -c %a k.p12)" = 600 ]
run 0 --store s export - --with-key --compatibility --password-file password
says err "3DES"
run 0 --store s export old.p12 --with-key --compatibility --password-file password
says err "3DES, SHA-1"
run 0 --store s export - --with-key --password-file password
says_not out "PRIVATE KEY"
if command -v script >path; then
	script -qec "'$INKAN' --store s export - --with-key --password-file password" /dev/null >out 2>err </dev/null
	says out "INK-3309"
fi
if command -v openssl >path; then
	openssl pkcs12 -in k.p12 -passin file:password -nocerts -nodes 2>err | openssl pkey >key 2>>err
	openssl pkey -in s/current/key.pem >stored
	holds cmp -s key stored
	openssl pkcs12 -in k.p12 -passin file:wrong -noout >out 2>err
	holds [ $? -ne 0 ]
	holds openssl x509 -in c.der -inform der -noout
fi

# --- show FILE
run 0 show c.pem
says out "File: c.pem"
says out "Subject: CN=srv01.example.jp"
says_not out "Generation"
run 0 show c.der --json
says out '"generation": null'
says out '"has_key": false'
run 0 show s/current/combined.pem
run 2 show k.p12
says err "INK-1119"
run 0 show k.p12 --file-password-file password
says out "Serial number: "
run 1 show none.pem
says err "INK-2310"
mkfifo fifo
run 1 show fifo
says err "INK-2312"
cp c.pem 7
run 1 --store s show 7
says err "INK-4111"
run 0 show ./7

# --- hooks: in order, without secrets, all told
hook 20-good "env | sort >\"$work/environment\"" "cat >\"$work/input\"" "flock -n \"\$INKAN_STORE/lock\" true" \
	"umask >\"$work/umask\"" "ls /proc/self/fd | tr '\\n' ' ' >\"$work/descriptors\"" "pwd >\"$work/place\""
hook 10-bad "echo 'what is wrong' >&2" "exit 3"
hook 30.skipped "touch \"$work/skipped\""
umask 027
run 3 --store s create --password-fd 7 7<password
umask 022
holds [ "$(head -n 1 out)" = "The command 10-bad failed with exit status 3." ]
says out "what is wrong"
says out "The new certificate is in use; that service may still use the old one."
says out "  inkan hooks --again --store "
says out "Run: 10-bad: failed"
says out "Run: 20-good: done"
says err "INK-6101"
holds [ "$(readlink s/current)" = generations/3 ]
holds [ ! -e skipped ]
holds [ ! -s input ]
holds [ "$(cat umask)" = 0027 ]
holds [ "$(cat descriptors)" = "0 1 2 3 " ]
holds [ "$(cat place)" = / ]
holds grep -qx "INKAN_EVENT=create" environment
holds grep -qx "INKAN_STORE=$work/s" environment
holds grep -qx "INKAN_CERTIFICATE=$work/s/current/certificate.pem" environment
holds [ -z "$(grep -v -e ^INKAN_EVENT= -e ^INKAN_STORE= -e ^INKAN_CERTIFICATE= -e ^INKAN_SERIAL= -e ^PATH= -e ^LANG= \
	-e ^PWD= -e ^_= -e ^SHLVL= -e ^OLDPWD= environment)" ]
if command -v openssl >path; then
	serial=$(openssl x509 -in s/current/certificate.pem -noout -serial | cut -d= -f2 | tr 'A-F' 'a-f')
	holds grep -qx "INKAN_SERIAL=$serial" environment
fi
run 0 --store s hooks
holds [ "$(grep -xc -e 10-bad -e 20-good out)" = 2 ]
run 3 --store s hooks --again
says out "10-bad failed"
cp -a s went_back
run 3 --store went_back rollback
says out "The earlier certificate is in use again; that service may still use the other one."
hook 10-bad "exit 0"
run 0 --store s hooks --again
holds grep -qx "INKAN_EVENT=again" environment
chmod 775 s/hooks.d
run 1 --store s hooks
says err "INK-6106"
run 1 --store s check
says out "INK-6106"
chmod 755 s/hooks.d
rm -r s/hooks.d

# --- those of the system and of the store in one order; here on mounts of our own that nobody else sees
in_our_etc() {
	# shellcheck disable=SC2016
	unshare -m sh -c 'mount --bind "$0/etc" /etc && mount --bind "$0/lib" /var/lib && exec setsid -w "$@"' "$work" "$@" \
		>out 2>err </dev/null
}
mkdir -p etc/inkan/hooks.d lib/inkan
cp /etc/passwd /etc/group /etc/ld.so.cache etc/ 2>path
if [ "$(id -u)" = 0 ] && in_our_etc true; then
	cp -a s/. lib/inkan
	note() { hook "$1" "echo $2 >>\"$work/order\"" "exit $3"; }
	note 20-same system 0 && note 30-system 30 0
	mv s/hooks.d/* etc/inkan/hooks.d/
	note 10-store 10 0 && note 20-same store 1 && note 40-store 40 0
	mv s/hooks.d lib/inkan
	in_our_etc "$INKAN" hooks --again
	holds [ $? -eq 3 ]
	holds [ "$(tr '\n' ' ' <order)" = "10 system store 30 40 " ]
	in_our_etc "$INKAN" check
	holds [ $? -eq 1 ]
	holds [ "$(grep -c INK-6107 out)" = 1 ]
	note 20-same store 0
	mv s/hooks.d/* lib/inkan/hooks.d
	in_our_etc "$INKAN" hooks --again
	holds [ $? -eq 0 ]
	in_our_etc "$INKAN" check
	holds [ $? -eq 0 ]
	chmod 777 etc/inkan
	in_our_etc "$INKAN" hooks --again
	holds [ $? -eq 3 ]
	says err "INK-6106"
	rm -r s/hooks.d
else
	echo "no mount of our own: the commands of the system are not tested"
fi

# --- log
printf '{"time":"to' >>s/audit.log
run 0 --store s log
says out "create: done"
says out "hook: failed INK-6101"
says out "export-key: done"
says err "torn or damaged"
LANG='' run 0 --lang ja --store s log
says out "生成: 完了"
says out "切り替え後のコマンド: 失敗 INK-6101"
says_not out "done"
run 0 --store s log --json
says out '"operation": "create"'
silent err

# --- prune: what it says goes, and nothing else
for _ in 1 2 3; do
	run 0 --store s create --password-file password
done
(umask 077 && touch s/backups/mine.zip)
run 2 --store s prune --keep 0
says err "INK-1118"
# what nobody could be told is not done
untold() {
	holds [ "$1" -eq 1 ]
	says err "INK-1907"
}
setsid -w "$INKAN" --store s prune --keep 1 >/dev/full 2>err </dev/null
untold $?
mkfifo gate
{
	read -r _ <gate
	setsid -w "$INKAN" --store s prune --keep 1 2>err </dev/null
	echo $? >status
} | {
	exec <&-
	echo go >gate
}
untold "$(cat status)"
holds [ -s s/generations/4/key.pem ]
holds [ "$(find s/backups -name 'inkan-*.zip' | wc -l)" -gt 2 ]
run 0 --store s show ５
says out "Generation 5"
run 0 --store s prune --keep ２
says out "Delete: key of generation 4"
says out "Keep: keys of generations 5 and 6"
for old in 1 2 3 4; do
	holds [ ! -e s/generations/$old/key.pem ]
	holds [ ! -e s/generations/$old/combined.pem ]
	holds [ -s s/generations/$old/certificate.pem ]
done
holds [ -s s/generations/5/key.pem ]
holds [ -s s/generations/6/key.pem ]
holds [ -e s/backups/mine.zip ]
holds [ "$(find s/backups -name 'inkan-*.zip' | wc -l)" = 2 ]
run 0 --store s prune
says out "There is nothing old to delete."
run 0 --store s check
run 0 --store s list
says out "Generation 1: retired"

# --- what waits for an authority is listed, and withdrawn after saying what is lost
run 0 --store w requests
says out "No request waits."
run 0 --store w requests --json
holds [ "$(cat out)" = "[]" ]
run 0 --store w request --out one.csr --name srv01.example.jp
run 0 --store w request --out two.csr --name srv02.example.jp --key-type rsa-3072
id=$(basename "$(dirname "$(grep -l "name = srv02" w/requests/*/info)")")
run 0 --store w requests
says out "Request $id: waits for its certificate since "
says out ", days: 0"
says out "  Server name: srv01.example.jp"
says out "two.csr"
run 0 --store w list
says out "Request $id: waits"
run 0 --store w requests --json
says out "\"id\": \"$id\""
says out '"key_type": "rsa-3072"'
run 1 --store w requests --cancel 20260101-00000000
says err "INK-4134"
run 1 --store w requests --cancel ../generations
says err "INK-4134"
run 2 --store w requests --dry-run
says err "INK-1117"
run 0 --store w requests --cancel "$id" --dry-run
says out "Delete: its key."
says_not out "Deleted."
holds [ -e "w/requests/$id/key.pem" ]
setsid -w "$INKAN" --store w requests --cancel "$id" >/dev/full 2>err </dev/null
untold $?
holds [ -e "w/requests/$id/key.pem" ]
run 0 --store w requests --cancel "$id"
says out "srv02.example.jp"
says out "Deleted."
holds [ ! -e "w/requests/$id" ]
holds [ "$(ls w/requests | wc -l)" = 1 ]
run 1 --store w requests --cancel "$id"
says err "INK-4134"
run 0 --store w log
says out "cancel-request: done"


# --- a plan is told, and nothing is done; what was done is told to programs
run 0 --store d create --no-backup --name srv01.example.jp --dry-run --json
says out '"changed": false'
says out '"dry_run": true'
says out '"common_name": "srv01.example.jp"'
holds [ ! -e d/current ]
run 0 --store d create --no-backup --name srv01.example.jp --json
says out '"changed": true'
says out '"generation": 1'
run 0 --store d create --no-backup --dry-run
says out "Nothing was changed."
run 0 --store d import d/current/combined.pem --no-backup --dry-run --json
says out '"dry_run": true'
says_not out '"serial": "'
run 0 --store other create --no-backup --name srv02.example.jp
run 0 --store d import other/current/combined.pem --no-backup --dry-run --json
says out '"dry_run": true'
says out '"serial": "'
run 1 --store d import none.pem --no-backup --json
says out '"changed": false'
says out '"error": {'
run 2 --store d rollback --jso
run 2 --store d rollback --json --use 1
says out '"number": 1102'
run 1 --store d rollback --dry-run --json
says out '"number": 4131'
run 0 --store d create --no-backup
run 0 --store d rollback --dry-run --json
says out '"back_to": 1'
run 0 --store d rollback --dry-run
holds [ "$(readlink d/current)" = generations/2 ]
run 0 --store d rollback --json
says out '"generation": 3'
holds [ "$(readlink d/current)" = generations/3 ]
run 0 --store d prune --dry-run
says out "Delete: key of generation 1"
holds [ -e d/generations/1/key.pem ]
run 0 --store d backup d.zip --password-file password
run 0 --store e restore d.zip --password-file password --dry-run --json
says out '"dry_run": true'
holds [ ! -e e/current ]
run 0 --store e restore d.zip --password-file password --json
says out '"changed": true'
says out '"restored": 3'


# --- a request for the key in use: a copy of it waits, and is as exportable as it was
run 1 --store k request --out k.csr --same-key
says err "INK-4101"
run 0 --store k create --no-backup --name srv01.example.jp --key-type rsa-3072
run 2 --store k request --out k.csr --same-key --key-type rsa-3072
says err "INK-1105"
run 0 --store k request --out k.csr --same-key
holds [ "$(openssl req -in k.csr -noout -pubkey)" = "$(openssl x509 -in k/current/certificate.pem -noout -pubkey)" ]
holds cmp -s k/requests/*/key.pem k/current/key.pem
holds [ "$(readlink k/current)" = generations/1 ]
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -subj /CN=ca -days 99 2>/dev/null
openssl x509 -req -in k.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -copy_extensions copy -out k.pem 2>/dev/null
run 0 --store k import k.pem --no-backup
holds cmp -s k/generations/1/key.pem k/current/key.pem
holds [ "$(readlink k/current)" = generations/2 ]
run 0 --store k requests
says out "No request waits."
run 0 --store n restore d.zip --not-exportable --password-file password
run 0 --store n request --out n.csr --same-key
says_not err "exportable"
holds grep -q "exportable = no" n/requests/*/info

report
