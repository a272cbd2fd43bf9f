#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# dlopen.sh PROGRAM: which packages hold the libraries that PROGRAM's ELF note ".note.dlopen" names, as a substitution
# variable.  Each is the one that this build has, from its version on, as dpkg-shlibdeps would say.
set -eu
note=$(mktemp)
trap 'rm -f "$note"' EXIT
objcopy -O binary --only-section=.note.dlopen --set-section-flags .note.dlopen=alloc "$1" "$note"
packages=
for soname in $(tr -d '\000' <"$note" | grep -ao '"soname":\[[^]]*\]' | grep -o '"[^"]*\.so[^"]*"' | tr -d '"'); do
	package=$(dpkg-query -S "*/$soname" | sed -n '1s/:.*//p')
	packages="$packages${packages:+, }$package (>= $(dpkg-query -W -f='${source:Upstream-Version}' "$package"))"
done
[ -n "$packages" ]
echo "inkan:Dlopen=$packages"
