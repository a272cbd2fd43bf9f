#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# interop_zip.sh: our backups are listed and extracted by 7z, bsdtar and unzip, and are still backups once zip, 7z, bsdtar
# or Python (as Windows and macOS do it) zipped them again; the ZIP files that 7z, bsdtar and zip write, plain or sealed
# either way, are taken.
INKAN=$(realpath "${INKAN:-../src/inkan/inkan}")
work=$(mktemp -d "${TMPDIR:-/tmp}/inkan-zip-XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
chmod 755 "$work"
cd "$work" || exit 1
unset LANGUAGE LC_ALL LC_MESSAGES INKAN_STORE
export LANG=C.UTF-8 TZ=UTC
umask 077
passed=0
failed=0

for tool in openssl 7z bsdtar unzip zip; do
	command -v $tool >said || echo "$tool is not installed: its tests are skipped"
done
here() { command -v "$1" >/dev/null; }

holds() {
	if "$@" >said 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "not ok - $*"
		sed 's/^/	/' said
	fi
}

refuses() { ! "$@"; }

password='correct horse battery'
echo "$password" >password
echo 'wrong horse battery' >wrong
backup=$work/backup.zip

# --- out: a backup of three generations and a request
names_by_7z() { 7z l -slt -ba "$1" | sed -n 's/^Path = //p'; }
names_by_bsdtar() { bsdtar -tf "$1"; }
names_by_unzip() { unzip -Z1 "$1"; }
extract_by_7z() { 7z x -y -o"$2" "$1"; }
extract_by_bsdtar() { bsdtar -xf "$1" -C "$2"; }
extract_by_unzip() { unzip -q "$1" -d "$2"; }
test_by_7z() { 7z t "$1"; }
test_by_bsdtar() { bsdtar -xOf "$1"; }
test_by_unzip() { unzip -tq "$1"; }

# The manifest names each member but itself and the seal, which stand behind README.txt.
expected_names() { sed -nE 's/^[0-9a-f]{64} [0-9]+ //p' manifest | sed -e '1a manifest' -e '1a seal.p12'; }
sums() { sed -nE 's/^([0-9a-f]{64}) [0-9]+ /\1  /p' manifest; }

# All of the store but what is made of the rest, or belongs to this server alone, and what a backup says of itself.
kept_of_the_store() {
	(cd s && find generations requests steps -type f ! -name combined.pem)
	printf '%s\n' README.txt manifest seal.p12
}
nothing_is_left_out() { kept_of_the_store | sort | diff - <(sort names); }

same_names() { "names_by_$1" "$backup" | diff - names; }
all_whole() { (cd "$1" && sha256sum --strict --quiet -c ../sums); }
nothing_more() { [ "$(find "$1" -type f | wc -l)" = "$(wc -l <names)" ]; }

read_by() {
	here "$1" || return
	holds "test_by_$1" "$backup"
	holds same_names "$1"
	mkdir "from-$1"
	holds "extract_by_$1" "$backup" "from-$1"
	holds all_whole "from-$1"
	holds nothing_more "from-$1"
	holds cmp manifest "from-$1/manifest"
}

holds "$INKAN" --store s create --name srv01.example.jp --password-file password
holds "$INKAN" --store s create --no-backup --key-type ecdsa-p384
holds "$INKAN" --store s create --no-backup
holds "$INKAN" --store s request --out waiting.csr
holds "$INKAN" --store s backup backup.zip --password-file password
for tool in unzip bsdtar 7z; do
	here $tool || continue
	case $tool in
	unzip) unzip -p "$backup" manifest >manifest ;;
	bsdtar) bsdtar -xOf "$backup" manifest >manifest ;;
	7z) 7z x -so "$backup" manifest >manifest ;;
	esac
	break
done
if [ -s manifest ]; then
	expected_names >names
	sums >sums
	holds [ "$(grep -c '^steps/' names)" = 2 ]
	holds nothing_is_left_out
	read_by 7z
	read_by bsdtar
	read_by unzip
fi

# --- and back: what was extracted, zipped again
restored() {
	holds "$INKAN" --store "r-$1" restore "$1" --password-file password
	[ "$1" != macos.zip ] || cp said said-of-macos
	holds cmp "r-$1/current/certificate.pem" s/current/certificate.pem
	holds cmp "r-$1/current/key.pem" s/current/key.pem
}

refuses_with() {
	local number=$1

	shift
	! "$@" >refused 2>&1 && grep "INK-$number" refused
}

not_restored() {
	holds refuses_with "$2" "$INKAN" --store "r-$1" restore "$1" --password-file password
	holds [ ! -e "r-$1" ]
}

# zipped_again TOOL NAME COMMAND...: from within the folder, whose name COMMAND may use
zipped_again() {
	local tool=$1 name=$2

	shift 2
	here "$tool" || return
	holds [ -d unpacked ]
	(cd unpacked && "$@") >said 2>&1
	restored "$name"
}

piped() { zip -qr - . | cat >"$1"; }
outside() { (cd .. && rm -rf 'backup of srv01' && cp -r unpacked 'backup of srv01' && "$@" 'backup of srv01'); }
commented() { zip -qr "$1" . && echo 'from the old server' | zip -qz "$1"; }

