#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# cures.sh: whoever types what inkan check says helps is not refused: each command of a cure is run as it stands, from the
# state that it is said in, and what was found is gone then.
if [ ! -e "${FIXED_WORLD:-}" ]; then
	echo "FIXED_WORLD names no file: the clock cannot be set"
	exit 77
fi
# shellcheck source=tests/lib/program.sh
. "$(dirname "$0")/../lib/program.sh" || exit 1
export ASAN_OPTIONS=verify_asan_link_order=0
DAY=86400
now=$(date +%s)
at=$now
backup=b.zip # that FILE is

# In a world with a clock of ours, on srv01.example.jp.
typed() { env LD_PRELOAD="$FIXED_WORLD" FIXED_NOW="$at" "$@" >out 2>err </dev/null; }
inkan() { typed "$INKAN" --store s "$@"; }
must() { inkan "$@" || { not_ok "$*" && exit 1; }; }

# What inkan check says below the finding NUMBER.
said() {
	inkan check
	awk -v id="INK-$1:" '/^  / { if (on) print; next } { on = index($0, id) > 0 }' out
}

# The commands of a cure, a line each: the one in brackets, and the one that ends the sentence.
commands() { tr '()' '\n\n' | grep -oE '(rm [^ ]+ && )?\binkan [a-z].*$'; }

# With what only the operator knows.
filled() {
	local command=$1

	case $command in
	*inkan\ create* | *inkan\ renew*) command="$command --no-backup" ;;
	*inkan\ restore*) command="${command/ FILE/ $work/$backup} --password-file $work/password" ;;
	*inkan\ backup*) command="${command/ FILE/ s/backups/new.zip} --password-file $work/password" ;;
	*inkan\ publish*) command=${command/ URL/ https://srv01.example.jp/inkan} ;;
	esac
	echo "${command/inkan /$INKAN }"
}

# cures NUMBER LEAST [AFTER]: at LEAST so many commands are told; after each one of them alone, NUMBER is no longer found, or
# AFTER (an extended regular expression) is what is not.
cures() {
	local number=$1 least=$2 gone=${3:-INK-$1} told=0 line

	rm -rf state
	cp -a s state
	said "$number" | commands >commands
	while read -r line; do
		told=$((told + 1))
		rm -rf s
		cp -a state s
		if typed bash -c "$(filled "$line")"; then ok; else not_ok "INK-$number: refused: $line"; fi
		inkan check
		if grep -qE "$gone" out; then not_ok "INK-$number: found after: $line"; else ok; fi
	done <commands
	if [ "$told" -ge "$least" ]; then ok; else not_ok "INK-$number: $told commands are told"; fi
	rm -rf after
	mv s after
	cp -a state s
}

again() {
	rm -rf s
	cp -a "${1:-sound}" s
	at=$now
}

has_agents() { echo 1111111111111111111111111111111111111111111111111111111111111111 >s/recovery; }
break_certificate() { echo "no certificate" >s/current/certificate.pem; }

# imported NAME ARGUMENT...: the store NAME, in which is what openssl makes.
imported() {
	local name=$1

	shift
	rm -rf s
	at=$((now + 3600))
	openssl req -x509 -nodes -keyout k.pem -out c.pem "$@" 2>err || { not_ok "openssl" && exit 1; }
	cat k.pem c.pem >pair.pem
	must import pair.pem --no-backup
	must backup "$name.zip" --password-file password
	mv s "$name"
}

(umask 077 && echo 'correct horse battery staple' >password)
must create --name srv01.example.jp --alt-name srv01 --alt-name 192.0.2.7 --no-backup
must backup b.zip --password-file password
cp -a s sound
must create --no-backup
must backup b2.zip --password-file password
cp -a s second

# --- the key is lost: agents follow one that is restored, and none that "renew" makes
again
rm s/generations/1/key.pem
cures 4109 2
again
rm s/generations/1/key.pem
has_agents
cures 4109 2

# --- its days are over
at=$((now + 800 * DAY))
again
at=$((now + 800 * DAY))
cures 3301 1
has_agents
cures 3301 1
rm s/generations/1/key.pem
cures 3301 1
again
echo "damaged" >s/generations/1/info
at=$((now + 800 * DAY))
cures 3301 1
imported sales -newkey rsa:2048 -days 20 -subj /OU=Sales/CN=srv01.example.jp
again sales
at=$((now + 21 * DAY))
cures 3301 1
imported curved -newkey ed25519 -days 20 -subj /CN=srv01.example.jp
again curved
has_agents
at=$((now + 21 * DAY))
cures 3301 1

# --- what is in use is damaged, and there is an earlier one or none
again
break_certificate
cures 3104 2 "Critical: INK-3104"
again second
break_certificate
backup=b2.zip
cures 3104 2 "Critical: INK-3104"
again
at=$((now + 700 * DAY))
must create --no-backup
must backup b3.zip --password-file password
break_certificate
backup=b3.zip
cures 3104 2 "Critical: INK-3104"
at=$((now + 800 * DAY))
cures 3104 2 "Critical: INK-3104"
backup=b.zip
again
ln -sfn generations/7 s/current
cures 4108 2

# --- a name that it lacks: those that it has stay
again
must create --name other.example.jp --alt-name srv01 --alt-name '*.example.net' --alt-name 192.0.2.7 --no-backup
cures 3304 1
typed "$INKAN" --store after show
for name in other.example.jp srv01 '*.example.net' 192.0.2.7 srv01.example.jp; do
	if grep -qF -- "$name" out; then ok; else not_ok "the name is lost: $name"; fi
done

# --- names that the authority left out: all that were asked for are asked for again
again
must request --out asked.csr --name srv01.example.jp --alt-name '*.example.net' --alt-name 2001:db8::7
openssl req -x509 -nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256 -keyout ca.key -out ca.pem -subj /CN=CA 2>err &&
	openssl x509 -req -in asked.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out answer.pem \
		-extfile <(echo 'subjectAltName=DNS:srv01.example.jp') 2>err
at=$((now + 3600))
must import answer.pem --no-backup
said 3341 | commands >commands
typed bash -c "$(filled "$(cat commands)")" || not_ok "INK-3341: refused: $(cat commands)"
openssl req -in FILE -noout -text >out
for name in DNS:srv01.example.jp 'DNS:*.example.net' 'IP Address:2001:DB8:0:0:0:0:0:7'; do
	if grep -qF -- "$name" out; then ok; else not_ok "not asked for again: $name"; fi
done

# --- what agents fetch
again
must publish --source https://srv01.example.jp/inkan
rm s/publish/index
cures 7134 1
again
must publish --source https://srv01.example.jp/inkan
at=$((now + 4 * DAY))
cures 7136 1
at=$((now + 800 * DAY))
cures 7136 0
again
echo nonsense >s/published
cures 7113 1
again
must publish --source https://srv01.example.jp/inkan
echo nonsense >s/recovery
cures 7115 1
again curved
inkan publish --source https://srv01.example.jp/inkan
cures 7134 1

# --- what is left over
again
cp -a second/generations/2 s/generations/2
cures 4203 1 'Critical|Generation 1: in use'
at=$((now + 800 * DAY))
cures 4203 0
again
rm -rf s/backups
cures 5201 1
rm s/generations/1/key.pem
inkan check
if grep -qF "  Once what is in use is whole again, make a backup: inkan backup FILE" out; then ok; else not_ok "5201 without a key"; fi

report
