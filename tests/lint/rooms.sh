#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# rooms.sh: a room calls only those below it, whatever its headers say, and a header declares what its own room defines.
# Read from the libraries, of which each room has one.  Each name that is looked at is one test.
here=$(cd "$(dirname "$0")" && pwd) || exit 1
root=$(cd "${top_srcdir:-$here/../..}" && pwd) || exit 1
build=$(cd "${top_builddir:-$root}" && pwd) || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

cd "$build/src" && ${NM:-nm} -P -A -g lib*.a >"$work/names" || exit 1
cd "$root/src" || exit 1
find . -name '*.h' | sed 's,^\./,,' | LC_ALL=C sort >"$work/headers"

# File names of ours have no spaces.
# shellcheck disable=SC2046
awk '
	function last(path)
	{
		sub(/.*\//, "", path)
		return path
	}

	function wrong(reason)
	{
		if (!(reason in said))
			print "not ok - " reason
		said[reason] = 1
		failed++
	}

	function list(rooms,   all, i, n, text)
	{
		n = split(rooms, all, " ")
		for (i = 1; i <= n; i++)
			text = text " " last(all[i])
		return text " "
	}

	FNR == 1 {
		kind = FILENAME ~ /\.h$/ ? "header" : last(FILENAME)
		room = FILENAME
		sub(/\/[^\/]*$/, "", room)
		room = last(room)
	}

	kind == "rooms" && /^[a-z]/ {
		split($0, part, ":")
		may[last(part[1])] = list(part[2])
	}

	# libpki.a[der.o]: ik_der_next T 0 5f
	kind == "names" && $2 ~ /^ik_/ {
		library = $1
		sub(/^lib/, "", library)
		sub(/\.a\[.*/, "", library)
		if ($3 == "U")
			needs[library, $2] = 1
		else
			home[$2] = library
	}

	# What stands at the beginning of a line and is called at once.
	kind == "header" && /^[a-z].*[ *]ik_[a-z0-9_]+\(/ && !/^(static|typedef)/ {
		name = $0
		sub(/\(.*/, "", name)
		sub(/.*[ *]/, "", name)
		if (!(name in home))
			wrong("src/" FILENAME ": no room defines " name)
		else if (home[name] != room)
			wrong("src/" FILENAME ": " name " is defined in " home[name])
		else
			passed++
	}

	# What a header brings along may be called, too: a plan has the losses of the room below.
	function below(room, target,   all, i, n)
	{
		if (index(may[room], " " target " "))
			return 1
		n = split(may[room], all, " ")
		for (i = 1; i <= n; i++)
			if (all[i] != room && below(all[i], target))
				return 1
		return 0
	}

	END {
		for (key in needs) {
			split(key, part, SUBSEP)
			if (!(part[2] in home) || below(part[1], home[part[2]]))
				passed++
			else
				wrong(part[1] " may not call " part[2] " of " home[part[2]])
		}
		print passed + 0 " passed, " failed + 0 " failed"
		exit failed || !passed
	}' "$here/rooms" "$work/names" $(cat "$work/headers")
