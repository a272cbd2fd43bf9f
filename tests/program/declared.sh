#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# declared.sh: the library that is loaded at need is declared in the program's ELF note, where those look who make packages
# (the specification "ELF dlopen metadata"), and it is the one that is loaded.
# shellcheck source=tests/lib/program.sh
. "$(dirname "$0")/../lib/program.sh" || exit 1

objcopy -O binary --only-section=.note.dlopen "$INKAN" note >out 2>err
holds [ -s note ]
[ -s note ] || { report; exit 1; }

# Sizes of owner and content, type, owner; numbers as the machine has them.
read -r -a word < <(od -An -tx4 -N 12 note)
size=$((16#${word[1]}))
holds [ "${word[0]} ${word[2]}" = '00000004 407c0c0a' ]
holds [ "$(head -c 15 note | tail -c 3)" = FDO ]
holds [ "$(stat -c %s note)" -eq $((16 + (size + 3) / 4 * 4)) ]

# The content is JSON that ends in a NUL: what is loaded, what for, and how much it is needed.
tail -c +17 note | head -c "$size" | tr -d '\0' >out
: >err
holds [ "$(wc -c <out)" -eq $((size - 1)) ]
says out '"feature":"zip"'
says out '"description":"'
says out '"priority":"required"'
soname=$(sed -n 's/.*"soname":\["\([^"]*\)"\].*/\1/p' out)
holds [ -n "$soname" ]
if command -v python3 >path; then holds python3 -c 'import json, sys; json.load(open("out"))[0]["soname"][0]'; fi

# It is loaded for a ZIP, and not linked.
cp out json
objdump -p "$INKAN" >out
says out 'NEEDED'
says_not out libarchive
if strace -qq -o /dev/null true 2>err; then
	printf 'PK\5\6' >empty.zip
	head -c 18 /dev/zero >>empty.zip
	ASAN_OPTIONS=detect_leaks=0 strace -f -qq -e trace=openat -o calls "$INKAN" --store s import empty.zip --no-backup >out 2>err
	cp calls out
	says out "/$soname\", O_RDONLY"
	ASAN_OPTIONS=detect_leaks=0 strace -f -qq -e trace=openat -o calls "$INKAN" --store s create --name a.example.jp --no-backup \
		>out 2>err
	cp calls out
	says_not out "$soname"
fi
report
