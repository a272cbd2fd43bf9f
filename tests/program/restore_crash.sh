#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# restore_crash.sh: a restore that is killed at each of its changes in turn leaves what was in use, or all that was asked
# for; the next one finishes it, and nothing else is left.
# shellcheck source=tests/lib/kill.sh
. "$(dirname "$0")/../lib/kill.sh" || exit 1

# The files of generation $2 here are those of generation $1 of the origin.
same() {
	local name
	for name in certificate.pem key.pem combined.pem; do
		cmp -s "origin/generations/$1/$name" "s/generations/$2/$name" || return 1
	done
}

# A store that had nothing is the origin's from now on.
has_id() { [ "$1" -gt 0 ] || cmp -s origin/format s/format; }

# The steps of the origin are here; where $1 own generations were before, one leads from what was in use then, its number is
# in the record of what is in use now, and that of the origin's own beside it.
has_steps() {
	local step number
	for step in origin/steps/*.pem; do
		cmp -s "$step" "s/steps/${step##*/}" || return 1
		number=${step##*/} number=${number%%-*}
	done
	[ "$1" -gt 0 ] || return 0
	grep -qx "backup-steps = $number" s/current/info && step=$(echo s/steps/"$(sed -n 's/^step = //p' s/current/info)"-*.pem) &&
		openssl cms -verify -noverify -inform PEM -in "$step" -out step 2>/dev/null && grep -q '^reason = restored' step &&
		grep -q "^from-sha256 = $(openssl x509 -in "s/generations/$1/certificate.pem" -outform DER | sha256sum | cut -d' ' -f1)" step
}

# Generation $2 of the origin is in use here, and all else of the origin is here; before came $1 own generations.
is_done() { has_id "$1" && [ "$(in_use s)" = $((2 + $1)) ] && same 1 $((1 + $1)) && same 2 $((2 + $1)) && diff -r origin/requests s/requests &&
	has_steps "$1"; }

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

# With nothing of it in use, no second server of the origin's identity is left, whatever is done next.
is_itself() {
	rm -rf other
	cp -a s other
	"$INKAN" --store other create --name other.example.jp --no-backup >said 2>&1 && ! cmp -s origin/format other/format
}

after_kill() {
	local now
	now=$(in_use s)
	is_whole "$2" || fail "$1: something is not whole"
	if [ -z "$now" ] && [ -e s ]; then is_itself || fail "$1: another server's identity is left"; fi
	if [ "$now" != "$3" ]; then
		is_done "$2" >said 2>&1 || fail "$1: $now is in use, but not all is there"
	fi
	"${restore[@]}" >said 2>&1 || fail "$1: the next restore fails"
	is_done "$2" >said 2>&1 || fail "$1: the next restore does not finish it"
	[ -z "$(find . -name '.inkan-tmp-*')" ] || fail "$1: debris"
	[ ! -e s/change ] || fail "$1: the note of a change is left"
	[ "$2" -eq 0 ] || [ "$(find s/steps -name '*.pem' | wc -l)" = $((1 + $(find origin/steps own/steps -name '*.pem' | wc -l))) ] ||
		fail "$1: a step is left"
}

begin() {
	rm -rf s
	if [ "$1" -gt 0 ]; then cp -a own s; fi
}

# kill_all N OLD LEAST: kills a restore into a store with N own generations, of which OLD is in use, at each of CALLS.
kill_all() {
	local call n runs=0
	begin "$1"
	changes "${restore[@]}" >points || fail "a restore does not work"
	while read -r call n; do
		begin "$1"
		kill_at "$call" "$n" "${restore[@]}" || fail "it was not killed at $call $n"
		after_kill "killed at $call $n, with $1 generations" "$1" "$2"
		runs=$((runs + 1))
	done <points
	[ "$runs" -ge "$3" ] || fail "too few calls ($runs): nothing was killed"
	echo "ok - killed at each of $runs calls, with $1 generations"
	ok
}

restore=("$INKAN" --store s restore b.zip --use 2 --password-file password)
(umask 077 && echo 'correct horse battery staple' >password)
must "$INKAN" --store origin create --name srv01.example.jp --no-backup
must "$INKAN" --store origin request --name srv02.example.jp --out srv02.csr
must "$INKAN" --store origin create --backup b.zip --password-file password
must "$INKAN" --store own create --name other.example.jp --no-backup
must "$INKAN" --store own create --no-backup

CALLS='mkdirat symlinkat unlinkat renameat renameat2'
kill_all 0 '' 15
CALLS='symlinkat unlinkat renameat renameat2'
kill_all 2 2 6
report
