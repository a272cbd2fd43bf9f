#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# listed.sh: each source, header and script below src and tests stands in a local.mk: what is not listed is missing in the
# tarball, and its build from a clone cannot tell.  Each file is one test.
root=$(cd "${top_srcdir:-$(dirname "$0")/../..}" && pwd) || exit 1
cd "$root" || exit 1
passed=0
failed=0
lists=$(mktemp) || exit 1
trap 'rm -f "$lists"' EXIT
find src tests \( -name local.mk -o -name Makefile.am \) -exec cat {} + | tr -s ' \t' '\n\n' | LC_ALL=C sort -u >"$lists"

# File names of ours have no spaces.
for file in $(find src tests \( -name '*.[ch]' -o -name '*.sh' \) | LC_ALL=C sort); do
	# A local.mk names files from the folder of its Makefile.am on.
	if grep -qxF -e "${file#*/}" "$lists"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "not ok - $file: no local.mk names it"
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
