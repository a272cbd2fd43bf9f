#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# limits.sh: where a user may start no more processes or open no more files, nothing is called damaged for that: the
# limit is named, and a check says that it does not know.
ASAN_OPTIONS=detect_leaks=0      # it starts a process, which is what there is none of here
export ASAN_OPTIONS
# shellcheck source=tests/lib/program.sh
. "$(dirname "$0")/../lib/program.sh"
for _ in 1 2 3; do
	run 0 create --name a.example.jp --no-backup --store s
done

# unknown NUMBER: nothing but the limit is told of the last check.
unknown() {
	says out "UNKNOWN"
	says out "INK-$1"
	says out "then check again"
	says_not out "CRITICAL"
	says_not out "inkan restore"
	says_not out "inkan rollback"
}

# --- files: from what one part of the work after the other needs
for n in 4 5 6 7 8 9 10 11 12 13 14; do
	WHO=(prlimit --nofile="$n")
	run 3 check --store s
	unknown 1909
	run 1 list --store s
	says err "INK-1909"
	says_not out "damaged"
done
WHO=()
run 1 check --store s
says_not out INK-1909

# --- a small stack is enough to see how things stand; the environment, which lies there, too, is not whoever runs this
WHO=(env -i "PATH=$PATH" "LANG=$LANG" prlimit --stack=114688)
run 0 list --store s
run 0 show --store s
WHO=()

# --- processes: root may start as many as it likes
if [ "$(id -u)" = 0 ]; then
	cp -r s u
	chown -R nobody u
	WHO=(setpriv --reuid=nobody --clear-groups prlimit --nproc=1)
	run 1 show --store u
	says err "INK-1910: This user may not start enough processes (ulimit -u)."
	silent out
	run 1 list --store u
	says err "INK-1910"
	run 3 check --store u
	unknown 1910
	run 1 create --no-backup --store u
	says err "INK-1910"
	run 0 prune --store u
	says out "Keep: keys of generations 2 and 3"
	holds [ -e u/generations/2/key.pem ]
	holds [ -e u/generations/3/key.pem ]
	WHO=()
fi

# --- a pipe instead of a file of answers; we hold each open until it was read, and what is written is there before
mkfifo pipe
printf 'action = verify\n' >answers
cat answers >pipe &
exec 3<pipe
wait $!
run 0 --answers pipe --store s
exec 3<&-
exec 3< <(cat answers)
wait $!
run 0 --answers /dev/fd/3 --store s
exec 3<&-
run 2 --answers pipe --store s
says err "INK-1133: Nobody writes into this pipe: pipe"
report
