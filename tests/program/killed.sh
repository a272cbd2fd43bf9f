#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# killed.sh: an operation that is killed at each call that changes a file leaves the pair in use that was or the new one,
# whole; the next one of its kind works, and clears what was left.
#
# KILL_ALL=1 kills at every point of every operation.  Without it those that make a backup, a second of deriving each, are
# killed only where they do more than without: from the generation on, up to the switch.  KILL_ONLY=NAME: that operation.
# shellcheck source=tests/lib/kill.sh
. "$(dirname "$0")/../lib/kill.sh" || exit 1

# Each operation: its name, the store it begins with, the FILE that it writes outside ("-": none), the least number of
# points, the command.
operations() {
	cat <<-'END'
		create        two   -        30  create --no-backup
		import        two   -        30  import other.pem --no-backup
		rollback      two   -        30  rollback
		request       asked r.csr    20  request --name srv03.example.jp --out r.csr
		completion    asked -        30  import signed.pem --no-backup
		export        two   e.pem     4  export e.pem
		export-key    two   k.p12     8  export k.p12 --with-key --password-file password
		create+backup two   b.zip     6  create --backup b.zip --password-file password
	END
	[ "${KILL_ALL:-}" != 1 ] || cat <<-'END'
		import+backup two   b.zip    36  import other.pem --backup b.zip --password-file password
		backup        two   copy.zip 10  backup copy.zip --password-file password
	END
}

# What a kill leaves is demanded to be gone after the next run: a temporary name in the store, the note of the change (note),
# a request whose key is in use (request), the key of a generation that never was in use (key), the step to it (step), FILE
# of one, which would refuse the same command (file), a temporary name beside FILE (beside).  Here stands after which
# operations one of them is known to stay; there it is counted and printed.  Whoever mends it takes the operation out, and
# with that demands it.
declare -A known=()

# --- what is whole -------------------------------------------------------------------------------------

# same_key KIND FILE KEY: the certificate or request (x509, req) is for the key.
same_key() {
	local public
	public=$(openssl "$1" -noout -pubkey -in "$2") && [ "$public" = "$(openssl pkey -pubout -in "$3")" ]
}

# Generation FOLDER has all its files, and they belong together.
is_pair() {
	[ -s "$1/info" ] && same_key x509 "$1/certificate.pem" "$1/key.pem" &&
		cat "$1/key.pem" "$1/certificate.pem" | cmp -s - "$1/combined.pem" &&
		[ "$(stat -c %a "$1/key.pem" "$1/combined.pem" | sort -u)" = 600 ]
}

# Each request that waits is whole.
are_requests() {
	local folder
	for folder in s/requests/*/; do
		[ -d "$folder" ] || continue
		[ -s "$folder/info" ] && same_key req "$folder/request.pem" "$folder/key.pem" || return 1
	done
}

# What was there before, TEMPLATE, is untouched; NOW, in use, is the one that was, OLD, or a whole new one.
is_whole() {
	local template=$1 old=$2 now=$3
	if diff -r "$template/generations" s/generations 2>&1 | grep -qv '^Only in s/generations: '; then return 1; fi
	are_requests || return 1
	[ "$now" = "$old" ] || { [ "$now" -gt "$old" ] && is_pair "s/generations/$now"; }
}

# FILE belongs to what is in use or waits, or is a whole copy.
is_wanted() {
	local file=$1 old=$2 request
	case $file in
	r.csr)
		for request in s/requests/*/request.pem; do
			if cmp -s "$file" "$request"; then return 0; fi
		done
		return 1
		;;
	e.pem) cmp -s "$file" s/current/certificate.pem ;;
	k.p12) openssl pkcs12 -in "$file" -passin file:password -noout 2>/dev/null ;;
	copy.zip) "$INKAN" --store s backup --verify "$file" --password-file password >said 2>&1 ;;
	*) [ "$(in_use s)" -gt "$old" ] ;;
	esac
}

# Each generation that came in use after OLD, up to NOW, is in the audit log as done.
are_logged() {
	local old=$1 now=$2
	[ "$now" = "$old" ] || grep -qE "\"generation\":$now,.*\"result\":\"done" s/audit.log
}

# Never twice.
is_logged_once() { [ "$(grep -cE "\"generation\":$1,.*\"result\":\"done" s/audit.log)" -le 1 ]; }

# --- what agents follow --------------------------------------------------------------------------------

sha256_of() { openssl x509 -in "$1" -outform DER | sha256sum | cut -d' ' -f1; }

# step_of NUMBER: the number of the step that its record names, "" for none.
step_of() { sed -n 's/^step = //p' "s/generations/$1/info"; }

# Where OLD gave way to NOW with another certificate, the step that the record of NOW names leads from one to the other, and
# both keys have signed it.
is_led() {
	local old=$1 now=$2 from to
	from=$(sha256_of "s/generations/$old/certificate.pem") to=$(sha256_of "s/generations/$now/certificate.pem")
	[ "$from" != "$to" ] || return 0
	openssl cms -verify -noverify -inform PEM -in "s/steps/$(step_of "$now")-${to:0:8}.pem" -out step 2>said &&
		grep -q "^from-sha256 = $from" step && grep -q "^to-sha256 = $to" step
}

# No step lies there that no generation names.
are_named() {
	local step number
	for step in s/steps/*.pem; do
		[ -e "$step" ] || continue
		number=${step##*/}
		cat s/generations/*/info | grep -qx "step = ${number%%-*}" || return 1
	done
}

# --- what is left --------------------------------------------------------------------------------------

# left KIND WHERE: counts it, or fails.
left() {
	case " ${known[$1]:-} " in
	*" $name "*) debris[$1]=$((${debris[$1]:-0} + 1)) ;;
	*) fail "$2: left behind: $1" ;;
	esac
}

# Says what was known to stay after this operation and does not.
tell_mended() {
	local kind
	for kind in "${!known[@]}"; do
		case " ${known[$kind]} " in
		*" $name "*) [ -n "${debris[$kind]:-}" ] || echo "$name leaves no $kind any more: take it out of known" ;;
		esac
	done
}

# After a kill that left UNUSED (a generation's number, or "") and the next run.
look_for_debris() {
	local where=$1 unused=$2 key
	[ -z "$(find s -name '.inkan-tmp-*')" ] || left temporary "$where"
	[ -z "$(find . -maxdepth 1 -name '.inkan-tmp-*')" ] || left beside "$where"
	[ ! -e s/change ] || left note "$where"
	if [ -n "$unused" ] && [ -e "s/generations/$unused/key.pem" ]; then left key "$where"; fi
	if [ -n "$unused" ] && compgen -G "s/steps/$(step_of "$unused")-*" >/dev/null; then left step "$where"; fi
	for key in s/requests/*/key.pem; do
		if cmp -s "$key" s/current/key.pem; then left request "$where"; fi
	done
}

