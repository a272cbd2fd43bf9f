#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# source.sh: no function above 60 lines, no file above 500, exit(), setlocale() and printing
# only in their one place; whose each file is in its first lines.  Each file is one test.
root=${top_srcdir:-$(dirname "$0")/../..}
cd "$root" || exit 1

find src tests po data man configure.ac Makefile.am bootstrap -type f \
	\( -name '*.[ch]' -o -name '*.sh' -o -name '*.mk' -o -name '*.am' -o -name 'configure.ac' -o -name 'bootstrap' \
	-o -name '*.py' \) | LC_ALL=C sort | {
	files=
	while read -r file; do
		files="$files $file"
	done
	# shellcheck disable=SC2086
	LC_ALL=C awk '
	function wrong(line, reason)
	{
		print "not ok - " FILENAME ":" line ": " reason
		bad[FILENAME] = 1
	}

	# LINE less strings and comments; "commented" lives from line to line.
	function code_of(line,   at)
	{
		gsub(/\\\\/, "", line)
		gsub(/\\"/, "", line)
		gsub(/"[^"]*"/, "\"\"", line)
		if (commented) {
			at = index(line, "*/")
			if (!at)
				return ""
			line = substr(line, at + 2)
			commented = 0
		}
		while ((at = index(line, "/*")) > 0) {
			rest = substr(line, at + 2)
			if (!index(rest, "*/")) {
				commented = 1
				return substr(line, 1, at - 1)
			}
			line = substr(line, 1, at - 1) substr(rest, index(rest, "*/") + 2)
		}
		sub(/\/\/.*/, "", line)
		return line
	}

	function one_place(word, places)
	{
		if (code ~ ("(^|[^A-Za-z0-9_.>])" word "[ ]?\\(") && FILENAME !~ places)
			wrong(FNR, word "() has its own place")
	}

	function begin()
	{
		seen[++count] = FILENAME
		is_c = FILENAME ~ /\.[ch]$/
		of_program = is_c && FILENAME ~ /^src\//
		commented = started = 0
		head = ""
	}

	BEGIN {
		split("strerror strerror_r strerror_l strerrordesc_np perror strsignal sigdescr_np psignal psiginfo", foreign_words)
	}
	FNR == 1 { begin() }
	FNR <= 3 && /SPDX-License-Identifier: GPL-3\.0-or-later/ { owned[FILENAME] = 1 }
	FNR == 4 && !(FILENAME in owned) { wrong(1, "no SPDX line") }
	FNR == 501 { wrong(FNR, "more than 500 lines") }
	/[ \t]$/ { wrong(FNR, "space at the end of the line") }
	/(TO)(DO)|(FIX)(ME)/ { wrong(FNR, "an unfinished thought") }
	is_c && /^        / { wrong(FNR, "indented by spaces") }

	!is_c { next }
	{ code = code_of($0) }
	/^\{$/ { started = FNR; name = head }
	/^\}/ && started {
		if (FNR - started - 1 > 60)
			wrong(started, FNR - started - 1 " lines in one function: " name)
		started = 0
	}
	/^[a-z][^=]*\) \{$/ { wrong(FNR, "a function begins with a brace on its own line") }
	/^[A-Za-z]/ { head = $0 }
	of_program {
		one_place("exit", "^src/(inkan|agent)/main\\.c$")
		one_place("_exit", "^src/base/(contain|exhausted)")
		one_place("setlocale", "^src/base/i18n\\.c$")
		one_place("printf", "^src/base/print\\.c$")
		one_place("puts", "^src/base/print\\.c$")
		one_place("fprintf", "^src/base/print\\.c$")
		one_place("getpass", "^$")
		one_place("system", "^$")
		one_place("popen", "^$")
		one_place("strcpy", "^$")
		one_place("strcat", "^$")
		one_place("sprintf", "^$")
		# What they say follows the locales of the machine; base/reason has our own words.
		for (i in foreign_words)
			one_place(foreign_words[i], "^$")
		if (code ~ /[.>]detail[^A-Za-z0-9_(]/ && FILENAME !~ /^src\/base\//)
			wrong(FNR, "what an error tells may be a reason: ik_error_below(), ik_fail_because()")
		if ($0 ~ /%m([^a-z]|$)/)
			wrong(FNR, "%m has its own place")
	}

	END {
		for (i = 1; i <= count; i++) {
			if (!(seen[i] in owned) && !(seen[i] in bad)) {
				print "not ok - " seen[i] ": no SPDX line"
				bad[seen[i]] = 1
			}
			seen[i] in bad ? failed++ : passed++
		}
		print passed + 0 " passed, " failed + 0 " failed"
		exit failed || !count
	}' $files
}
