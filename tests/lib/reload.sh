# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# reload.sh: an nginx that reads its settings and its certificates anew.  To be sourced behind program.sh.

# reload_nginx MASTER: for a while, old workers answer beside the new ones, with the certificate of before; returns when none
# of them is left.
reload_nginx() {
	local worker workers
	workers=$(cat "/proc/$1/task/$1/children") && kill -HUP "$1" || return 1
	for worker in $workers; do
		timeout 60 tail -f -s 0.1 --pid="$worker" /dev/null || return 1
	done
}
