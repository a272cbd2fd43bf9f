#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# key_group.sh: the group that reads the key keeps it through every command, until it is taken away; what changes is said.
# shellcheck source=tests/lib/program.sh
. "$(dirname "$0")/../lib/program.sh"
group=$(id -gn)
printf 'correct horse battery staple\n' >password
chmod 600 password

number() { basename "$(readlink s/current)"; }
# readable GROUP: by the group alone, and recorded; closed: by no group.
readable() {
	holds [ "$(stat -L -c '%a %G' s/current/key.pem)" = "640 $1" ]
	holds [ "$(stat -L -c '%a %G' s/current/combined.pem)" = "640 $1" ]
	holds grep -q "^key-group = $1\$" s/current/info
}
closed() {
	holds [ "$(stat -L -c %a s/current/key.pem)" = 600 ]
	holds [ "$(stat -L -c %a s/current/combined.pem)" = 600 ]
}
says_group() { says err "The new key can be read by the group $group."; }

# --- an imported key, and all that can follow it
openssl req -x509 -newkey rsa:2048 -nodes -keyout k.pem -out c.pem -subj /CN=a.example.jp -days 100 \
	-addext subjectAltName=DNS:a.example.jp 2>/dev/null
cat k.pem c.pem >pair.pem
run 0 import pair.pem --no-backup --key-group "$group" --store s
says_group
readable "$group"
run 0 create --no-backup --store s
says_group
readable "$group"
run 0 create --no-backup --store s --lang ja
says err "グループ $group が新しい鍵を読み取れるようになります。"
run 0 renew --no-backup --dry-run --json --store s
says out "\"key_group\": \"$group\""
says out '"lost_key_group": null'
says out '"no_key_group": false'
run 0 request --out r.csr --store s
says err "Once its certificate is in use, the key can be read by the group $group."
openssl x509 -req -in r.csr -CA c.pem -CAkey k.pem -CAcreateserial -copy_extensions copy -out r.pem -days 90 2>/dev/null
run 0 import r.pem --no-backup --store s
says_group
readable "$group"
printf 'action = generate\n' >answers
run 0 --answers answers --password-file password --store s
says_group
readable "$group"
run 0 rollback --store s
says_group
readable "$group"
run 1 check --store s
says_not out INK-4210

# --- taken away, which stays and is no fault
run 0 create --no-backup --no-key-group --store s --save-answers saved
says err "The new key can no longer be read by the group $group."
closed
holds grep -q '^no-key-group = yes$' s/current/info
holds grep -qx 'key_group = *' saved
run 0 create --no-backup --store s
says_not err "the group"
closed
run 0 renew --no-backup --dry-run --json --store s
says out '"key_group": null'
says out '"no_key_group": true'
run 1 check --store s
says_not out INK-4210
run 0 rollback --key-group "$group" --store s
readable "$group"
printf 'action = generate\nkey_group =\n' >answers
run 0 --answers answers --password-file password --store s
says err "The new key can no longer be read by the group $group."
closed
run 2 create --no-backup --key-group "$group" --no-key-group --store s
says err INK-1105

# --- a group that is not here: by hand it is refused, from a record it is said and left out
for command in "create --no-backup" "request --out n.csr" "import pair.pem --no-backup" "rollback"; do
	# shellcheck disable=SC2086
	run 2 $command --key-group no-such-group-here --store s
	says err "INK-2151: There is no group no-such-group-here on this server."
done
gone() { sed -i '/key-group/d' "s/generations/$1/info" && echo 'key-group = no-such-group-here' >>"s/generations/$1/info"; }
gone "$(number)"
run 0 renew --no-backup --json --store s
says out '"key_group": null'
says out '"lost_key_group": "no-such-group-here"'
for command in "create --no-backup" "import pair.pem --no-backup" "rollback"; do
	gone "$(number)"
	# shellcheck disable=SC2086
	run 0 $command --store s
	says err "Warning: the group no-such-group-here cannot be given the new key here; only the owner of the store can read it."
	closed
	run 1 check --store s
	says out "INK-4210: The group no-such-group-here could read the key before, and cannot read this one."
done

# --- it is remembered until it is here again, or is taken away
remembers() {
	run 0 create --no-backup --store s
	says err "Warning: the group no-such-group-here cannot be given the new key here; only the owner of the store can read it."
	closed
	holds grep -q '^lost-key-group = no-such-group-here$' s/current/info
	run 1 check --store s
	says out "INK-4210: The group no-such-group-here could read the key before, and cannot read this one."
}
remembers
remembers
sed -i "s/^lost-key-group = .*/lost-key-group = $group/" s/current/info
run 0 create --no-backup --store s
says_group
readable "$group"
holds [ "$(grep -c lost-key-group s/current/info)" = 0 ]
run 1 check --store s
says_not out INK-4210
gone "$(number)"
remembers
run 0 create --no-backup --no-key-group --store s
says_not err "no-such-group-here"
closed
holds [ "$(grep -c lost-key-group s/current/info)" = 0 ]
run 1 check --store s
says_not out INK-4210

# --- restored
run 0 create --no-backup --key-group "$group" --store s
run 0 backup b.zip --password-file password --store s
rm -rf s
run 0 restore b.zip --password-file password --store s
says_group
readable "$group"
rm -rf s
run 0 restore b.zip --no-key-group --password-file password --store s
closed
rm -rf s
run 0 create --name b.example.jp --no-backup --store s
run 0 restore b.zip --password-file password --key-group "$group" --store s
says out "No key that comes back is put in use, so the group $group is given none."
report
