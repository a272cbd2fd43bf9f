#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# alone.sh: the commands that a server has in its hooks.d reach no test, those that are put there while one runs neither;
# and a test's end is told as it was.
# shellcheck source=tests/lib/program.sh
. "$(dirname "$0")/../lib/program.sh" || exit 1
alone=${top_srcdir:?}/tests/lib/alone.sh
export SYSTEM_CONFIG=$work/etc

alone() { sh "$alone" "$@" >out 2>err; }

mkdir etc
touch etc/passwd
alone sh -c 'exit 7'
holds [ $? -eq 7 ]
alone echo "two words"
holds [ "$(cat out)" = "two words" ]
if [ "$(id -u)" != 0 ] || ! unshare -m true 2>err; then
	echo "no mount space of our own: nothing is hidden here, nor needs to be for who is not root"
	report
	exit
fi
mkdir -p etc/inkan/hooks.d
alone ls etc/inkan/hooks.d
holds [ $? -ne 0 ]
alone cat etc/passwd
holds [ $? -eq 0 ]
holds [ -d etc/inkan/hooks.d ]

# --- one that comes while the test runs
alone grep -q "^overlay $work/etc " /proc/self/mounts || { echo "no overlay here: what comes later is not hidden"; report; exit; }
rm -r etc/inkan
mkfifo ready go
exec 3<>go
alone sh -c 'echo >ready; read -r word <go; [ ! -e etc/inkan ]' &
# The limit ends the test where the one in the background ended before it came so far.
holds read -r -t 120 _ <>ready
holds mkdir -p etc/inkan/hooks.d
echo now >&3
holds wait $!
exec 3>&-

report
