#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# arguments.sh: each ik_fail() gives its error's sentence as many texts as that has places: no compiler counts them, and one
# too few is read from wherever the stack ends.
cd "${top_srcdir:?}" || exit 1
find src -name '*.c' -print0 | sort -z | xargs -0 awk '
	# The places in each sentence of the table: lines "X(ID, number, status, N_("...")) \".
	function learn(line,   id, text) {
		id = line
		sub(/^[ \t]*X\(/, "", id)
		sub(/[ ,].*/, "", id)
		text = line
		sub(/.*N_\("/, "", text)
		gsub(/%%/, "", text)
		places["IK_E_" id] = gsub(/%(s|u|zu)/, "", text)
	}
	# How many arguments stand in TEXT up to the bracket that closes the call, and which is the second.
	function count(text,   i, c, depth, quoted, n, one) {
		depth = 1
		n = 1
		one = ""
		for (i = 1; i <= length(text) && depth > 0; i++) {
			c = substr(text, i, 1)
			if (quoted != "") {
				if (c == "\\")
					i++
				else if (c == quoted)
					quoted = ""
			} else if (c == "\"" || c == "\047") {
				quoted = c
			} else if (c ~ /[([{]/) {
				depth++
			} else if (c ~ /[])}]/) {
				depth--
			} else if (c == "," && depth == 1) {
				n++
				continue
			}
			if (n == 2 && depth > 0)
				one = one c
		}
		gsub(/[ \t\n]/, "", one)
		second = one
		return n
	}
	BEGIN {
		while ((getline line < "src/base/error_table.h") > 0)
			if (line ~ /^[ \t]*X\([A-Z0-9_]+, *[0-9]+/)
				learn(line)
		RS = "\001"
	}
	{
		rest = $0
		while ((at = index(rest, "ik_fail(")) > 0) {
			rest = substr(rest, at + 8)
			given = count(rest)
			if (!(second in places))
				continue
			if (given - 2 == places[second]) {
				passed++
			} else {
				failed++
				print "not ok - " FILENAME ": ik_fail(" second "): " given - 2 " texts, not " places[second]
			}
		}
	}
	END {
		print passed + 0 " passed, " failed + 0 " failed"
		exit !(passed > 100 && failed == 0)
	}'
