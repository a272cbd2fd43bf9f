#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# formats.sh: the compiler sees through our calls for translation, and refuses a format that its arguments do not fit.
root=${top_srcdir:-$(dirname "$0")/../..}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

# compiles YES|NO EXPRESSION
compiles() {
	{
		printf '#include "base/alloc.h"\n#include "base/i18n.h"\n'
		printf 'char *try(const char *text, int n);\n'
		printf 'char *try(const char *text, int n)\n{\n\t(void)text;\n\t(void)n;\n\treturn %s;\n}\n' "$2"
	} >"$work/try.c"
	answer=NO
	# CC may be a command with options.
	# shellcheck disable=SC2086
	if ${CC:-cc} -I"$root/src" -Wall -Werror=format -c -o "$work/try.o" "$work/try.c" 2>"$work/said"; then
		answer=YES
	fi
	if [ "$answer" = "$1" ] && { [ "$1" = YES ] || grep -q 'Werror.*format' "$work/said"; }; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "not ok - $2"
		sed 's/^/	/' "$work/said"
	fi
}

compiles YES 'ik_format(_("%d days"), n)'
compiles NO 'ik_format(_("%d days"), text)'
compiles NO 'ik_format(_("%s"), n)'
compiles YES 'ik_format(C_("here", "%d days"), n)'
compiles NO 'ik_format(C_("here", "%d days"), text)'
compiles NO 'ik_format(_(N_C("here", "%s")), n)'
compiles YES 'ik_format(ngettext("%d day", "%d days", n), n)'
compiles NO 'ik_format(ngettext("%s day", "%d days", n), n)'
compiles NO 'ik_format(ngettext("%d day", "%s days", n), n)'
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