cat >as_windows.py <<'PYTHON'
import os, sys, zipfile
out, folder = sys.argv[1], sys.argv[2].encode("cp932")
with zipfile.ZipFile(out, "w") as z:
    for path, dirs, files in os.walk("unpacked"):
        for name in sorted(files, reverse=True):
            full = os.path.join(path, name)
            info = zipfile.ZipInfo("#" * len(folder) + "\\" + os.path.relpath(full, "unpacked").replace("/", "\\"))
            info.create_system = 0
            z.writestr(info, open(full, "rb").read(), zipfile.ZIP_DEFLATED)
    z.writestr("#" * len(folder) + "\\Thumbs.db", b"junk")
data = open(out, "rb").read().replace(b"#" * len(folder), folder)
open(out, "wb").write(data)
PYTHON

here bsdtar && mkdir unpacked && bsdtar -xf "$backup" -C unpacked
here unzip && [ ! -d unpacked ] && unzip -q "$backup" -d unpacked
zipped_again zip zip-r.zip zip -qr ../zip-r.zip .
zipped_again zip zip-rd.zip zip -qrD ../zip-rd.zip .
zipped_again zip zip-stored.zip zip -qr0 ../zip-stored.zip .
zipped_again zip zip-piped.zip piped ../zip-piped.zip
zipped_again zip zip-folder.zip outside zip -qr zip-folder.zip
zipped_again zip zip-comment.zip commented ../zip-comment.zip
zipped_again 7z 7z.zip 7z a -bd -tzip ../7z.zip .
zipped_again 7z 7z-folder.zip outside 7z a -bd -tzip 7z-folder.zip
zipped_again 7z 7z-lzma.zip 7z a -bd -tzip -mm=LZMA ../7z-lzma.zip .
zipped_again bsdtar bsdtar.zip bsdtar --format zip -cf ../bsdtar.zip .
zipped_again python3 python.zip outside python3 -m zipfile -c python.zip
zipped_again python3 windows.zip outside python3 as_windows.py windows.zip 保管庫
if [ -d unpacked ] && here zip; then
	mkdir unpacked/__MACOSX
	echo junk | tee unpacked/.DS_Store unpacked/__MACOSX/._manifest >unpacked/._generations
	zipped_again zip macos.zip zip -qr ../macos.zip .
	holds grep -q 'Not taken.*_MACOSX' said-of-macos
	rm -r unpacked/__MACOSX unpacked/.DS_Store unpacked/._generations
	holds "$INKAN" --store s backup --verify zip-folder.zip --password-file password
	holds refuses_with 3218 "$INKAN" --store s import zip-folder.zip --no-backup
	mkdir unpacked/x
	cp unpacked/manifest unpacked/x/manifest
	(cd unpacked && zip -qr ../two-lists.zip .)
	not_restored two-lists.zip 5105
	rm -r unpacked/x
	echo new >unpacked/notes.txt
	(cd unpacked && zip -qr ../one-more.zip .)
	not_restored one-more.zip 5103
	rm unpacked/notes.txt unpacked/README.txt
	(cd unpacked && zip -qr ../one-less.zip .)
	not_restored one-less.zip 5104
fi

# --- in: a PKCS#12 and plain PEM, wrapped by each in each way
taken() {
	holds "$INKAN" --store "s-$1" import "$1" --no-backup --file-password-file password
	holds cmp "s-$1/current/certificate.pem" leaf.pem
}

opened_only_by_the_password() {
	taken "$1"
	holds refuses "$INKAN" --store "s-$1" import "$1" --no-backup --file-password-file wrong
}

# wrapped_by TOOL SEALED WAY COMMAND...: one ZIP of each content; COMMAND gets its name and the content.
wrapped_by() {
	local tool=$1 sealed=$2 way=$3 content zip

	shift 3
	here "$tool" || return
	for content in bundle.pem bundle.p12; do
		zip=$tool-$way-$content.zip
		holds "$@" "$zip" $content
		if [ "$sealed" = sealed ]; then
			opened_only_by_the_password "$zip"
		else
			taken "$zip"
		fi
	done
}

make_content() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out leaf.pem \
		-subj /CN=srv.example.jp -days 365
	cat key.pem leaf.pem >bundle.pem
	openssl pkcs12 -export -inkey key.pem -in leaf.pem -passout file:password -out bundle.p12
}

by_bsdtar() { bsdtar --format zip --options "zip:$1" --passphrase "$password" -cf "$2" "$3"; }

if here openssl; then
	holds make_content
	wrapped_by 7z plain deflated 7z a -tzip
	wrapped_by 7z plain stored 7z a -tzip -mm=Copy
	wrapped_by 7z sealed aes256 7z a -tzip -mem=AES256 "-p$password"
	wrapped_by 7z sealed aes128 7z a -tzip -mem=AES128 "-p$password"
	wrapped_by 7z sealed zipcrypto 7z a -tzip -mem=ZipCrypto "-p$password"
	wrapped_by bsdtar plain deflated by_bsdtar compression=deflate
	wrapped_by bsdtar plain stored by_bsdtar compression=store
	wrapped_by bsdtar sealed aes256 by_bsdtar encryption=aes256
	wrapped_by bsdtar sealed aes128 by_bsdtar encryption=aes128
	wrapped_by bsdtar sealed zipcrypt by_bsdtar encryption=zipcrypt
	wrapped_by zip plain deflated zip -q
	wrapped_by zip plain stored zip -q -0
	wrapped_by zip sealed zipcrypto zip -q -P "$password"
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
