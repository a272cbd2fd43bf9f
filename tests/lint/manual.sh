#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# manual.sh: the manual page names every error number, command, option, question and JSON key of the program, and is sound roff.
set -u
page=${top_builddir:-.}/man/inkan.1
source=${top_srcdir:-.}/src
passed=0
failed=0

verdict() {
	if [ "$1" = 0 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "not ok - $2"
	fi
}

# Each WORD of the list must stand in the page.
all_there() {
	what=$1
	shift
	[ $# -gt 0 ]
	verdict $? "no $what found in the source: the test looks in the wrong place"
	for word; do
		grep -qF -- "$word" "$page"
		verdict $? "$page lacks the $what $word"
	done
}

man=${top_builddir:-.}/man
for page in "$man/inkan.1" "$man/ja/inkan.1"; do
	# shellcheck disable=SC2046 # one word each
	all_there "error number" $(sed -nE 's/^\tX\([A-Z0-9_]+, *([0-9]{4}),.*/INK\\-\1/p' "$source/base/error_table.h")
	# shellcheck disable=SC2046
	all_there option $(sed -nE 's/^\tX\([A-Z_]+, *"--([a-z-]+)".*/\1/p' "$source/inkan/options.h" | sed 's/-/\\-/g')
	# shellcheck disable=SC2046
	all_there question $(sed -nE 's/^\tX\([A-Z_]+, *"([a-z_]+)"\).*/\1/p' "$source/wizard/fields.h" | grep -v password)
	# What the sources write as JSON; tests/program/told.sh asks the program itself.
	keys=$(cd "$source" && grep -hoE '(_set(_flag|_number|_text|_moment|_list|_new)?|set_path|set_end)\([a-z]+, "[a-z_0-9]+"' \
		front/batch/json*.c ops/*/*json.c ops/records/audit.c ops/status/check_write.c inkan/*.c |
		grep -oE '"[a-z_0-9]+"' | tr -d '"' | sort -u)
	[ -n "$keys" ]
	verdict $? "no JSON key found in the source: the test looks in the wrong place"
	for key in $keys; do
		grep -qxE "\.B $key|.fB$key.fP" "$page"
		verdict $? "$page lacks the JSON key $key"
	done
	# The words of the tables are those of the catalogue.
	! grep -q '^Makes a new key and certificate' "$page" || [ "$page" = "$man/inkan.1" ]
	verdict $? "the tables of $page are not in its language"
	if command -v mandoc >/dev/null; then
		mandoc -T lint -W warning "$page" >/dev/null
		verdict $? "mandoc finds fault with $page"
	fi
done
# The agent's page, where it is built.
for page in "$man/inkan-agent.1" "$man/ja/inkan-agent.1"; do
	[ -e "$page" ] || continue
	# shellcheck disable=SC2046
	all_there "error number" $(sed -nE 's/^\tX\([A-Z0-9_]+, *(72[0-9]{2}),.*/INK\\-\1/p' "$source/base/error_table.h")
	# shellcheck disable=SC2046
	all_there option $(sed -nE 's/^\tX\([A-Z_]+, *"--([a-z-]+)".*/\1/p' "$source/agent/options.h" | sed 's/-/\\-/g')
	keys=$(cd "$source" && grep -hoE 'ik_told_set_[a-z]+\([a-z]+, "[a-z_0-9]+"' agent/*.c | grep -oE '"[a-z_0-9]+"' | tr -d '"' | sort -u)
	[ -n "$keys" ]
	verdict $? "no JSON key of the agent found in the source: the test looks in the wrong place"
	for key in $keys; do
		grep -qxE "\.B $key|.fB$key.fP" "$page"
		verdict $? "$page lacks the JSON key $key"
	done
	if command -v mandoc >/dev/null; then
		mandoc -T lint -W warning "$page" >/dev/null
		verdict $? "mandoc finds fault with $page"
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
