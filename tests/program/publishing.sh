#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# publishing.sh: what agents fetch is, whenever somebody looks and wherever a change or its renewal is killed, the one that was
# or the one that is, whole, and "publish --refresh" mends it; what the command says to people, to programs and to timers.
# shellcheck source=tests/lib/kill.sh
. "$(dirname "$0")/../lib/kill.sh" || exit 1
AGENT=${INKAN%/*/*}/agent/inkan-agent # where it was built

# --- what an agent sees --------------------------------------------------------------------------------

# The certificate that the index names, and that verifies it: openssl alone says so.
index_of() {
	local store=$1
	openssl cms -verify -inform PEM -in "$store/publish/index" -CAfile "$store/publish/agent.pem" -purpose any -no_check_time \
		-partial_chain -out text 2>verified && sed -n 's/^certificate-sha256 = //p' text
}

sha256_of() { openssl x509 -in "$1" -outform DER | sha256sum | cut -d' ' -f1; }

# The index is read first.  One that is older than agent.pem is no harm: the steps lead on from it.
names() { sed -n 's/^certificate-sha256 = //p' text; }
read_index() { openssl cms -verify -inform PEM -in s/publish/index -noverify -nosigs -out text 2>verified; }

# agents_see OLD NOW: the index and agent.pem are whole, each about one of these two generations.
agents_see() {
	local certificate old now
	certificate=$(sha256_of s/publish/agent.pem) && read_index || return 1
	old=$(sha256_of "s/generations/$1/certificate.pem")
	now=$(sha256_of "s/generations/$2/certificate.pem")
	[[ " $old $now " == *" $certificate "* ]] && [[ " $old $now " == *" $(names) "* ]]
}

# An agent that is enrolled takes no harm from what it meets, and is there once that is mended.
follows() {
	[ -x "$AGENT" ] || return 0
	rm -rf a && cp -a enrolled a
	"$AGENT" --state a update >said 2>&1 || return 1
	must "$INKAN" --store s publish --refresh
	"$AGENT" --state a update >said 2>&1 && "$AGENT" --state a status >said 2>&1 &&
		[ "$(sha256_of a/pin.pem)" = "$(sha256_of s/current/certificate.pem)" ]
}

# kills LEAST FROM ARGUMENT...: at each call that changes a file, from the one that FROM (of awk) matches on.
kills() {
	local least=$1 from=$2 runs=0 call n old now
	shift 2
	rm -rf s && cp -a template s
	old=$(in_use s)
	changes "$INKAN" --store s "$@" | awk "$from"'{ on = 1 } on' >points || fail "$* does not work"
	while read -r call n; do
		rm -rf s && cp -a template s
		kill_at "$call" "$n" "$INKAN" --store s "$@" || fail "$* was not killed at $call $n"
		now=$(in_use s)
		agents_see "$old" "$now" || fail "$*, killed at $call $n: agents see neither"
		follows || fail "$*, killed at $call $n: an agent does not follow"
		must "$INKAN" --store s publish --refresh
		[ "$(index_of s)" = "$(sha256_of s/current/certificate.pem)" ] || fail "$*, killed at $call $n: not mended"
		[ -z "$(find s/publish -name '.inkan-tmp-*')" ] || fail "$*, killed at $call $n: a temporary file is left"
		runs=$((runs + 1))
	done <points
	holds [ $runs -ge "$least" ]
	echo "ok - $*: killed at $runs points"
}

touch out err
must "$INKAN" --store template create --name srv01.example.jp --no-backup
must "$INKAN" --store template create --no-backup
if [ -x "$AGENT" ]; then
	cp -a template s
	must "$AGENT" --state enrolled enroll "$work/s/publish" --fingerprint "$(sha256_of s/current/certificate.pem)"
fi
kills 8 '' publish --refresh
kills 8 '/^symlinkat/' create --no-backup

# --- what it says --------------------------------------------------------------------------------------

run 2 --store s publish
says err "INK-1137: One of these is needed: --source, --valid, --refresh. The way to write it: inkan help publish"
run 2 --store s publish --source srv01
says err "INK-7132: Agents cannot fetch from srv01."
run 2 --store s publish --valid 401
says err "INK-7133"
run 1 --store none publish --source https://srv01/inkan
says err "INK-4101"
holds [ ! -e none ]

# A timer that runs before there is a certificate has nothing to do, which is no failure.
run 0 --store none publish --refresh
says out "No certificate is in use here, so nothing is published."
silent err
holds [ ! -e none ]

run 0 --store s publish --refresh
says out "Say where agents fetch it:"
says out "  inkan publish --source URL --store s"
says out "By cron, every day, to sign that again:"
says out "  inkan publish --refresh --store $work/s"
run 0 --store s publish --source https://srv01.example.jp/inkan/ --valid 30
fingerprint=$(sha256_of s/current/certificate.pem)
line="inkan-agent enroll https://srv01.example.jp/inkan --fingerprint $fingerprint"
says out "  $line"
run 0 --store s show
says out "  $line"
run 0 --store s show 1
says_not out "inkan-agent"
run 0 --store s publish --refresh --json
for key in changed published signed; do says out "\"$key\": true,"; done
says out "\"enroll\": \"$line\""
run 0 --store s create --no-backup
says out "  inkan-agent enroll https://srv01.example.jp/inkan --fingerprint $(sha256_of s/current/certificate.pem)"

# The key cannot sign: what agents have stays, and whoever watches is told.
cp s/publish/index before
mv s/current/key.pem key.pem
run 1 --store s publish --refresh
says err "INK-4109: The key file is missing"
holds cmp -s before s/publish/index
run 1 --store s publish --refresh --json
says out '"signed": false,'
says out '"number": 4109,'
mv key.pem s/current/key.pem

# --- what check says of it -----------------------------------------------------------------------------

run 1 --store s check
says_not out "agents are to check"
rm s/publish/index
run 1 --store s check
says out "INK-7134: What agents are to check is missing or damaged: s/publish/index"
says out "Make it anew: inkan publish --refresh --store s"
cp before s/publish/index
run 0 --store s publish --source none
run 1 --store s check
says_not out "INK-71"

# --- a record that is damaged: whoever meets it is told what helps ----------------------------------------

cp s/published published
echo nonsense >s/published
for command in "publish --refresh" "publish --valid 30" "create --no-backup"; do
	# shellcheck disable=SC2086
	run 1 --store s $command
	says err "INK-7113: The record of what is published for agents is damaged: published"
	says err "  rm s/published && inkan publish --source URL --store s"
done
cp published s/published
sed -i 's/^last = .*/last = 9007199254740992/' s/published
run 1 --store s publish --refresh
says err "INK-7114: There is no number left for what agents are to check."
says err "  rm s/published && inkan publish --source URL --store s"
cp published s/published
echo nonsense >s/recovery
run 1 --store s publish --refresh
says err "INK-7115: The record of the recovery certificate is damaged."
says err "  rm s/recovery && inkan restore FILE --store s"
rm s/recovery

# --- what is switched to while nothing can be written there ----------------------------------------------

rm -rf s/publish
ln -s . s/publish
before=$(in_use s)
run 3 --store s create --no-backup
says err "INK-7139: What agents fetch could not be made anew. Do it once more: inkan publish --refresh --store s"
holds [ "$(in_use s)" = $((before + 1)) ]
rm s/publish
run 0 --store s publish --refresh
holds [ "$(index_of s)" = "$(sha256_of s/current/certificate.pem)" ]

# --- a key that agents do not follow: nobody can be enrolled by it, so no line says how ---------------------

must openssl req -x509 -newkey ed25519 -nodes -keyout ed.key -out ed.pem -days 9 -subj /CN=srv01.example.jp
must "$INKAN" --store ed import ed.pem --key-file ed.key --no-backup
run 1 --store ed publish --source https://srv01.example.jp/inkan
says err "INK-7111"
holds [ -z "$(grep enroll out)" ]
run 0 --store ed show
holds [ -z "$(grep enroll out)" ]
run 1 --store ed publish --refresh --json
says out '"enroll": null'
report
