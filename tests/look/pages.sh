#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# pages.sh FOLDER: every page that golden screens hold, as a picture, at all sizes; PNG, too, where rsvg-convert is.
# Nothing is compared: this is for looking.  CK_RUN_SUITE and CK_RUN_CASE narrow it, as with the tests.
folder=${1:?a folder}
mkdir -p "$folder" || exit 1
for size in 60x16 80x24 132x43 200x60; do
	echo "$folder: $size"
	LOOK_INTO=$folder LOOK_SIZE=$size CK_VERBOSITY=silent ./program-wizard || :
done
command -v rsvg-convert >/dev/null || exit 0
for picture in "$folder"/*.svg; do
	rsvg-convert -o "${picture%.svg}.png" "$picture"
done
