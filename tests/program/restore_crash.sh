#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# restore_crash.sh: a restore that is killed at each of its changes in turn leaves what was in use, or all that was asked
# for; the next one finishes it, and nothing else is left.
INKAN=${INKAN:-../src/inkan}
CALLS='mkdirat symlinkat unlinkat renameat renameat2 fsync'
ASAN_OPTIONS=detect_leaks=0      # it cannot work under strace
export ASAN_OPTIONS LANG=C.UTF-8 TZ=UTC
unset LANGUAGE LC_ALL LC_MESSAGES INKAN_STORE

if ! strace -qq -o /dev/null true 2>/dev/null; then
	echo "strace does not work here: nothing was killed"
	exit 77
fi
work=$(mktemp -d "${TMPDIR:-/tmp}/inkan-restore-XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
chmod 755 "$work"
cd "$work" || exit 1

fail() {
	echo "not ok - $1"
	cat said
	ls -lR s
	exit 1
}

must() { "$@" >said 2>&1 || fail "$*"; }

# The files of generation $2 here are those of generation $1 of the origin.
same() {
	local name
	for name in certificate.pem key.pem combined.pem; do
		cmp -s "origin/generations/$1/$name" "s/generations/$2/$name" || return 1
	done
}

# The number in use, "" for none.
in_use() { readlink s/current 2>/dev/null | sed 's|^generations/||'; }

# Generation $2 of the origin is in use here, and all else of the origin is here; before came $1 own generations.
is_done() { [ "$(in_use)" = $((2 + $1)) ] && same 1 $((1 + $1)) && same 2 $((2 + $1)) && diff -r origin/requests s/requests; }

# Whatever has a number is whole, and what was here before is untouched.
is_whole() {
	local number
	for number in 1 2 3 4; do
		[ -e "s/generations/$number" ] || continue
		if [ "$number" -le "$1" ]; then
			diff -r "own/generations/$number" "s/generations/$number" >/dev/null || return 1
		else
			same $((number - $1)) "$number" || return 1
		fi
	done
}

check() {
	local now
	now=$(in_use)
	is_whole "$2" || fail "$1: something is not whole"
	if [ "$now" != "$3" ]; then
		is_done "$2" >said 2>&1 || fail "$1: $now is in use, but not all is there"
	fi
	restore || fail "$1: the next restore fails"
	is_done "$2" >said 2>&1 || fail "$1: the next restore does not finish it"
	[ -z "$(find . -name '.inkan-tmp-*')" ] || fail "$1: debris"
	[ ! -e s/change ] || fail "$1: the note of a change is left"
}

# restore [COMMAND...]: under that command.
restore() { "$@" "$INKAN" --store s restore b.zip --use 2 --password-file password >said 2>&1; }

# kill_all N OLD: kills a restore into a store with N own generations, of which OLD is in use, at each call.
kill_all() {
	local call n runs=0
	for call in $CALLS; do
		for ((n = 1; n < 200; n++)); do
			rm -rf s
			if [ "$1" -gt 0 ]; then cp -a own s; fi
			restore strace -qq -o log -e "trace=$call" -e "inject=$call:signal=KILL:when=$n"
			if ! grep -q 'killed by SIGKILL' log; then break; fi
			check "killed at $call $n, with $1 generations" "$1" "$2"
			runs=$((runs + 1))
		done
	done
	[ "$runs" -ge "$3" ] || fail "too few calls ($runs): nothing was killed"
	echo "ok - killed at each of $runs calls, with $1 generations"
}

(umask 077 && echo 'correct horse battery staple' >password)
must "$INKAN" --store origin create --name srv01.example.jp --no-backup
must "$INKAN" --store origin request --name srv02.example.jp --out srv02.csr
must "$INKAN" --store origin create --backup b.zip --password-file password
must "$INKAN" --store own create --name other.example.jp --no-backup
must "$INKAN" --store own create --no-backup

kill_all 0 '' 30
CALLS='symlinkat unlinkat renameat renameat2'
kill_all 2 2 6
