#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# packages.sh FOLDER: the packages of FOLDER, installed, upgraded, removed and purged on a booted Debian: what they bring,
# that nothing runs by being installed, that a timer that was turned on lives through an upgrade, and that no store is ever
# touched: neither by an upgrade, nor by a removal, nor by a purge, which says where it is and asks nothing.
#
# It changes the machine that it runs on, as units.sh does.
set -u
folder=${1:-/src/inkan/packages}
work=$(mktemp -d) || exit 1
cd "$work" || exit 1
export LC_ALL=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin
passed=0
failed=0

ok() { passed=$((passed + 1)); }

not_ok() {
	failed=$((failed + 1))
	echo "not ok - $*"
}

holds() { if "$@" >said 2>&1; then ok; else not_ok "$*"; sed 's/^/	/' said; fi; }
fails() { if "$@" >said 2>&1; then not_ok "not: $*"; sed 's/^/	/' said; else ok; fi; }
heard() { if grep -qF -- "$1" said; then ok; else not_ok "not said: $1"; sed 's/^/	/' said; fi; }

# Nothing asks: there is no terminal, and no answer on standard input.
packaged() { env DEBIAN_FRONTEND=noninteractive dpkg "$@" </dev/null; }

names='inkan inkan-common inkan-agent'

# The package NAME as it would have been before: the same files under a lower version, of which no file may lie elsewhere.
make_older() {
	local package=$1
	dpkg-deb -R "$folder/${package}"_[0-9]*.deb older-$package
	sed -i -E 's/^Version: .*/Version: 0.0.9-0/; s/\(= [^)]*\)/(= 0.0.9-0)/' older-$package/DEBIAN/control
	dpkg-deb -b --root-owner-group older-$package . >/dev/null
}

# All of the store: names, owners, modes, times and contents.
state_of_store() {
	find /var/lib/inkan -printf '%P %u:%g %m %T@ %l\n' | sort
	find /var/lib/inkan -type f -print0 | sort -z | xargs -0 sha256sum
}

rm -rf /var/lib/inkan /etc/inkan
# Left where a root was made; it would keep packages from stopping what they started.
rm -f /usr/sbin/policy-rc.d
# shellcheck disable=SC2086 # one word a package
for package in $names; do make_older $package; done

# --- installed
holds packaged -i ./inkan*_0.0.9-0_*.deb
heard 'inkan: Start the wizard with: inkan'
heard 'systemctl enable --now inkan-check.timer'
for unit in inkan-check.timer inkan-renew.timer inkan-publish.timer inkan-agent.timer; do
	fails systemctl is-enabled -q $unit
	fails systemctl is-active -q $unit
done
for file in /usr/bin/inkan /usr/bin/inkan-agent /usr/share/bash-completion/completions/inkan \
	/usr/share/zsh/vendor-completions/_inkan /usr/share/fish/vendor_completions.d/inkan.fish; do
	holds test -s $file
done
for page in man1/inkan.1.gz ja/man1/inkan.1.gz man1/inkan-agent.1.gz ja/man1/inkan-agent.1.gz; do
	holds test -s /usr/share/man/$page
done
holds test -d /etc/inkan/hooks.d
holds getent group inkan-agent
holds test "$(stat -c '%a %U:%G' /var/lib/inkan-reports)" = '730 root:www-data'
holds grep -q 証明書 <(inkan --lang ja --help)
holds grep -q 証明書 <(inkan-agent --lang ja --help)
# A backup needs the library that is loaded, not linked.
(umask 077 && echo 'correct horse battery staple' >password)
holds inkan create --name srv01.example.jp --password-file password
holds systemctl enable --now -q inkan-check.timer
state_of_store >before

# --- upgraded
holds packaged -i "$folder"/inkan_[0-9]*.deb "$folder"/inkan-common_[0-9]*.deb "$folder"/inkan-agent_[0-9]*.deb
if grep -qF 'Start the wizard' said; then not_ok 'an upgrade tells how to begin'; else ok; fi
holds systemctl is-enabled -q inkan-check.timer
holds systemctl is-active -q inkan-check.timer
holds cmp before <(state_of_store)
holds inkan check

# --- removed
echo '#!/bin/sh' >/etc/inkan/hooks.d/own
# shellcheck disable=SC2086 # one word a package
holds packaged -r $names
fails test -e /usr/bin/inkan
fails test -e /usr/bin/inkan-agent
fails systemctl is-active -q inkan-check.timer
fails systemctl is-failed -q inkan-check.timer
holds cmp before <(state_of_store)
holds test -e /etc/inkan/hooks.d/own

# --- purged
# shellcheck disable=SC2086 # one word a package
holds packaged -P $names
heard 'The keys and certificates of this server stay in /var/lib/inkan.'
fails test -L /etc/systemd/system/timers.target.wants/inkan-check.timer
holds cmp before <(state_of_store)
holds test -e /etc/inkan/hooks.d/own
# For people who read on: what systemd made of the upgrade.
journalctl -q --no-pager -o short-iso -u inkan-check.timer | sed "s/^/	/"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
