#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# layers.sh: main -> {ui, cli} -> wizard -> ops -> {pki, zip, store} -> base, each library in its one room, and no
# library in a header that other rooms read.  Each source file is one test.
root=${top_srcdir:-$(dirname "$0")/../..}
cd "$root/src" || exit 1

find . -name '*.[ch]' | sed 's,^\./,,' | LC_ALL=C sort | {
	files=
	while read -r file; do
		files="$files $file"
	done
	# File names of ours have no spaces.
	# shellcheck disable=SC2086
	awk '
	BEGIN {
		# The rooms whose headers a room may include itself.
		may["base"] = " base "
		may["pki"] = " pki base "
		may["zip"] = " zip base "
		may["store"] = " store base "
		may["ops"] = " ops pki zip store base "
		may["wizard"] = " wizard ops base "
		may["ui"] = " ui wizard ops base "
		may["command"] = " command base "
		may["cli"] = " cli command wizard ops base "
		may["main"] = " ui cli wizard ops base "
		# The rooms that know a library.
		n = 0
		library("^gnutls/", "pki")
		library("^archive(_entry)?\\.h$", "zip")
		library("^(ncursesw?/)?(n?curses|term|panel|menu|form)\\.h$", "ui")
		library("^jansson\\.h$", "ops cli")
		library("^zxcvbn\\.h$", "ops")
		library("^uni(width|lbrk|gbrk|conv)\\.h$", "base")
		library("^(seccomp|linux/.*)\\.h$", "base")
		library("^(openssl/|nettle/|libtasn1)", "")
		# Its translations depend on the locales of the machine; base/i18n has its own.
		library("^libintl\\.h$", "")
		# Bytes in, bytes out: these rooms have no business with files.
		library("^(fcntl|dirent|sys/file)\\.h$", "base store ops wizard ui cli main", "plain")
	}

	function library(pattern, rooms, plain)
	{
		pattern_of[++n] = pattern
		rooms_of[n] = " " rooms " "
		plain_of[n] = plain != ""
	}

	function room_of(file)
	{
		return file ~ /\// ? substr(file, 1, index(file, "/") - 1) : "main"
	}

	function wrong(file, reason)
	{
		print "not ok - src/" file ": " reason
		bad[file] = 1
	}

	FNR == 1 {
		seen[++count] = FILENAME
		room = room_of(FILENAME)
		if (!(room in may))
			wrong(FILENAME, "no such room: " room)
	}

	/^[ \t]*#[ \t]*include[ \t]*"/ {
		split($0, part, "\"")
		to = part[2]
		if (to == "config.h")
			next
		if (to !~ /\//)
			wrong(FILENAME, "included without its room: " to)
		else if (index(may[room], " " room_of(to) " ") == 0)
			wrong(FILENAME, room " may not include " to)
		if (to ~ /^ui\/tui\// && FILENAME !~ /^ui\/tui\// && room == "ui")
			wrong(FILENAME, "one front-end may not include another: " to)
		includes[FILENAME] = includes[FILENAME] " " to
		if (room_of(to) != room)
			public[to] = 1
	}

	/^[ \t]*#[ \t]*include[ \t]*</ {
		split($0, part, /[<>]/)
		for (i = 1; i <= n; i++) {
			if (part[2] !~ pattern_of[i])
				continue
			if (index(rooms_of[i], " " room " ") == 0)
				wrong(FILENAME, room " may not know <" part[2] ">")
			else if (room == "ui" && part[2] ~ /curses|term|panel/ && FILENAME !~ /^ui\/tui\//)
				wrong(FILENAME, "only ui/tui may know <" part[2] ">")
			if (!plain_of[i])
				library_in[FILENAME] = part[2]
		}
	}

	# Everything that a reader of FILE reads along.
	function closure(file,   list, k, m)
	{
		if (file in read)
			return
		read[file] = 1
		m = split(includes[file], list, " ")
		for (k = 1; k <= m; k++)
			closure(list[k])
	}

	END {
		for (file in public)
			closure(file)
		for (file in read)
			if (file in library_in)
				wrong(file, "a header that other rooms read includes <" library_in[file] ">")
		for (i = 1; i <= count; i++)
			seen[i] in bad ? failed++ : passed++
		print passed + 0 " passed, " failed + 0 " failed"
		exit failed || !count
	}' $files
}
