#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# fill.sh FRAME TABLES CODE: writes the page that FRAME is, each line ".TABLE name" of it replaced by that table of the
# program TABLES, in the language CODE.
set -eu
while IFS= read -r line; do
	case $line in
	'.TABLE '*) "$2" "${line#.TABLE }" "$3" ;;
	*) printf '%s\n' "$line" ;;
	esac
done <"$1"
