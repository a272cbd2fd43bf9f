#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# told.sh: what programs are told: each command has JSON, one value whatever happens, and the manual has each of its keys;
# --dry-run changes nothing and ends as the real run would.
# shellcheck source=tests/lib/program.sh
. "$(dirname "$0")/../lib/program.sh" || exit 1
page=$(realpath "${INKAN%/*}/../..")/man/inkan.1
(umask 077 && echo 'correct horse battery staple' >password && echo another >wrong)
: >keys

# Whether standard output is one JSON value, and nothing else.
if command -v python3 >/dev/null; then
	is_json() { python3 -c 'import json, sys; json.load(sys.stdin)' <out; }
else
	is_json() { [ "$(head -c 1 out)" = '{' ] || [ "$(head -c 1 out)" = '[' ]; }
fi

# told STATUS ARGUMENT...: with --json.
told() {
	run "$@" --json
	holds is_json
	grep -oE '"[A-Za-z_0-9]+": ' out | tr -d '": ' >>keys
}

# fails STATUS NUMBER ARGUMENT...: likewise, and is told as an error.
fails() {
	local number=$2
	told "$1" "${@:3}"
	says out '"inkan_json": 1'
	says out "\"number\": $number"
	says err "INK-$number"
}

# rehearses STATUS ARGUMENT...: --dry-run, which changes nothing and ends as the same without does afterwards.
rehearses() {
	local before
	before=$(find s ./*.zip ./*.csr 2>/dev/null | sort | xargs -r -d '\n' stat -c '%n %Y %s' | sha256sum)
	told "$@" --dry-run
	holds [ "$before" = "$(find s ./*.zip ./*.csr 2>/dev/null | sort | xargs -r -d '\n' stat -c '%n %Y %s' | sha256sum)" ]
	says out '"changed": false'
	told "$@"
}

# --- nothing there: each failure is one object, too
for command in show check; do told $((${#command} == 4 ? 1 : 2)) "$command" --store s; done
told 0 list --store s
fails 1 4101 rollback --store s
fails 1 4101 renew --store s --no-backup
fails 1 4101 export e.pem --store s
fails 1 4101 hooks --again --store s
fails 1 4134 requests --cancel 20260101-00000000 --store s
fails 2 1109 export e.pem extra --store s
fails 2 1115 prune --nonsense --store s
fails 2 1105 backup --verify b.zip --dry-run --store s
fails 2 1117 --store s
run 2 --store s --dry-run
says err "INK-1117"
fails 2 1105 export - --store s
told 2 compare none.pem none.pem --store s
says out '"error": {'
told 1 log --store s
says out '"error": {'
holds [ ! -e s ]

# --- each change
rehearses 0 create --name srv01.example.jp --alt-name 192.0.2.7 --store s --backup b1.zip --password-file password
says out '"changed": true'
says out '"backup_keys": 1'
rehearses 2 create --days 0 --no-backup --store s
rehearses 0 create --no-backup --store s
rehearses 0 renew --no-backup --store s
says out '"due": '
rehearses 0 rollback 1 --store s
says out '"changed": true'
rehearses 0 backup b2.zip --store s --password-file password
says out '"changed": true'
says out '"backup_generations": 4'
rehearses 2 backup b2.zip --store s --password-file password
says out '"number": 2303'
fails 1 5110 backup --verify b2.zip --password-file wrong
told 0 backup --verify b2.zip --password-file password
says out '"key": "sealed"'
rehearses 0 request --out r.csr --alt-name www.example.jp --store s
says out '"changed": true'
says out '"request": "'
says out '"request_file": "'
rehearses 2 request --out r.csr --store s
rehearses 1 restore b1.zip --password-file wrong --store s
holds openssl req -x509 -newkey rsa:2048 -nodes -keyout k.pem -out c.pem -subj /CN=other.example.jp -days 900 2>made
rehearses 0 import c.pem k.pem --no-backup --store s
says out '"changed": true'
printf 'action = backup\nbackup_file = b3.zip\n' >answers
rehearses 0 --answers answers --store s --password-file password
says out '"backup_generations": 5'
rehearses 2 --answers answers --store s --password-file password
printf 'action = nothing\n' >answers
rehearses 2 --answers answers --store s
printf 'action = restore\nfile = b2.zip\n' >answers
told 0 --answers answers --store t --password-file password --dry-run
says out '"restored": 4'
holds [ ! -e t ]
told 0 --answers answers --store t --password-file password
says out '"restored": 4'
told 0 export e.pem --store s
says out '"with_key": false'
told 0 export e.p12 --with-key --password-file password --store s
fails 2 2303 export e.pem --store s

# --- what waits
told 0 requests --store s
says out '"names": ['
says out '"www.example.jp"'
id=$(ls s/requests)
rehearses 0 requests --cancel "$id" --store s
says out "\"request\": \"$id\""
holds [ ! -e "s/requests/$id" ]

# --- commands and services
mkdir -p s/hooks.d
printf '#!/bin/sh\nexit 0\n' >s/hooks.d/10-good
printf '#!/bin/sh\nexit 3\n' >s/hooks.d/20-bad
printf 'not one\n' >s/hooks.d/reload.sh
chmod 755 s/hooks.d/10-good s/hooks.d/20-bad
echo '127.0.0.1:1 hook=10-good' >s/services
told 0 hooks --store s
says out '"runs": true'
says out '"reason": "'
told 3 hooks --again --store s
says out '"done": false'
says out '"state": "unknown"'
says out '"error": {'
fails 3 6101 create --no-backup --store s
says out '"changed": true'
rm s/hooks.d/*
# A service that does not follow is told, and is no failure of the change.
told 0 create --no-backup --store s
says out '"state": "unknown"'
rm s/services

# --- reading
told 0 list --store s
told 0 show --store s
told 0 log --store s
told 1 compare 1 2 --store s
told 3 check --connect 127.0.0.1:1 --store s
fails 1 6203 show --connect 127.0.0.1:1 --store s

# --- what is old
rehearses 0 prune --store s
says out '"changed": true'
says out '"keys_deleted": ['
told 0 prune --store s
says out '"changed": false'
told 0 show 1 --store s
run 0 prune --store s
says out "There is nothing old to delete."

# --- what was done is done, whoever gets the object
untold() {
	"$INKAN" "$@" --json >/dev/full 2>err </dev/null
	holds [ $? -eq 3 ]
	says err "INK-1907"
}
untold create --no-backup --store s
untold backup b4.zip --store s --password-file password
untold request --out r2.csr --store s
untold requests --cancel "$(ls s/requests)" --store s
untold prune --store s

# --- --quiet leaves errors alone
for words in hooks "create --no-backup" "request --out q.csr"; do
	# shellcheck disable=SC2086
	run 0 $words --store s --quiet
	silent err
done
run 1 rollback 1 --store s --quiet
says err "INK-"

# --- the manual has each key that was told
sort -u keys >told
sed -n '/^\.SH JSON$/,/^\.SH /p' "$page" | grep -oE '^\.B [a-z_0-9]+' | cut -d ' ' -f 2 | sort -u >written
holds [ -s written ]
comm -23 told written >out
silent out
report
