#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# layers.sh: includes go one way, each library stays in its one room, and in no header that other rooms read.  Each source
# file is one test.
#
#   inkan -> {front/tui, front/batch, front/line, command} -> wizard -> ops/status -> ops/change -> ops/backup
#         -> {ops/records, ops/rules} -> {store, foreign, trust} -> {files, pki, zip, rows} -> base
#   agent -> {command, trust, files, pki, rows} -> base
root=${top_srcdir:-$(dirname "$0")/../..}
rooms=$(cd "$(dirname "$0")" && pwd)/rooms
cd "$root/src" || exit 1

find . -name '*.[ch]' | sed 's,^\./,,' | LC_ALL=C sort | {
	files=
	while read -r file; do
		files="$files $file"
	done
	# File names of ours have no spaces.
	# shellcheck disable=SC2086
	awk -v rooms="$rooms" '
	BEGIN {
		# The rooms that know a library.
		n = 0
		library("^gnutls/", "pki foreign")
		library("^archive(_entry)?\\.h$", "zip")
		library("^(ncursesw?/)?(n?curses|term|panel|menu|form)\\.h$", "front/tui")
		library("^jansson\\.h$", "ops/status ops/records ops/change rows front/batch inkan agent")
		library("^curl/", "agent")
		library("^qrencode\\.h$", "rows")
		library("^zxcvbn\\.h$", "ops/rules")
		library("^uni(width|lbrk|gbrk|conv)\\.h$", "base")
		library("^(seccomp|linux/.*)\\.h$", "base")
		library("^(openssl/|nettle/|libtasn1)", "")
		# Its translations depend on the locales of the machine; base/i18n has its own.
		library("^libintl\\.h$", "")
		# Bytes in, bytes out: these rooms have no business with files.
		library("^(fcntl|dirent|sys/file)\\.h$", "base files store ops/rules ops/records ops/backup ops/change ops/status wizard front/tui front/batch inkan agent", "plain")
	}

	function library(pattern, rooms, plain)
	{
		pattern_of[++n] = pattern
		rooms_of[n] = " " rooms " "
		plain_of[n] = plain != ""
	}

	function room_of(file)
	{
		sub("/[^/]*$", "", file)
		return file
	}

	function wrong(file, reason)
	{
		print "not ok - src/" file ": " reason
		bad[file] = 1
	}

	FILENAME == rooms {
		if (split($0, part, ": ") == 2)
			may[part[1]] = " " part[2] " "
		next
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
		includes[FILENAME] = includes[FILENAME] " " to
		if (room_of(to) != room)
			public[to] = public[to] " " room
	}

	/^[ \t]*#[ \t]*include[ \t]*</ {
		split($0, part, /[<>]/)
		for (i = 1; i <= n; i++) {
			if (part[2] !~ pattern_of[i])
				continue
			if (index(rooms_of[i], " " room " ") == 0)
				wrong(FILENAME, room " may not know <" part[2] ">")
			if (!plain_of[i])
				library_in[FILENAME] = part[2]
		}
	}

	# Whether ROOM may know the library of HEADER.
	function knows(room, header,   k)
	{
		for (k = 1; k <= n; k++)
			if (header ~ pattern_of[k] && index(rooms_of[k], " " room " "))
				return 1
		return 0
	}

	# Everything that ROOM reads along with FILE.
	function closure(room, file,   list, k, m)
	{
		if ((room, file) in read)
			return
		read[room, file] = 1
		if (file in library_in && !knows(room, library_in[file]))
			wrong(file, "a header that other rooms read includes <" library_in[file] ">")
		m = split(includes[file], list, " ")
		for (k = 1; k <= m; k++)
			closure(room, list[k])
	}

	END {
		for (file in public) {
			m_readers = split(public[file], readers, " ")
			for (r = 1; r <= m_readers; r++)
				closure(readers[r], file)
		}
		for (i = 1; i <= count; i++)
			seen[i] in bad ? failed++ : passed++
		print passed + 0 " passed, " failed + 0 " failed"
		exit failed || !count
	}' "$rooms" $files
}
