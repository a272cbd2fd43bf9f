#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# translated.sh: the manual page in other languages says all that the English one says today, in the words of the house.
#
# po4a makes it, which only who changes the page needs (man/translate.sh): what it made is held here without it, and where
# it is there, made once more.
top=$(cd "${top_srcdir:-$(dirname "$0")/../..}" && pwd) || exit 1
cd "$top/man" || exit 1
LC_ALL=C
export LC_ALL
passed=0
failed=0

verdict() {
	if [ "$1" = 0 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "not ok - $2"
	fi
}

# judge ENGLISH TRANSLATION PO: of one page.
judge() {
	counted=$(msgfmt --statistics -c -o /dev/null "$3" 2>&1)
	expr "$counted" : '[1-9][0-9]* translated messages\.$' >/dev/null
	verdict $? "every paragraph is translated, and none is a guess (man/$3: $counted)"
	made=$(sed -n 's/.* whose cksum is //p' "$2")
	[ "$made" = "$(cat "$1" "$3" | cksum)" ]
	verdict $? "man/$2 is made of what man/$1 and man/$3 are now (make -C man translated, which needs po4a)"
	[ "$(grep -c '^\.TABLE ' "$1")" = "$(grep -c '^\.TABLE ' "$2")" ]
	verdict $? "man/$2 has each table of the program"
	[ "$(grep -c '^\.SH' "$1")" = "$(grep -c '^\.SH' "$2")" ]
	verdict $? "man/$2 has each section"
}
for po in *.po; do
	judge inkan.1.in "inkan.${po%.po}.1.in" "$po"
	judge agent/inkan-agent.1.in "agent/inkan-agent.${po%.po}.1.in" "agent/$po"
done

# The words that words.c does not let into the catalogue.
! sed -n '/^msgstr/,/^$/p' ja.po agent/ja.po | grep -E 'サーバー|ユーザー|フォルダー|コンピューター|下さい|出来|毎|ヶ|証明機関|秘密キー|公開キー|他の|使え|枚|備考|フォルダ|のストア|だれ|コマンド行|…|→|※|〜|～|－'
verdict $? "the Japanese page is spelled as the catalogue is"

if command -v po4a >/dev/null; then
	work=$(mktemp -d) || exit 1
	trap 'rm -rf "$work"' EXIT
	cp -R inkan.1.in ./*.po po4a.cfg translate.sh agent "$work" && chmod -R u+w "$work" && "$work/translate.sh"
	verdict $? "man/translate.sh runs"
	# Where lines are wrapped is a matter of the version of po4a.
	for page in inkan.*.1.in agent/inkan-agent.*.1.in; do
		[ "$(grep -v cksum "$page" | tr -d ' \n')" = "$(grep -v cksum "$work/$page" | tr -d ' \n')" ]
		verdict $? "man/$page is what man/translate.sh makes"
	done
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
