#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# signing.sh: inkan sign in the real program; and what OpenSSL alone says of it, by the very lines of the manual page.
here=$(realpath "$(dirname "$0")")
# shellcheck source=tests/lib/program.sh
. "$(dirname "$0")/../lib/program.sh" || exit 1
command -v openssl >/dev/null || { echo "openssl is missing: skipped"; exit 77; }
manual=$here/../../man/inkan.1.in

# lines NAME: the lines of the manual page that bear this name.
lines() {
	sed -n "/^\.\\\\\" tests\/program\/signing.sh runs these lines: $1\$/,/^\.fi/p" "$manual" |
		sed -e '1d' -e '/^\.fi/d' -e 's/\\-/-/g' -e 's/\\e/\\/g'
}
lines message >by-hand
lines step >step-by-hand
holds [ "$(wc -l <by-hand)" -ge 6 ]
holds [ "$(wc -l <step-by-hand)" -ge 9 ]

# by_hand FOLDER FILE: 0 if the lines believe FILE.
by_hand() { (cd "$1" && FILE=$2 bash ../by-hand >../out 2>../err); }
believed() { if by_hand "$@"; then ok; else not_ok "by hand, $2 is not believed"; fi; }
not_believed() { if by_hand "$@"; then not_ok "by hand, $2 is believed"; else ok; fi; }

# --- what cannot be is refused, and nothing is left
echo "to all agents" >notice.txt
run 1 --store s sign notice.txt
says err INK-4101
run 2 --store s sign
run 2 --store s sign --valid 0 notice.txt
says err INK-7133
run 2 --store s sign --valid 401 notice.txt
run 2 --store s sign --valid 5 --again notice.txt.inkan
holds [ ! -e notice.txt.inkan ]
run 0 --store s create --no-backup --name srv01.example.jp
run 1 --store s sign none.txt
says err INK-2310
run 1 --store s sign --again notice.txt
says err INK-7208
run 1 --store s sign --json none.txt
says out '"changed": false'
says out '"number": 2310'
echo "mine" >notice.txt.inkan
run 1 --store s sign notice.txt
says err INK-7143
holds [ "$(cat notice.txt.inkan)" = mine ]
rm notice.txt.inkan

# --- signed, and OpenSSL agrees
before=$(find s | sort; cat s/audit.log)
run 0 --store s sign notice.txt
first="Signed: $work/notice.txt.inkan (counts until "
holds [ "$(grep -c "^$first" out)" = 1 ]
silent err
holds [ "$before" = "$(find s | sort; cat s/audit.log)" ]
holds [ "$(stat -c %a notice.txt.inkan)" = 644 ]
mkdir agent
cp s/current/certificate.pem agent/pin.pem
cp notice.txt notice.txt.inkan agent
believed agent notice.txt
says out "notice.txt: OK"
LANG='' run 0 --lang ja --store s sign notice.txt
says out "署名しました: "

# --- one that fails spoils no other, and is told
echo "two" >"two words"
run 1 --store s sign --json none.txt "two words" s notice.txt
says out '"changed": true'
says out '"name": "two words"'
says out '"size": 4'
holds [ "$(grep -c '"error": {' out)" = 3 ]
cp "two words" "two words.inkan" agent
believed agent "two words"

# --- an edited file, an edited message, another name, another server
echo "to no agent!!" >agent/notice.txt
not_believed agent notice.txt
cp notice.txt agent/notice.txt
openssl cms -cmsout -inform PEM -outform DER -in notice.txt.inkan -out message.der
# Each byte of the text decides.
at=$(grep -abo 'notice.txt' message.der | head -n 1 | cut -d: -f1)
printf N | dd of=message.der bs=1 seek="$at" conv=notrunc 2>/dev/null
openssl cms -cmsout -inform DER -outform PEM -in message.der -out agent/notice.txt.inkan
not_believed agent notice.txt
cp notice.txt agent/Notice.txt
cp agent/notice.txt.inkan agent/Notice.txt.inkan
not_believed agent Notice.txt
cp notice.txt.inkan agent/other.txt.inkan
cp "two words" agent/notice.txt
not_believed agent other.txt
# The message is good, and so is the file that it names; the one that is asked about is not.
cp notice.txt agent/notice.txt
echo "anything" >agent/other.txt
not_believed agent other.txt
cp notice.txt notice.txt.inkan agent
run 0 --store t create --no-backup --name srv01.example.jp
run 1 --store t sign notice.txt
says err INK-7143
(mkdir foreign && cp notice.txt foreign)
run 0 --store t sign foreign/notice.txt
cp foreign/notice.txt.inkan agent
not_believed agent notice.txt
# What is signed for another purpose is no message.
cp s/publish/index agent/notice.txt.inkan
not_believed agent notice.txt

# --- replaced: signed anew, by hand or by a command after the switch
run 0 --store s sign --again notice.txt.inkan
says out "Signed by the certificate in use, and left as it is: $work/notice.txt.inkan"
cp notice.txt.inkan agent
believed agent notice.txt
grep '^expires' agent/T >expires
run 0 --store s create --no-backup
cp s/current/certificate.pem agent/pin.pem
not_believed agent notice.txt
run 0 --store s sign --again --json notice.txt.inkan "two words.inkan"
holds [ "$(grep -c '"result": "signed"' out)" = 2 ]
cp notice.txt.inkan agent
believed agent notice.txt
holds cmp -s <(grep '^expires' agent/T) expires
run 1 --store s sign --again foreign/notice.txt.inkan
says err INK-7144
mkdir -p s/hooks.d
printf '#!/bin/sh\nexec inkan sign --again %s/*.inkan\n' "$work" >s/hooks.d/sign-again
chmod 755 s/hooks.d/sign-again
run 0 --store s create --no-backup
cp s/current/certificate.pem agent/pin.pem
cp notice.txt.inkan agent
believed agent notice.txt

