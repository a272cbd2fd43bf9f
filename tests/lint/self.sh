#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# self.sh: the lints can fail.  A small tree that breaks no rule passes; each broken rule is found, and for its reason.
here=$(cd "$(dirname "$0")" && pwd) || exit 1
root=$(cd "${top_srcdir:-$here/../..}" && pwd) || exit 1
words=${top_builddir:-..}/tests/unit-words
catalogues=${top_builddir:-..}/tests/unit-catalogues
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
licence='/* SPDX-License-Identifier: GPL-3.0-or-later */'
passed=0
failed=0

plant() {
	rm -rf "$work/tree"
	mkdir -p "$work/tree/po" "$work/tree/tests" "$work/tree/data" "$work/tree/man"
	(cd "$work/tree" && mkdir -p src/base src/pki src/zip src/store src/ops/change src/wizard src/front/tui src/front/batch src/inkan)
	for file in configure.ac Makefile.am bootstrap; do
		echo "# ${licence}" >"$work/tree/$file"
	done
	put src/base/text.h 'int ik_text(void);'
	put src/base/text.c '#include "base/text.h"' '#include <uniwidth.h>' 'int ik_text(void)' '{' '	return 0;' '}'
	put src/pki/key.h '#include "base/text.h"'
	put src/pki/key.c '#include "pki/key.h"' '#include <gnutls/gnutls.h>'
	put src/wizard/page.c '#include "base/text.h"' 'const char *const label = N_("Server name");'
	put src/inkan/main.c '#include "inkan/cli.h"' 'int main(void)' '{' '	exit(0);' '}'
	put src/inkan/cli.h '#include "wizard/page.h"'
	put src/wizard/page.h '#include "base/text.h"'
	echo src/wizard/page.c >"$work/tree/po/POTFILES.in"
	cp "$root/po/Makevars" "$work/tree/po/"
	sed '/^$/q' "$root/po/ja.po" >"$work/tree/po/ja.po"
	entry 'Server name' 'サーバ名'
	cp "$root/.clang-format" "$work/tree/"
}

# put FILE LINE...: a file of the small tree, below its licence.
put() {
	file=$1
	shift
	{
		echo "$licence"
		printf '%s\n' "$@"
	} >"$work/tree/$file"
}

entry() {
	printf 'msgid "%s"\nmsgstr "%s"\n\n' "$1" "$2" >>"$work/tree/po/ja.po"
}

# judge STATUS PATTERN NAME: what ended with STATUS had to fail and say PATTERN; an empty PATTERN: had to pass.
judge() {
	if [ -z "$2" ] && [ "$1" -eq 0 ]; then
		passed=$((passed + 1))
	elif [ -n "$2" ] && [ "$1" -ne 0 ] && grep -qe "$2" "$work/said"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "not ok - $3"
		sed 's/^/	/' "$work/said"
	fi
}

# finds LINT PATTERN NAME: LINT must fail on the small tree and say PATTERN; an empty PATTERN: it must pass.
finds() {
	top_srcdir=$work/tree top_builddir=$work/tree "$here/$1" >"$work/said" 2>&1
	judge $? "$2" "$3"
}

# builds ROOM LINE...: the library of a room that has one file.
builds() {
	file=$work/tree/src/$1/$1
	printf '%s\n' "$@" | sed 1d >"$file.c"
	# CC may be a command with options.
	# shellcheck disable=SC2086
	${CC:-cc} -I"$work/tree/src" -c -o "$file.o" "$file.c" && ar rc "$work/tree/src/lib$1.a" "$file.o"
}

