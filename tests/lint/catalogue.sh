#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# catalogue.sh: every string of the program is in po/ja.po and translated, and nothing else is.
root=${top_srcdir:-$(dirname "$0")/../..}
cd "$root" || exit 1
LC_ALL=C
export LC_ALL
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

# check NAME: passes if $work/bad is empty; else shows it.
check() {
	if [ -s "$work/bad" ]; then
		failed=$((failed + 1))
		echo "not ok - $1"
		sed 's/^/	/' "$work/bad"
	else
		passed=$((passed + 1))
	fi
}

msgids() {
	grep '^msgid ' | grep -v '^msgid ""$'
}

if msgfmt -c -o /dev/null po/ja.po 2>"$work/bad"; then
	: >"$work/bad"
fi
check "the catalogue is well formed"

msgattrib --untranslated --no-wrap po/ja.po | msgids >"$work/bad"
check "every entry is translated"

msgattrib --only-fuzzy --no-wrap po/ja.po | msgids >"$work/bad"
check "no translation is a guess (fuzzy)"

grep -n '^#~' po/ja.po >"$work/bad"
check "no entry is left over (obsolete)"

# A literal inside a call that xgettext looks for, perhaps on the next line.
# shellcheck disable=SC2016
find src -name '*.[ch]' -exec awk '
	function literal(text) { return text ~ /(^|[^A-Za-z0-9_])(_|N_|C_|N_C|ngettext)\([ \t]*"/ }
	FNR == 1 { open = 0 }
	literal($0) || (open && /^[ \t]*"/) { print FILENAME }
	{ open = /(^|[^A-Za-z0-9_])(_|N_|C_|N_C|ngettext)\([ \t]*$/ }' {} + | sort -u >"$work/speak"
grep -v '^#' po/POTFILES.in >"$work/listed"
sort "$work/listed" | comm -23 "$work/speak" - >"$work/bad"
check "every file with strings is in po/POTFILES.in"

sort "$work/listed" | comm -13 "$work/speak" - >"$work/bad"
check "every file in po/POTFILES.in exists and has strings"

sort -c "$work/listed" 2>"$work/bad"
check "po/POTFILES.in is sorted"

# What xgettext would overlook: a choice between two literals inside the call.
grep -rnE '(^|[^A-Za-z0-9_])(_|N_)\([^"()]*\?[^"()]*"' src >"$work/bad"
check "no string hides behind a question mark"

# The options are words without spaces or quotes.
# shellcheck disable=SC2046
xgettext $(sed -n 's/^XGETTEXT_OPTIONS = //p' po/Makevars) -L C -o "$work/now.pot" $(cat "$work/listed") 2>"$work/bad"
check "the strings can be collected"

msgmerge -q -N po/ja.po "$work/now.pot" >"$work/merged.po" 2>"$work/bad"
check "strings and catalogue can be compared"

msgattrib --untranslated --no-obsolete --no-wrap "$work/merged.po" | msgids >"$work/bad"
check "every string of the program is in po/ja.po"

grep '^#~ msgid' "$work/merged.po" >"$work/bad"
check "every entry of po/ja.po is a string of the program"

# The log is written in words that never change; who reads it reads his own.
if [ -f src/ops/records/audit.c ]; then
	grep -rhoE '\.operation = (ik_strdup\()?"[a-z-]+"' src --include='*.c' | sed 's/.*"\(.*\)"/\1/' | sort -u >"$work/operations"
	[ -s "$work/operations" ] || echo 'none found: the test looks in the wrong place' >>"$work/operations"
	while read -r operation; do
		grep -qF "N_C(\"log\", \"$operation\")" src/inkan/log.c || echo "$operation"
	done <"$work/operations" >"$work/bad"
	check "every operation of the audit log has its word in src/inkan/log.c"
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
