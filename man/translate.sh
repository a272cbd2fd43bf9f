#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# translate.sh: brings man/CODE.po up to the English page and makes man/inkan.CODE.1.in of both; and the same of
# inkan-agent in man/agent.
#
# Only who changes the manual page needs this, and po4a for it; what it makes is kept in the tree, so that a build needs
# neither.  What has no translation yet is named, and its page stays as it was.
set -eu
cd "$(dirname "$0")"
command -v po4a >/dev/null || { echo "translate.sh: po4a is needed for this: apt-get install po4a" >&2; exit 1; }
LC_ALL=C.UTF-8
export LC_ALL
work=$(mktemp -d)
here=$PWD
trap 'rm -rf "$work" "$here/manual.pot" "$here/agent/manual.pot"' EXIT

run_po4a() {
	po4a --quiet --no-backups --porefs none --wrap-po newlines --package-name inkan --package-version '' \
		--msgid-bugs-address 'see README' "$@" po4a.cfg
}

# translate PROGRAM: its page, in the folder that we are in.
translate() {
	complete=0
	run_po4a --no-translations
	for po in *.po; do
		# The day of the collecting would make each run another file.
		sed -i '/^"POT-Creation-Date: /d' "$po"
		missing=$(msgattrib --no-wrap --untranslated "$po" && msgattrib --no-wrap --only-fuzzy "$po" | sed '/^msgid ""$/d')
		[ -z "$missing" ] || {
			echo "translate.sh: $po of $1 lacks these (no line may be fuzzy):" >&2
			echo "$missing" | grep '^msgid' >&2
			complete=1
		}
	done
	[ "$complete" = 0 ] || exit 1
	run_po4a --no-update --force
	for po in *.po; do
		page=$1.${po%.po}.1.in
		{
			echo ".\\\" SPDX-License-Identifier: GPL-3.0-or-later"
			echo ".\\\" Made by man/translate.sh of $1.1.in and $po, whose cksum is $(cat "$1.1.in" "$po" | cksum)"
			# Dates have no minus sign.  Words are not divided, and lines not filled up with blanks.
			sed -e '1,/^\.TH /{/^\.TH /!d}' -e '/^\.TH /{s/\\-/-/g;a\' -e '.nh\' -e '.ad l' -e '}' "$page"
		} >"$work/page"
		cat "$work/page" >"$page"
	done
}

translate inkan
cd agent
translate inkan-agent
