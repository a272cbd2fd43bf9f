#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# crash.sh: a change of the store that is killed, or meets a broken disk, at each of its system calls in turn leaves the
# old state or the new one, whole, and no debris after the next change.
set -u

PROGRAM=./unit-store
CALLS='write pwrite64 fsync renameat renameat2 mkdirat symlinkat unlinkat fchmod ftruncate flock'
ASAN_OPTIONS=detect_leaks=0      # it cannot work under strace
export ASAN_OPTIONS

if ! strace -qq -o /dev/null true 2>/dev/null; then
	echo "strace does not work here: nothing was killed"
	exit 77
fi
WORK=$(mktemp -d "${TMPDIR:-/tmp}/inkan-crash-XXXXXX") || exit 1
trap 'rm -rf "$WORK"' EXIT
trap 'exit 1' INT TERM

fail() {
	echo "not ok - $1"
	cat "$WORK/said" "$WORK/looked"
	ls -lR "$WORK/world"
	exit 1
}

# Begins anew with a store that has $1 generations.
begin() {
	rm -rf "$WORK/world"
	mkdir "$WORK/world"
	if [ "$1" -gt 0 ]; then cp -a "$WORK/template" "$WORK/world/store"; fi
}

in_use() {
	"$PROGRAM" look "$WORK/world/store" >"$WORK/looked" 2>&1 || return 1
	sed -n 's/^in use //p' "$WORK/looked"
}

# After the run that $1 describes, from $2 generations: old or new now, and the next change leaves a clean new one.
check() {
	after=$(in_use) || fail "$1: what is left is not whole"
	old=$2
	new=$(($2 + 1))
	if [ "$status" -eq 0 ] || [ "$status" -eq 3 ]; then
		[ "$after" = "$new" ] || fail "$1: switched, but $after is in use"
	elif [ "$STRICT" = yes ]; then
		[ "$after" = "$old" ] || fail "$1: not switched, but $after is in use"
	else
		[ "$after" = "$old" ] || [ "$after" = "$new" ] || fail "$1: $after is in use"
	fi
	"$PROGRAM" change "$WORK/world/store" >"$WORK/said" 2>&1 || fail "$1: the next change fails"
	[ "$(in_use)" -gt "$after" ] || fail "$1: the next change is not in use"
	[ -z "$(find "$WORK/world" -name '.inkan-tmp-*')" ] || fail "$1: debris"
	[ ! -e "$WORK/world/store/change" ] || fail "$1: the note of a change is left"
}

# Runs the change with the fault $1 at the Nth call of $4, N = 1, 2 ... until it is beyond the last one.  (strace counts
# each call for itself.)
loop_one() {
	n=1
	while :; do
		begin "$2"
		strace -f -qq -o "$WORK/log" -e "trace=$4" -e "inject=$4:$1:when=$n$3" \
			"$PROGRAM" change "$WORK/world/store" >"$WORK/said" 2>&1
		status=$?
		if ! grep -q INJECTED "$WORK/log" && [ "$status" -eq 0 ]; then break; fi
		check "$1 at $4 $n$3 from $2" "$2"
		runs=$((runs + 1))
		n=$((n + 1))
		[ "$n" -lt 300 ] || fail "it never ends"
	done
}

loop() {
	runs=0
	for call in $CALLS; do loop_one "$1" "$2" "$3" "$call"; done
	echo "ok - $1 at each of $runs calls, from $2 generations"
	[ "$runs" -gt 30 ] || fail "too few calls: the faults did not happen"
}

mkdir "$WORK/world"
"$PROGRAM" change "$WORK/world/store" >"$WORK/said" 2>&1 || fail "the first change"
mv "$WORK/world/store" "$WORK/template"

# A kill between rename and its message is not told apart from one before it.
STRICT=no
loop signal=KILL 0 ''
loop signal=KILL 1 ''
CALLS="$CALLS close"
loop error=EIO 1 +
STRICT=yes
loop error=ENOSPC 1 ''
loop error=EIO 0 ''
