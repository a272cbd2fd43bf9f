#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tree.sh: what a newcomer meets first, bootstrap and "make run": who lacks something is told what and how to get it, and
# nobody is shown make's own words for having had a look.
# shellcheck source=tests/lib/program.sh
. "$(dirname "$0")/../lib/program.sh" || exit 1
bootstrap=${top_srcdir:?}/bootstrap
unset MAKEFLAGS MAKELEVEL MFLAGS

# --- a tree of its own, with a configure and a make that only say so, on a system where MISSING is not installed
mkdir bin tree tree/src
cp "$bootstrap" tree/
touch tree/configure.ac
printf '#!/bin/sh\ntouch config.status\n' >tree/configure
printf '#!/bin/sh\necho built\n' >bin/make
# shellcheck disable=SC2016 # for the script to expand
printf '#!/bin/sh\nfor name; do :; done\ncase " $MISSING " in *" $name "*) exit 1 ;; esac\necho installed\n' >bin/dpkg-query
printf '#!/bin/sh\nexit 1\n' >bin/sudo
# shellcheck disable=SC2016
printf '#!/bin/sh\n[ "$*" != -u ] || exec echo 12345\nexec echo alice\n' >bin/id
chmod 755 bin/* tree/configure

# boots STATUS MISSING: as somebody who may not install.
boots() {
	MISSING=$2 PATH="$work/bin:$PATH" "${WHO[@]}" tree/bootstrap >out 2>err </dev/null
	holds [ $? -eq "$1" ]
}

lines() { holds [ "$(wc -l <"$1")" -eq "$2" ]; }

boots 0 ""
says out built
silent err
rm tree/config.status
boots 1 "gcc libvterm-dev"
says err "needed to build and run inkan: gcc"
says err "needed only for its tests (make check): libvterm-dev"
says err "as root: apt-get install gcc libvterm-dev"
says_not out built
holds [ ! -e tree/config.status ]
boots 0 "check libvterm-dev"
says err "needed only for its tests (make check): check libvterm-dev"
says_not err "to build and run"
says out built

# --- a tree that somebody else may write to
rm tree/config.status
chmod 755 tree tree/src
if [ "$(id -u)" = 0 ]; then WHO=(setpriv --reuid 12345 --regid 12345 --clear-groups); else chmod a-w tree/src; fi
boots 1 "gcc"
lines err 1
says err "alice may not write to $work/tree"
says err "copy this folder"
holds [ ! -e tree/config.status ]
WHO=()
chmod u+w tree/src

# --- make run: the program's words, and only they
make_run() {
	make -C "${top_builddir:?}" --no-print-directory run ARGS="$*" >out 2>err </dev/null
	holds [ $? -eq 0 ]
}

make_run --store "$work/none" show
silent out
says err "INK-4101"
says_not err "make"
make_run --frob
silent out
says_not err "make"
make_run --version
says out "inkan"
silent err

report