# speaks PATTERN JAPANESE [ENGLISH]: the catalogue with that entry is refused for that reason; an empty PATTERN: taken.
speaks() {
	plant
	n=0
	while [ $n -lt 120 ]; do
		n=$((n + 1))
		entry "Entry $n" "項目$n"
	done
	# The errors that fields show have to be there.
	msgcat --no-wrap -o "$work/all.po" "$root/po/ja.po" "$work/tree/po/ja.po"
	[ $# -lt 2 ] || printf '\nmsgid "%s"\nmsgstr "%s"\n' "${3:-A test of words}" "$2" >>"$work/all.po"
	mkdir -p "$work/locale/ja/LC_MESSAGES"
	msgfmt -o "$work/locale/ja/LC_MESSAGES/inkan.mo" "$work/all.po"
	INKAN_LOCALEDIR=$work/locale "$words" >"$work/said" 2>&1
	judge $? "${1:+not ok - .*$1}" "words: $*"
}

# compiles PATTERN SED: our own catalogue, changed by SED, is refused for that reason; an empty PATTERN: taken.
compiles() {
	mkdir -p "$work/locale/ja/LC_MESSAGES"
	sed -e "$2" "$root/po/ja.po" >"$work/all.po"
	msgfmt -o "$work/locale/ja/LC_MESSAGES/inkan.mo" "$work/all.po"
	top_srcdir=$root INKAN_LOCALEDIR=$work/locale "$catalogues" >"$work/said" 2>&1
	judge $? "${1:+not ok - .*$1}" "catalogues: $*"
}

plant
finds layers.sh '' 'a clean tree has its layers right'
finds source.sh '' 'a clean tree is well written'
finds catalogue.sh '' 'a clean tree is well translated'
if command -v clang-format-14 >/dev/null; then
	finds format.sh '' 'a clean tree is well laid out'
	put src/base/text.c '#include "base/text.h"' 'int ik_text(void) {' '  return 0;' '}'
	finds format.sh 'src/base/text.c: use' 'braces and tabs are where they belong'
fi

plant
printf 'a_SOURCES = %s\n' "$(cd "$work/tree" && find src -name '*.[ch]' | sed 's,src/,,' | tr '\n' ' ')" >"$work/tree/src/local.mk"
finds listed.sh '' 'a clean tree lists what it has'
put src/base/more.h 'int ik_more(void);'
finds listed.sh 'src/base/more.h: no local.mk' 'a header that the tarball would lack'

plant
put src/base/text.c '#include "pki/key.h"'
finds layers.sh 'base may not include pki/key.h' 'a room may not reach up'
plant
put src/zip/zip.c '#include "store/store.h"'
finds layers.sh 'zip may not include store/store.h' 'a room may not reach beside itself'
plant
put src/wizard/page.c '#include "pki/key.h"'
finds layers.sh 'wizard may not include pki/key.h' 'a room may not reach through'
plant
put src/front/batch/batch.c '#include "front/tui/tui.h"'
finds layers.sh 'front/batch may not include front/tui/tui.h' 'front-ends do not know each other'
plant
put src/ops/change/create.c '#include <gnutls/x509.h>'
finds layers.sh 'ops/change may not know <gnutls/x509.h>' 'only pki knows GnuTLS'
plant
put src/wizard/page.c '#include <curses.h>'
finds layers.sh 'wizard may not know <curses.h>' 'only front/tui knows curses'
plant
put src/base/text.c '#include <libintl.h>'
finds layers.sh 'base may not know <libintl.h>' 'nobody knows libintl'
plant
put src/pki/key.c '#include <fcntl.h>'
finds layers.sh 'pki may not know <fcntl.h>' 'pki touches no files'
plant
put src/pki/key.h '#include <gnutls/gnutls.h>'
put src/ops/change/create.c '#include "pki/key.h"'
finds layers.sh 'a header that other rooms read includes <gnutls/gnutls.h>' 'no library in a public header'
plant
put src/pki/inside.h '#include <gnutls/gnutls.h>'
put src/pki/key.h '#include "pki/inside.h"'
put src/ops/change/create.c '#include "pki/key.h"'
finds layers.sh 'pki/inside.h: a header that other rooms read' 'nor by way of another header'
plant
put src/pki/key.c '#include "key.h"'
finds layers.sh 'included without its room: key.h' 'an include names the room'

plant
builds base '#include "base/text.h"' 'int ik_text(void)' '{' '	return 0;' '}'
builds pki '#include "base/text.h"' 'int ik_key(void);' 'int ik_key(void)' '{' '	return ik_text();' '}'
finds rooms.sh '' 'a room calls one below it'
put src/base/text.h 'int ik_key(void);'
finds rooms.sh 'src/base/text.h: ik_key is defined in pki' 'a header declares what another room has'
put src/base/text.h 'int ik_text(void);' 'int ik_gone(void);'
finds rooms.sh 'src/base/text.h: no room defines ik_gone' 'a header declares what nobody has'
put src/base/text.h 'int ik_text(void);'
builds base 'int ik_key(void);' 'int ik_text(void)' '{' '	return ik_key();' '}'
finds rooms.sh 'base may not call ik_key of pki' 'a room calls one above it'

plant
echo 'int x;' >"$work/tree/src/base/bare.c"
finds source.sh 'no SPDX line' 'a file without licence'
plant
{
	echo "$licence"
	printf 'void ik_long(void)\n{\n'
	n=0
	while [ $n -lt 61 ]; do
		n=$((n + 1))
		printf '\tstep();\n'
	done
	echo '}'
} >"$work/tree/src/base/long.c"
finds source.sh '61 lines in one function: void ik_long' 'a long function'
plant
awk -v licence="$licence" 'BEGIN { print licence; for (i = 0; i < 500; i++) print "int a" i ";" }' </dev/null \
	>"$work/tree/src/base/long.c"
finds source.sh 'more than 500 lines' 'a long file'
plant
put src/ops/change/create.c 'void ik_stop(void)' '{' '	exit(1);' '}'
finds source.sh 'exit() has its own place' 'an exit outside main.c'
plant
put src/ops/change/create.c '/* exit(1) in a comment */ const char *a = "exit(1)"; /* over' ' * exit(1) lines */'
finds source.sh '' 'a comment about exit() is none'
plant
put src/inkan/cli.c 'void ik_set(void)' '{' '	setlocale(LC_ALL, "");' '}'
finds source.sh 'setlocale() has its own place' 'a setlocale outside i18n.c'
plant
put src/inkan/cli.c 'void ik_set(void)' '{' '	printf("x");' '}'
finds source.sh 'printf() has its own place' 'printing past print.c'
plant
put src/ops/change/create.c 'const char *ik_why(void)' '{' '	return strerror(errno);' '}'
finds source.sh 'strerror() has its own place' 'words of the C library'
plant
put src/ops/change/create.c 'const char *a = "failed: %m";'
finds source.sh '%m has its own place' 'words of the C library in a format'
plant
put src/ops/change/create.c 'bool ik_more(void)' '{' '	return *inner.detail;' '}'
finds source.sh 'what an error tells may be a reason' 'the detail passed on without its reason'
plant
put src/inkan/cli.c 'int a; /* TO''DO: later */'
finds source.sh 'an unfinished thought' 'an unfinished thought'

plant
put src/wizard/page.c 'const char *const label = N_("Server name"), *const more = _("Unheard of");'
finds catalogue.sh 'msgid "Unheard of"' 'a string that is not in the catalogue'
plant
entry 'Nobody says this' '使用しない'
finds catalogue.sh 'msgid "Nobody says this"' 'an entry that is no string'
plant
put src/wizard/more.c 'const char *const label = _(' '	"Server name");'
finds catalogue.sh 'src/wizard/more.c' 'a file that is not listed'
plant
echo src/wizard/none.c >>"$work/tree/po/POTFILES.in"
finds catalogue.sh 'src/wizard/none.c' 'a listed file that is not there'
plant
printf '#, fuzzy\nmsgid "Guess"\nmsgstr "推測"\n' >>"$work/tree/po/ja.po"
finds catalogue.sh 'msgid "Guess"' 'a guess'
plant
entry 'Empty' ''
finds catalogue.sh 'msgid "Empty"' 'an untranslated entry'
plant
printf '#, c-format\nmsgid "%%d days"\nmsgstr "%%s日"\n' >>"$work/tree/po/ja.po"
finds catalogue.sh 'format specifications' 'a format that does not fit'
plant
put src/wizard/page.c 'const char *a = N_("Server name"), *b = _(x ? "Server name" : "Other");'
finds catalogue.sh 'page.c' 'a string behind a question mark'

compiles '' ''
compiles 'the plural rule' 's/nplurals=1; plural=0/nplurals=2; plural=(n != 1)/'
compiles 'not of revision 0.0' 's/^msgid "Sun"/#, c-format\nmsgid "%<PRIu64> suns"\nmsgstr "太陽%<PRIu64>個"\n\n&/'

speaks ''
speaks '' 'ユーザがファイルに一致します' 'Fine words'
speaks 'サーバ' 'サーバーの名前'
speaks 'ごと' '60分毎'
speaks 'でき' '実行出来ます'
speaks 'します' '実行致します'
speaks 'full-width' '（任意）'
speaks 'ambiguous' '待機…'
speaks 'ambiguous' '待機' 'Wait…'
speaks 'backslash' 'C:\\\\file'
speaks 'half-width Katakana' 'ﾊﾟｽﾜｰﾄﾞ'
speaks 'EUC-JP' '鍵🔑'
speaks 'dash or tilde' '1〜2'
speaks 'space goes before (' '組織名(任意)'
speaks 'space goes behind )' '署名要求 (CSR)の保存先'
speaks 'space goes behind :' '値:既定'
speaks 'between a number and what it counts' '残り 3 日'
speaks 'between a number and what it counts' '残り%d 日'
speaks 'no space goes here' '世代 4'
speaks 'ends in' '完了しました' 'It is done.'
speaks 'has no 。' '完了。' 'Done'
speaks 'one request a line' '入力してください。確認してください。' 'Type it. Check it.'

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
