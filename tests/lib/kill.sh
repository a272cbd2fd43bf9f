# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# kill.sh: what the tests share that kill the program where it changes files.  To be sourced; brings program.sh.
#
# strace kills at the Nth call of a name, before the call is carried out, and counts each name for itself.
# shellcheck source=tests/lib/program.sh
. "${BASH_SOURCE[0]%/*}/program.sh" || exit 1
CALLS='openat write pwrite64 mkdirat symlinkat linkat renameat renameat2 unlinkat fchmod fchown ftruncate'
export ASAN_OPTIONS=detect_leaks=0      # it cannot work under strace

if ! strace -qq -o /dev/null true 2>/dev/null; then
	echo "strace does not work here: nothing was killed"
	exit 77
fi

# fail TEXT: ends the test, with what the last run said and what it left.
fail() {
	echo "not ok - $1"
	cat said
	ls -lR s
	exit 1
}

# must COMMAND...: what the test itself needs.
must() { "$@" >said 2>&1 || fail "$*"; }

# changes COMMAND...: runs it whole and prints "CALL N" for each of its CALLS that changes a file.  Of openat only what may
# make one counts, of write only what goes to one.
changes() {
	strace -qq -y -o calls -e "trace=${CALLS// /,}" "$@" >said 2>&1 || return 1
	awk '{ name = $0; sub(/\(.*/, "", name) }
		name !~ /^[a-z0-9_]+$/ { next }
		{ n[name]++ }
		name == "openat" && !/O_CREAT/ { next }
		name ~ /write/ && !/^[a-z0-9]+\([0-9]+<\/[^>]*>, / { next }
		name ~ /write/ && /^[a-z0-9]+\(([012]<|[0-9]+<\/(dev\/|memfd:))/ { next }
		{ print name, n[name] }' calls
}

# kill_at CALL N COMMAND...: false if it lived to its end.
kill_at() {
	local call=$1 n=$2
	shift 2
	{ strace -qq -o calls -e "trace=$call" -e "inject=$call:signal=KILL:when=$n" "$@" >said 2>&1; } 2>/dev/null
	grep -q 'killed by SIGKILL' calls
}

# in_use STORE: the number in use, "" for none.
in_use() { readlink "$1/current" 2>/dev/null | sed 's|^generations/||'; }
