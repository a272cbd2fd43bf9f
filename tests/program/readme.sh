#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# readme.sh: README shows what the program prints: each command of it is run, and each line below it has to come.
#
# What differs from run to run (numbers, dates, hexadecimal digits, the name of this server, the store) is left out of the
# comparison; a line of dots stands for any lines.
readme=$(realpath "$(dirname "$0")/../../README")
# shellcheck source=tests/lib/program.sh
. "$(dirname "$0")/../lib/program.sh" || exit 1
(umask 077 && echo 'correct horse battery staple' >password)
export INKAN_STORE=$work/store

# The same of two runs.
plain() {
	sed -E -e "s|$work/store|/var/lib/inkan|g" -e "s|inkan-$(hostname)-|inkan-srv01-|" -e 's/^ +//' \
		-e 's/\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun) [0-9]+ [A-Z][a-z]{2} [0-9]{4}( [0-9]+:[0-9]+)?/DAY/g' \
		-e 's/[0-9]{8}T[0-9]{6}Z/TIME/; s/[0-9,]+ (days|bytes)/N \1/' \
		-e 's/\b[0-9a-f]{4}( [0-9a-f]{2,4})+\b/HEX/g'
}

# The commands of README, in its order; and what stands below the Nth.
commands() { sed -n 's/^    # \(inkan .*\)/\1/p' "$readme"; }
below() {
	awk -v n="$1" '/^    # inkan / { k++; next } !/^    / { shown = 0; if (k == n && NF) exit } k == n && /^    / { print }' "$readme"
}

# Each line of WANTED comes in OUT, in this order.
comes() {
	plain <wanted | grep -vx '\.\.\.' >lines || return 0
	plain <out | awk 'NR == FNR { want[++n] = $0; next } $0 == want[at + 1] { at++ }
		END { if (at < n) { print want[at + 1]; exit 1 } }' lines - >missing
}

n=0
backup=
while read -r _ arguments; do
	n=$((n + 1))
	arguments=${arguments//\/root\/backup.password/password}
	arguments=${arguments/FILE/$backup}
	case $arguments in
	create*) arguments="$arguments --name srv01.example.jp" status=0 ;;
	*--json) rm -rf store && "$INKAN" create --no-backup >made 2>&1 && status=1 ;;
	*) status=0 ;;
	esac
	# shellcheck disable=SC2086
	run $status $arguments
	case $arguments in create*) backup=$(echo store/backups/*.zip) ;; esac
	below $n >wanted
	if comes; then ok; else not_ok "README: inkan $arguments: $(cat missing)"; fi
done < <(commands)
holds [ $n -ge 6 ]

# Every command and option that README writes is one.
grep -oE '\binkan [a-z]+( [^()"]*)?' "$readme" | while read -r _ command rest; do
	"$INKAN" help "$command" >help 2>/dev/null || continue
	for option in $(grep -oE -- '--[a-z-]+' <<<"$rest"); do
		grep -q -- "$option" help || echo "inkan $command $option"
	done
done >out
silent out
holds [ "$(wc -L <"$readme")" -le 80 ]
report
