# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# program.sh: what the tests of the commands share: a folder of their own, the program run without a terminal, and counting.
# To be sourced; "report" ends the test.
INKAN=$(realpath "${INKAN:-../src/inkan/inkan}")
work=$(mktemp -d "${TMPDIR:-/tmp}/inkan-program-XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
chmod 755 "$work"
cd "$work" || exit 1
unset LANGUAGE LC_ALL LC_MESSAGES INKAN_STORE
export LANG=C.UTF-8 TZ=UTC
WHO=()             # a command that runs the program as somebody else
# On loopback, and of this test alone: no other takes a port there, and none is left taken by what it did a minute ago.
# shellcheck disable=SC2034 # for who sources this
HERE=127.$((64 + $$ / 65536 % 64)).$(($$ / 256 % 256)).$(($$ % 256))
passed=0
failed=0

ok() { passed=$((passed + 1)); }

not_ok() {
	failed=$((failed + 1))
	echo "not ok - $1"
	sed 's/^/	out: /' out
	sed 's/^/	err: /' err
}

# run STATUS ARGUMENT...: out and err have what the program printed.
run() {
	local expected=$1 status
	shift
	setsid -w "${WHO[@]}" "$INKAN" "$@" >out 2>err </dev/null
	status=$?
	if [ $status -eq "$expected" ]; then
		ok
	else
		not_ok "inkan $*: exit status $status, not $expected"
	fi
}

# says FILE TEXT, says_not FILE TEXT, silent FILE: about the last run.
says() { if grep -qF -- "$2" "$1"; then ok; else not_ok "$1 lacks: $2"; fi; }
says_not() { if grep -qF -- "$2" "$1"; then not_ok "$1 has: $2"; else ok; fi; }
silent() { if [ -s "$1" ]; then not_ok "$1 is not empty"; else ok; fi; }
holds() { if "$@"; then ok; else not_ok "$*"; fi; }

report() {
	echo "$passed passed, $failed failed"
	[ "$failed" -eq 0 ]
}
