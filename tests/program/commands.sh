#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# commands.sh: the commands of the real program: results, errors, exit status, and where passwords may come from.
# shellcheck source=tests/lib/program.sh
. "$(dirname "$0")/../lib/program.sh" || exit 1

(umask 077 && echo 'correct horse battery staple' >password && echo 'wrong horse battery staple' >wrong)

# --- nothing there yet
run 0 --version
says out "inkan "
silent err
run 0 --help
says out "inkan create"
for status in 0 1 2 3 4; do holds grep -qE "^ *$status  +[A-Z]" out; done
run 0 help backup
says out "--verify"
run 2 help nothing
says err "inkan: INK-1101: "
run 0 --store s list
says out "No certificate yet."
run 0 --store s list --json
holds [ "$(cat out)" = "[]" ]
run 1 --store s show
says err "inkan: INK-4101: "
silent out
run 1 --store s backup b.zip --password-file password
holds [ ! -e s ]

# --- usage
run 2 frob
says err "INK-1101"
run 2 create --frob
says err "INK-1115"
run 2 sign
says err "INK-1107: Something is missing: FILE. The way"
run 2 create --verify
says err "INK-1102"
run 2 --lang fr
says err "INK-1111"
run 2
says err "INK-1112"
says err "--answers"

# --- a password is never an argument, and is never repeated
for line in "create hunter2hunter2" "-c hunter2hunter2" "-b f hunter2hunter2" "backup f hunter2hunter2" \
	"restore f hunter2hunter2" "-r f hunter2hunter2" "-re f hunter2hunter2" \
	"create --password=hunter2hunter2" "create --password hunter2hunter2"; do
	# shellcheck disable=SC2086
	run 2 $line
	says err "INK-1109"
	says err "--password-file"
	says_not err "hunter2"
done

# --- passwords that are refused
run 2 --store s create
says err "INK-1110"
cp password open && chmod 644 open
run 2 --store s create --password-file open
says err "INK-2212"
(umask 077 && printf 'correct horse\nbattery staple\n' >lines && printf 'correct horse\0battery' >nul && : >empty &&
	printf 'correct horse \377 battery\n' >latin && echo short >short && mkfifo pipe)
for file in lines:2215 nul:2216 empty:2217 .:2214 pipe:2214 none:2211 latin:2220 short:2202; do
	run 2 --store s create --password-file "${file%:*}"
	says err "INK-${file#*:}"
done
run 2 --store s create --password-fd 9
says err "INK-2219"
run 2 --store s create --password-fd 3x
says err "INK-2219"
holds [ ! -e s ]

# --- create
run 0 --store s create --name srv01.example.jp --alt-name srv01 --alt-name 192.0.2.7 --password-file password
says out "Done: the new certificate is in use. Valid 730 days, until "
says out "opened again and compared"
silent err
run 0 --store s show --json
holds grep -q '"state": "in-use"' out
if command -v openssl >serial.path; then
	serial=$(openssl x509 -in s/current/certificate.pem -noout -serial | cut -d= -f2 | tr 'A-F' 'a-f')
	says out "\"serial\": \"$serial\""
fi
run 0 --store s create --password-file password
says out "Subject: CN=srv01.example.jp (not changed)"
says out "Other names (SAN): srv01.example.jp, srv01, 192.0.2.7 (not changed)"
says out "Serial number: changed"
run 0 --store s list
says out "Generation 1: retired"
says out "Generation 2: in use"
run 0 --store s show 1
says out "Generation 1: retired"
run 1 --store s show 7
says err "INK-4111"
run 1 --store s show seven
says err "INK-2310"
setsid -w "$INKAN" --store s create --no-backup --key-type ecdsa-p384 >out 2>err </dev/null
says out "now: ECDSA P-384"
says_not out "Backup:"
run 2 --store s create --name a..b --password-file password
says err "inkan: Nothing was changed; the old certificate is in use."
says err "INK-2102"
run 2 --store s create --backup "$work" --password-file password
says err "INK-2302"
run 2 --store s create --backup password --password-file password
says err "INK-2303"
holds [ "$(readlink s/current)" = generations/3 ]

