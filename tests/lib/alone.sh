#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# alone.sh PROGRAM...: runs a test so that nothing of this machine's inkan reaches it.
#
# Root's changes run the commands in the system's hooks.d after a change of the default store, and name them after one of
# any other.  A server that uses inkan has some there (and whoever works at one puts some there while the tests run): each
# test would name them, where it has to be silent.
# So root's tests have an /etc of their own without that folder, in a mount space of their own that ends with them.
hidden=${SYSTEM_CONFIG:-/etc}/inkan

# In the mount space.  A white-out hides what is there now and what comes while the test runs; where there is no overlay,
# an empty folder hides what is there now.
hide() {
	mount -t tmpfs -o mode=700 tmpfs "$room" && mkdir "$room/up" "$room/work" && mknod "$room/up/inkan" c 0 0 &&
		mount -t overlay -o "lowerdir=${hidden%/*},upperdir=$room/up,workdir=$room/work" overlay "${hidden%/*}" &&
		[ ! -e "$hidden" ] && return
	[ ! -e "$hidden" ] || mount -t tmpfs tmpfs "$hidden"
}

if [ "${1-}" = --hide ]; then
	room=$2
	shift 2
	hide 2>/dev/null
	exec "$@"
fi
[ "$(id -u)" = 0 ] && [ -d "${hidden%/*}" ] && unshare -m true 2>/dev/null || exec "$@"
room=$(mktemp -d) || exit 1
unshare -m sh "$0" --hide "$room" "$@"
status=$?
rmdir "$room"
exit $status