# --- an operation --------------------------------------------------------------------------------------

# begin TEMPLATE: as if nothing had been done yet.
begin() {
	rm -rf s ./.inkan-tmp-* r.csr e.pem k.p12 b.zip copy.zip again.*
	cp -a "$1" s
}

# after_kill WHERE TEMPLATE FILE ARGUMENT...: old or new; then the next one of its kind.
after_kill() {
	local where=$1 template=$2 file=$3 old now unused=
	shift 3
	old=$(in_use "$template")
	now=$(in_use s)
	is_whole "$template" "$old" "$now" || fail "$where: what is in use is not whole"
	whole=$((whole + 1))
	[ "$now" = "$old" ] || is_led "$old" "$now" || fail "$where: agents cannot follow"
	are_named || fail "$where: a step that no generation names"
	if [ "$now" = "$old" ] && [ -e "s/generations/$((old + 1))" ]; then unused=$((old + 1)); fi
	if [ -e "$file" ] && is_wanted "$file" "$old"; then set -- "${@/$file/again.${file##*.}}"; fi
	if ! "$INKAN" --store s "$@" >said 2>&1; then
		[ -e "$file" ] || fail "$where: the next one fails"
		left file "$where"
		"$INKAN" --store s "${@/$file/again.${file##*.}}" >said 2>&1 || fail "$where: the next one fails, to another file too"
	fi
	are_logged "$old" "$now" || fail "$where: what came in use is not in the audit log"
	[ "$now" = "$old" ] || is_logged_once "$now" || fail "$where: what came in use is in the audit log twice"
	is_whole "$template" "$old" "$(in_use s)" || fail "$where: what the next one puts in use is not whole"
	[ "$now" = "$(in_use s)" ] || is_led "$now" "$(in_use s)" || fail "$where: agents cannot follow the next one"
	are_named || fail "$where: a step that no generation names, after the next one"
	look_for_debris "$where" "$unused"
}

# points FILE ARGUMENT...: where to kill, in the order of time.
points() {
	local file=$1
	shift
	if [ "${KILL_ALL:-}" = 1 ] || [ "${file##*.}" != zip ]; then
		changes "$INKAN" --store s "$@"
	else
		changes "$INKAN" --store s "$@" | sed -n '/^renameat2 /,/^symlinkat /p'
	fi
}

kill_all() {
	local name=$1 template=$2 file=$3 least=$4 call n runs=0 started=$SECONDS kind said_debris=
	local -A debris=()
	shift 4
	whole=0
	begin "$template"
	points "$file" "$@" >points || fail "$name does not work"
	while read -r call n; do
		begin "$template"
		kill_at "$call" "$n" "$INKAN" --store s "$@" || fail "$name was not killed at $call $n"
		runs=$((runs + 1))
		after_kill "$name, killed at $call $n" "$template" "$file" "$@"
	done <points
	[ "$runs" -ge "$least" ] || fail "$name: too few points ($runs)"
	for kind in "${!debris[@]}"; do said_debris+=", $kind left at ${debris[$kind]}"; done
	echo "ok - $name: $runs points, $whole whole${said_debris:-, no debris} ($((SECONDS - started)) s)"
	tell_mended
	ok
}

# --- the worlds ----------------------------------------------------------------------------------------

(umask 077 && echo 'correct horse battery staple' >password)
{
	"$INKAN" --store two create --name srv01.example.jp --no-backup && "$INKAN" --store two create --no-backup &&
		"$INKAN" --store asked create --name srv01.example.jp --no-backup &&
		"$INKAN" --store asked request --name srv02.example.jp --out asked.csr &&
		openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -subj /CN=CA -days 9 &&
		openssl x509 -req -in asked.csr -CA ca.pem -CAkey ca.key -out signed.pem -days 9 &&
		openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout other.key -out other.crt \
			-subj /CN=other.example.jp -days 9 && cat other.key other.crt >other.pem
} >said 2>&1 || fail "the stores to begin with"

while read -r name template file least command; do
	[ "${KILL_ONLY:-$name}" = "$name" ] || continue
	# shellcheck disable=SC2086 # one word each
	kill_all "$name" "$template" "$file" "$least" $command
done < <(operations)
report