# --- backup, and opening it
setsid -w "$INKAN" --store s backup b.zip --password-fd 3 >out 2>err 3<password </dev/null
says out "Done: the backup is made, and was opened again."
run 0 backup --verify b.zip --password-file password
says out "all of it is whole"
says out "Generation 3: in use"
run 1 backup --verify b.zip --password-file wrong
says err "INK-5110"
(umask 077 && printf '%s \n' "$(cat password)" >blank)
run 1 backup --verify b.zip --password-file blank
says err "inkan: The password begins or ends with a blank"
says err "  The password begins or ends with a blank"
run 1 --quiet backup --verify b.zip --password-file blank
says err "  The password begins or ends with a blank"
run 2 backup --verify b.zip
says err "INK-1110"
head -c 1000 b.zip >cut.zip
run 1 backup --verify cut.zip --password-file password
says err "INK-51"
run 1 backup --verify none.zip --password-file password
says err "INK-2310"
run 2 --store s backup b.zip --password-file password
says err "INK-2303"

# --- restoring it
run 0 --store new restore b.zip --password-file password --dry-run
says out "new/current to generation 3"
says out "Nothing was changed."
holds [ ! -e new ]
run 1 --store new restore b.zip --password-file wrong
says err "INK-5110"
run 1 --store new restore cut.zip --password-file password
says err "INK-5101"
run 1 --store new restore password --password-file password
says err "INK-5102"
run 1 --store new restore none.zip --password-file password
says err "INK-2310"
run 2 --store new restore b.zip
says err "INK-1110"
run 1 --store new restore b.zip --use 9 --password-file password
says err "INK-5211"
holds [ ! -e new ]
run 0 --store new restore b.zip --password-file password
says out "Done: the backup is restored, and was read back from disk."
holds [ "$(readlink new/current)" = generations/3 ]
holds diff -r -I "^restored-at = " s/generations new/generations
holds [ "$(grep -c "^restored-at = " new/generations/*/info | grep -c ":1$")" = 3 ]
holds cmp s/format new/format
says out "Restored: 3 generations"
run 0 --store new restore b.zip --password-file password
says out "There is nothing to do."
run 0 --store new restore b.zip --use 3 --password-file password
says out "There is nothing to do."
run 0 --store new restore b.zip --use １ --password-file password --dry-run
says out "new/current from generation 3 to 4"
run 0 --store new --lang ja -re b.zip --use 2 --password-file password
says out "世代2"
says out "inkan rollback 3"
holds [ "$(readlink new/current)" = generations/4 ]
run 0 --store new restore b.zip --use 1 --dry-run --password-file password --save-answers restore.answers
says out "new/current from generation 4 to 5"
holds [ "$(readlink new/current)" = generations/4 ]
run 2 --store new --answers restore.answers
says err "INK-1132"
run 1 --store new --answers restore.answers --password-file wrong
says err "INK-5110"
run 0 --store new --answers restore.answers --password-file password
says out "new/current from generation 4 to 5"
holds [ "$(readlink new/current)" = generations/5 ]
printf 'action = restore\nfile = b.zip\nuse = 7\n' >restore.answers
run 1 --store new --answers restore.answers --password-file password
says err "INK-5211"
printf 'action = restore\nfile = b.zip\nnot_exportable = perhaps\n' >restore.answers
run 2 --store new --answers restore.answers --password-file password
says err "not_exportable"
printf 'action = restore\nfile = b.zip\nkey_file = b.zip\n' >restore.answers
run 2 --store new --answers restore.answers --password-file password
says err "key_file"
holds [ "$(readlink new/current)" = generations/5 ]

# --- answers
cat >answers <<'END'
# renewal
action = generate
days = 90
backup_file = answered.zip
END
run 0 --store s --answers answers --password-file password
says out "90 days left"
holds [ -e answered.zip ]
echo 'frob = 1' >>answers
run 2 --store s --answers answers --password-file password
says err "INK-1123: Line 5 of the answers"
run 2 --store s --answers none
says err "INK-1120"
setsid -w "$INKAN" --store s --answers - >out 2>err <<<'action = verify'
says out "The certificate in use."
run 0 --store s create --save-answers saved --no-backup
says saved "action = generate"
says_not saved "password"
holds [ "$(stat -c %a saved)" = 600 ]

# --- quiet: standard error has errors only
(umask 077 && echo 'password1234' >weak)
run 0 --store quiet create --password-file weak
says err "weak"
run 0 --store quiet -q create --password-file weak
silent err
run 0 --store quiet create --no-backup --quiet --key-type rsa-3072
silent err
run 1 --store quiet show 99 -q
says err "INK-"
run 2 --store quiet create --key-type rsa -q
says err "There are: ecdsa-p256"
run 0 -h
says out "-V, --version"
run 0 --lang ja_JP.UTF-8 -h
says out "バージョンを表示します。"
run 0 -V
says out "inkan "

