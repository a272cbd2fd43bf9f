#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# sheet.sh: the recovery sheet fits its page in both languages, holds no secret, and brings the certificate back when somebody
# types what stands on it; the fingerprint is drawn where that can be.
# shellcheck source=tests/lib/program.sh
. "$(dirname "$0")/../lib/program.sh" || exit 1
INKAN_LOCALEDIR=$(realpath "${INKAN%/*}/../../tests/locale")
export INKAN_LOCALEDIR
(umask 077 && echo 'correct horse battery staple' >password)

fits() { holds [ "$(wc -L <out)" -le 72 ] && holds [ "$(wc -l <out)" -le 60 ]; }

# --- nothing to restore
run 1 sheet --store s
says err "INK-4101"
silent out
holds [ ! -e s ]

# --- a certificate, and no backup of it
run 0 create --no-backup --name srv01.example.jp --store s
run 0 sheet --store s
fits
says out "None is known: make one"
says out "inkan backup FILE --store $work/s"

# --- one that is older
run 0 backup b.zip --password-file password --store s
run 0 create --no-backup --store s
run 0 sheet --store s
fits
says out "It is older than this certificate: make"
says out "$work/b.zip"

# --- and one that has all
run 0 backup c.zip --password-file password --store s
run 0 show --store s --json
serial=$(sed -n 's/.*"serial": "\(.*\)",/\1/p' out)
sha256=$(sed -n 's/.*"sha256": "\(.*\)",/\1/p' out)
for language in en ja; do
	run 0 sheet --store s --lang "$language"
	fits
	says out "$work/c.zip"
	says out "$(sed 's/..../& /g' <<<"${serial:0:32}" | sed 's/ $//')"
	holds [ "$(tr -d ' \n' <out | grep -c "$sha256")" -eq 1 ]
	says_not out "correct horse"
	says_not out "PRIVATE"
	says_not out "older than"
	grep -oE '^     inkan .*' out >"typed.$language"
done
says out "復元用シート"
holds cmp typed.en typed.ja

# --- what is typed from the sheet brings it back
mv s lost
while read -r _ arguments; do
	arguments=${arguments/FILE/c.zip}
	case $arguments in restore*) arguments="$arguments --password-file password" ;; esac
	# A backup that was brought from elsewhere is all that check has to warn of.
	case $arguments in check*) status=$("$INKAN" $arguments >/dev/null 2>&1; echo $?) ;; *) status=0 ;; esac
	# shellcheck disable=SC2086
	run "$status" $arguments
	case $arguments in
	show*) says out "$(sed 's/..../& /g' <<<"$serial" | sed 's/ $//')" ;;
	check*) holds [ "$status" -le 1 ] ;;
	esac
done <typed.en
holds [ "$(wc -l <typed.en)" -ge 5 ]

# --- a file of its own: new, for its owner
run 0 sheet sheet.txt --store s
says out "Written: $work/sheet.txt"
holds [ "$(stat -c %a sheet.txt)" = 600 ]
holds grep -q "$work/c.zip" sheet.txt
run 2 sheet sheet.txt --store s
says err "INK-2303"
run 0 sheet - --store s
says out "Recovery sheet"
run 2 sheet a b --store s
run 2 sheet nowhere/sheet.txt --store s
setsid -w "$INKAN" sheet --store s >/dev/full 2>err </dev/null
holds [ $? -eq 1 ]
says err "INK-1907"
if [ "$(id -u)" = 0 ]; then
	WHO=(setpriv --reuid 65534 --regid 65534 --clear-groups)
	run 1 sheet --store s
	says err "INK-4123"
	WHO=()
fi

# --- the fingerprint as pictures
run 0 show --qr --store s
holds [ "$(grep -c '█' out)" -ge 16 ]
says out "+----[SHA256]-----+"
run 0 show --qr --ascii --store s
holds [ -z "$(LC_ALL=C grep -n '[^ -~]' out)" ]
says out "+----[SHA256]-----+"
says err "A QR code cannot be drawn in ASCII."
LANG=C run 0 show --qr --store s
holds [ -z "$(LC_ALL=C grep -n '[^ -~]' out)" ]
run 2 show --qr --json --store s
says err "INK-1105"
report