# --- a step, by OpenSSL alone
step_by_hand() { (cd step && STEP=$1 bash ../step-by-hand >../out 2>../err); }
follows() { if step_by_hand "$1"; then ok; else not_ok "by hand, the step $1 is not believed"; fi; }
follows_not() { if step_by_hand "$1"; then not_ok "by hand, the step $1 is believed"; else ok; fi; }
mkdir step
old=$(basename "$(readlink s/current)")
run 0 --store s create --no-backup
new=$(basename "$(readlink s/current)")
cp "s/generations/$old/certificate.pem" step/old.pem
cp "s/generations/$new/certificate.pem" step/new.pem
cp "$(find s/steps -name '*.pem' | sort | tail -n 1)" step/step.pem
follows step.pem
cp step/T text
# One key that signed twice, whichever it is; the other order; another end.
for n in "$old" "$new"; do
	twice=("-signer" "s/generations/$n/certificate.pem" "-inkey" "s/generations/$n/key.pem")
	openssl cms -sign -binary -nodetach -nocerts -in text -outform PEM -out step/twice.pem "${twice[@]}" "${twice[@]}"
	follows_not twice.pem
	# It is as the manual says: the rest of the lines is what finds it.
	says err "CMS Verification successful"
	openssl cms -sign -binary -nodetach -nocerts -in text -outform PEM -out step/once.pem "${twice[@]}"
	follows_not once.pem
done
holds cmp -s text step/T
mv step/old.pem step/x.pem
mv step/new.pem step/old.pem
mv step/x.pem step/new.pem
follows_not step.pem
cp t/current/certificate.pem step/new.pem
follows_not step.pem

# --- the agent, and the server as it is
AGENT=${INKAN%/inkan/inkan}/agent/inkan-agent
# agent STATUS ARGUMENT...: like run.
agent() {
	local server=$INKAN
	INKAN=$AGENT
	run "$@"
	INKAN=$server
}
if [ -x "$AGENT" ]; then
	export INKAN_AGENT_STATE=$work/state
	fingerprint=$(openssl x509 -in s/current/certificate.pem -noout -fingerprint -sha256 | sed 's/.*=//')
	agent 3 verify notice.txt
	agent 0 enroll s/publish --fingerprint "$fingerprint"
	agent 0 verify notice.txt
	says out "Comes from the server: notice.txt"
	agent 1 verify foreign/notice.txt
	says err INK-7201
	agent 1 verify "two words" notice.txt.inkan
	says err INK-7215
	holds [ "$(grep -c '"reason": *720*' state/log)" -ge 2 ]
	LANG='' agent 1 --lang ja verify foreign/notice.txt
	says err INK-7201
	# The certificate changes, and the network is gone: what was under way is taken, and what is signed then
	# brings along how to follow.
	run 0 --store s sign "two words"
	cp "two words.inkan" before.inkan
	rm s/hooks.d/sign-again
	run 0 --store s create --no-backup
	mv s/publish gone
	agent 0 verify "two words" before.inkan
	run 0 --store s sign "two words"
	agent 0 verify "two words"
	says out "this agent follows"
	agent 0 verify "two words" before.inkan
	mv gone s/publish
	agent 0 status
	# A file of any size costs what a small one does, to a mebibyte: 10 MiB with the libraries of Debian 12.
	truncate -s 300M large
	run 0 --store s sign large
	if command -v python3 >/dev/null && ! ldd "$AGENT" | grep -q asan; then
		peak='import os, sys; null = os.open("/dev/null", os.O_WRONLY)
p = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, null, 1)])
r = os.wait4(p, 0); print(r[2].ru_maxrss if r[1] == 0 else 1 << 30)'
		peak_of() { python3 -c "$peak" "$@"; }
		holds [ "$(peak_of "$AGENT" verify large)" -lt $(($(peak_of "$AGENT" verify "two words") + 1024)) ]
		holds [ "$(peak_of "$INKAN" --store s sign large)" -lt $(($(peak_of "$INKAN" --store s sign "two words") + 1024)) ]
	fi
	rm -f large large.inkan
fi

# --- who reads the key signs; nobody else does
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
	chmod 755 s
	run 0 --store s create --no-backup --key-group daemon
	mkdir -m 777 out.d
	echo "from a member" >out.d/file
	WHO=(setpriv --reuid=65534 --regid=65534 --clear-groups)
	run 1 --store "$work/s" sign out.d/file
	says err INK-
	holds [ ! -e out.d/file.inkan ]
	WHO=(setpriv --reuid=65534 --regid=65534 --groups="$(getent group daemon | cut -d: -f3)")
	run 0 --store "$work/s" sign out.d/file
	holds [ "$(stat -c %u out.d/file.inkan)" = 65534 ]
	run 0 --store "$work/s" sign out.d/file
	WHO=()
fi

report