# --- output that nobody gets
setsid -w "$INKAN" --store s list >/dev/full 2>err </dev/null
holds [ $? -eq 1 ]
says err "INK-1907"
setsid -w "$INKAN" --store s create --no-backup >/dev/full 2>err </dev/null
holds [ $? -eq 3 ]
says err "The certificate is replaced"
# "| head" has had what it wanted
mkfifo gate
unread() {
	local expected=$1
	shift
	{
		read -r _ <gate
		setsid -w "$INKAN" --store s "$@" 2>err </dev/null
		echo $? >status
	} | {
		exec <&-
		echo go >gate
	}
	holds [ "$(cat status)" = "$expected" ]
	says_not err "INK-1907"
}
unread 0 log
unread 0 log --json
unread 0 help
unread 0 list
unread 0 show --json
unread 1 check
unread 0 export -
unread 0 create --no-backup
unread 0 renew --no-backup --json
unread 1 show 99

# --- many at once: each gets through, one after the other
for ((i = 1; i <= 30; i++)); do
	setsid -w "$INKAN" --store crowd create --name "srv$i.example.jp" --no-backup >/dev/null 2>"crowd.$i" </dev/null &
done
wait
cat crowd.* >err
holds [ "$(find crowd/generations -mindepth 1 -maxdepth 1 | wc -l)" -eq 30 ]
silent err

# --- what is damaged is said, and hides nothing else
cp -a s damaged
: >damaged/generations/2/certificate.pem
run 1 --store damaged list
says out "Generation 1: retired"
says out "Generation 2: damaged"
says err "INK-3104"
ln -sfn generations/99 damaged/current
run 1 --store damaged list --json
says err "INK-4108"
echo "inkan-store 3" >damaged/format
run 1 --store damaged create --no-backup
says err "inkan: Nothing was changed."
says_not err "no certificate"

# --- where files may not grow, or not be opened
(ulimit -f 1 && setsid -w "$INKAN" --store small create --name srv01.example.jp --no-backup --key-type rsa-3072 >out 2>err </dev/null)
holds [ $? -eq 1 ]
says err "Nothing was changed"
holds [ -z "$(find small -name '.inkan*' -o -path '*/generations/*')" ]
(ulimit -n 5 && setsid -w "$INKAN" --store s show >out 2>err </dev/null)
says_not err "INK-4107"
says_not err "INK-4108"
run 2 --store '' create --no-backup

# --- closed descriptors, any umask: no key lands where it should not
setsid -w "$INKAN" --store closed create --name srv01.example.jp --no-backup <&- >&- 2>&-
holds [ -s closed/current/key.pem ]
for mask in 000 077 777; do
	(umask $mask && setsid -w "$INKAN" --store mask$mask create --name srv01.example.jp --password-file password >out 2>err </dev/null)
	holds [ -s mask$mask/current/certificate.pem ]
	holds [ -z "$(find mask$mask -name '*key.pem' -perm /077 -o -name combined.pem -perm /077 -o -name '*.zip' -perm /077)" ]
	holds [ "$(stat -L -c %a mask$mask/current/certificate.pem)" = 644 ]
done

# --- which store
INKAN_STORE=mask077 run 0 list
says out "Generation 1"
INKAN_STORE=mask077 run 0 --store s list
says out "Generation 4"
if [ "$(id -u)" -ne 0 ]; then
	HOME=$work/home run 0 list
	mkdir home
	XDG_DATA_HOME=$work/home run 0 create --name srv01.example.jp --no-backup
	holds [ -e home/inkan/current ]
fi

# --- languages: other words, the same numbers
LANG='' run 0 --lang ja --store s show
says out "シリアル番号"
LC_ALL=POSIX run 2 --lang ja frob
says err "inkan: INK-1101: "
holds grep -q '[^ -~]' err
LC_ALL=C run 1 --store s show 9
says err "inkan: INK-4111: There is no generation 9."
LC_ALL=C run 0 help create
if LC_ALL=C grep -q '[^ -~]' out; then not_ok "help in a C locale is not ASCII"; else ok; fi

report
