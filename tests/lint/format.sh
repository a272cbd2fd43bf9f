#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# format.sh: every file of C is laid out as .clang-format says.  Other versions of clang-format lay out some lines
# otherwise, so that only version 14 (Debian 12) is asked; where it is missing nothing is said.  Each file is one test.
root=${top_srcdir:-$(dirname "$0")/../..}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$root" || exit 1

format=$(command -v clang-format-14) || {
	echo "There is no clang-format-14 here."
	echo "0 passed, 0 failed"
	exit 77
}
find src tests -name '*.[ch]' | LC_ALL=C sort >"$work/files"
xargs "$format" --dry-run --Werror <"$work/files" 2>&1 | sed -n 's/^\([^:]*\):.*/\1/p' | LC_ALL=C sort -u |
	comm -12 - "$work/files" >"$work/wrong"
sed 's/.*/not ok - &: use: clang-format-14 -i &/' "$work/wrong"
failed=$(wc -l <"$work/wrong")
passed=$(($(wc -l <"$work/files") - failed))
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
