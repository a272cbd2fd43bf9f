#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# rescue.sh: what is needed when things went wrong: a backup of a store that can only be read, a way back that is backed up
# already, a deletion that was cut; and files that go where they should.
# shellcheck source=tests/lib/program.sh
. "$(dirname "$0")/../lib/program.sh"
printf 'correct horse battery staple\n' >password
chmod 600 password
for _ in 1 2 3; do
	run 0 create --name a.example.jp --no-backup --store s
done
run 0 backup b.zip --password-file password --store s

# --- what went back to something that the last backup holds is in that backup
run 0 rollback 2 --store s
run 0 check --store s
says_not out INK-5202
run 0 create --no-backup --store s
run 1 check --store s
says out INK-5202
run 0 rollback 3 --store s
run 0 check --store s
says_not out INK-5202

# --- a deletion that was cut is told as that, and goes on
rm s/generations/1/combined.pem
run 0 check --store s
says out "INK-4211: Deleting the key of generation 1 was interrupted."
says out "inkan prune"
says_not out "damaged"
run 0 prune --store s
holds [ ! -e s/generations/1/key.pem ]
run 0 check --store s
says_not out INK-4211

# --- a store that can only be read is backed up elsewhere, and said not to be recorded
if [ "$(id -u)" = 0 ] && mkdir ro && mount --bind s ro 2>/dev/null; then
	if mount -o remount,ro,bind ro; then
		sum=$(sha256sum <s/backups/last)
		run 3 backup x.zip --password-file password --store ro --dry-run
		holds [ ! -e x.zip ]
		run 3 backup x.zip --password-file password --store ro
		says out "opened again and compared"
		says err "INK-5124: The store could not record the backup."
		says err "Read-only file system"
		holds [ "$sum" = "$(sha256sum <s/backups/last)" ]
		run 0 backup --verify x.zip --password-file password
		run 2 backup ro/backups/y.zip --password-file password --store ro
		run 1 create --no-backup --store ro
		says err INK-4121
	fi
	umount ro
fi

# --- nobody else's link says where a file goes
mkdir here
ln -s here link
run 0 export link/e.pem --store s
holds [ -e here/e.pem ]
run 0 export "$work/link/../here/./f.pem" --store s
holds [ -e here/f.pem ]
if [ "$(id -u)" = 0 ]; then
	mkdir theirs
	ln -s "$work/here" theirs/out
	chown -h nobody theirs theirs/out
	run 1 export theirs/out/g.pem --store s
	says err "INK-2316: This is a link that another user made, and is not followed: out"
	holds [ ! -e here/g.pem ]
	run 1 backup theirs/out/g.zip --password-file password --store s
	holds [ ! -e here/g.zip ]
fi
report
