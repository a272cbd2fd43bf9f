#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# findings.sh: each thing that inkan check finds has its number, its severity and its cure, for people and for programs,
# with the same number in each language; and is gone when it was cured.
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

# In a world with a clock of ours, on srv01.example.jp.
inkan() { env LD_PRELOAD="$FIXED_WORLD" FIXED_NOW="$at" "${more[@]}" "$INKAN" --store s "$@" >out 2>err </dev/null; }
more=()

done_well() { if inkan "$@"; then ok; else not_ok "$*"; fi; }
exit_of() { case $1 in remark) echo 0 ;; warning) echo 1 ;; critical) echo 2 ;; unknown) echo 3 ;; esac; }
word_of() { case $1 in remark) echo Remark ;; warning) echo Warning ;; critical) echo Critical ;; unknown) echo Unknown ;; esac; }

has() { grep -qF -- "$1" out; }
finding() { grep -A 3 "\"number\": $1,\$" out; }
has_severity() { finding "$1" | grep -q "\"severity\": \"$2\""; }
has_cure() { finding "$1" | grep -qF -- "\"cure\": \"$2"; }
message() { finding "$1" | sed -n 's/^ *"message": //p' | head -n 1; }

# Whether each command that the cures on standard output tell can be typed as it stands: for this store, if not for another.
complete() { ! grep -E '^ *"cure": |^  ' out | grep -v '^  inkan built: ' | grep -oE '\binkan( [a-z]+([^).]|\.[^ ])*| --([^).]|\.[^ ])*|"?$)' | grep -v -e ' --store s$' -e ' --store s"$' -e ' --store DIR' >incomplete; }

# found NUMBER SEVERITY CURE [ARGUMENT...]: in JSON, in text, in the counts, and in Japanese; CURE is how the cure begins,
# without the store.
found() {
	local number=$1 severity=$2 cure=$3 english

	shift 3
	inkan check "$@" --json
	holds [ $? -ge "$(exit_of "$severity")" ]
	holds has_severity "$number" "$severity"
	holds complete
	sed -i 's/ --store s//' out
	holds has_cure "$number" "$cure"
	english=$(message "$number")
	inkan check "$@" --json --lang ja
	holds [ -n "$(message "$number")" ]
	holds [ "$(message "$number")" != "$english" ]
	inkan check "$@"
	holds has "$(word_of "$severity"): INK-$number: "
	holds complete
	sed -i 's/ --store s//' out
	holds has "  $cure"
	inkan check "$@" --prometheus
	holds grep -q "^inkan_findings{severity=\"$severity\"} [1-9]" out
}

# not_found NUMBER: and what is left is no more than a remark.
not_found() {
	inkan check
	holds [ $? -eq 0 ]
	if grep -q "INK-$1" out; then not_ok "found: $1"; else ok; fi
}

again() {
	rm -rf s
	cp -a sound s
	at=$now
	more=()
}

(umask 077 && echo 'correct horse battery staple' >password)

# --- no certificate, or one whose days are over
found 4101 critical "Make one (inkan create)."
done_well create --name srv01.example.jp --password-file password
not_found INK
cp -a s sound
at=$((now + 701 * DAY))
found 3302 warning "Make it new: inkan renew"
at=$((now + 725 * DAY))
found 3302 critical "Make it new: inkan renew"
at=$((now + 731 * DAY))
found 3301 critical "Make it new: inkan renew"
rm -rf s
at=$((now + 100 * DAY))
done_well create --name srv01.example.jp --password-file password
at=$now
found 3303 critical "Check the clock of this server."

# --- damage
again
echo "no certificate" >s/generations/1/certificate.pem
found 3104 critical "Restore a backup (inkan restore FILE --use 1). Without one make it new: inkan create"
again
done_well create --password-file password
echo "no certificate" >s/generations/2/certificate.pem
found 3104 critical "Go back to an earlier one (inkan rollback)."
again
rm s/generations/1/key.pem
found 4109 critical "Make it new (inkan renew). To keep the certificate"
ln -sfn generations/7 s/current
found 4108 critical "Restore a backup (inkan restore FILE). Without one make it new: inkan create"
again
ln -sfn generations/7 s/current
found 4108 critical "Go back to an earlier one (inkan rollback)."
again
done_well create --password-file password
cp s/generations/1/key.pem s/generations/2/key.pem
found 3105 critical "Make it new (inkan renew). To keep the certificate"
cp s/generations/1/combined.pem s/generations/2/combined.pem
done_well rollback 1
found 3105 warning "Generation 2 is not in use."
again
echo "inkan-store 3" >s/format
found 4106 unknown "Install the newer version of inkan."
echo "rubbish" >s/format
found 4107 critical "Restore a backup into another place"

# --- rights
again
chmod 644 s/generations/1/key.pem
found 4201 critical "Close it: chmod 0600 s/generations/1/key.pem"
chmod 600 s/generations/1/key.pem
chmod 755 s/backups
found 4201 warning "Close it: chmod 0700 s/backups"
chmod 700 s/backups
not_found 4201
chmod 777 s
found 4104 critical "Let nobody write there but root and the owner of the store."
if [ "$(id -u)" = 0 ]; then
	again
	chown 12345 s/generations/1/certificate.pem
	found 4202 critical "Give it to the owner of the store with chown"
	again
	more=(setpriv --reuid 12345 --regid 12345 --clear-groups)
	found 4209 remark "Run it as root or as the owner of the store."
	chmod 700 s
	found 4123 unknown "Run it as root or as the owner of the store."
fi

# --- the server
again
at=1000000000
found 4207 warning "Set the clock, then check again."
again
more=(FIXED_BUILT_AT=$((now + 60)))
found 4207 warning "Set the clock, then check again."
more=()
not_found 4207
again
echo "key-group = no-such-group-here" >>s/generations/1/info
done_well create --password-file password
found 4210 warning "The group does not exist on this server; if it is needed, make it first. Give it the key again (inkan renew --key-group no-such-group-here)."
done_well create --no-key-group --password-file password
not_found 4210
again
more=(FIXED_CLOCK_FREE=1)
found 4208 remark "Turn on time synchronisation"
more=()
not_found 4208
done_well create --name other.example.jp --password-file password
found 3304 remark "If clients use that name, make a new certificate"

# --- the backup
again
done_well create --no-backup
found 5202 warning "Make a backup: inkan backup FILE"
done_well backup b.zip --password-file password
not_found 5202
echo >>b.zip
found 5205 warning "Make a backup: inkan backup FILE"
rm b.zip
found 5203 warning "Make a backup: inkan backup FILE"
mkdir b.zip
found 5204 warning "Make a backup: inkan backup FILE"
rm s/backups/last
found 5201 warning "Make a backup: inkan backup FILE"
again
cp s/backups/*.zip b2.zip
rm -rf s
done_well restore b2.zip --not-exportable --password-file password
found 3305 warning "If this disk fails, only a new certificate helps"

# --- what is left over
again
done_well request --out r.csr
found 4205 remark "When the authority has signed it: inkan import FILE"
inkan check
holds has "$(ls s/requests) (srv01.example.jp)"
again
cp -a s/generations/1 s/generations/2
found 4203 remark "Nothing has to be done. To put it in use: inkan rollback 2"
again
(umask 077 && echo "operation = create" >s/change)
found 4204 warning "Nothing has to be repaired. The next change tidies up."
done_well create --password-file password
not_found 4204
done_well create --password-file password
at=$((now + 31 * DAY))
found 4206 remark "Delete old keys: inkan prune"
done_well prune
not_found 4206

# --- commands after a switch
again
hook() { printf '#!/bin/sh\n%s\n' "$2" >"s/hooks.d/$1" && chmod 755 "s/hooks.d/$1"; }
mkdir s/hooks.d
hook reload 'exit 1'
hook fine 'exit 0'
found 6108 warning "Run the commands once more: inkan hooks --again"
inkan create --password-file password
holds [ $? -eq 3 ]
found 6107 warning "Run the commands once more: inkan hooks --again"
holds grep -qx "inkan_hooks_failed 1" out
inkan check
holds [ "$(grep -c INK-6107 out)" = 1 ]
holds has "  $(date -u -d "@$at" +%FT%TZ) failed INK-6101"
inkan hooks --again
holds [ $? -eq 3 ]
found 6107 warning "Run the commands once more: inkan hooks --again"
chmod 775 s/hooks.d/reload
found 6106 warning "Let nobody write there but root and the owner of the store."
hook reload 'exit 0'
done_well hooks --again
not_found 6107
done_well check --prometheus
holds grep -qx "inkan_hooks_failed 0" out
hook reload 'exit 1'
inkan create --password-file password
rm s/hooks.d/reload
not_found 6107
hook reload 'exit 1'
found 6107 warning "Run the commands once more: inkan hooks --again"
rm s/audit.log
not_found 6108
ln -s /nowhere s/hooks.d/dangling
found 6104 warning "Put the command back, or remove what leads to it."
rm s/hooks.d/dangling
hook reload.sh 'exit 0'
found 6110 remark "If it is to run, rename it; else remove it."
mv s/hooks.d/reload.sh s/hooks.d/README
chmod 644 s/hooks.d/README
found 6111 remark "If it is not needed, remove it. To have it run: chmod 755 "
rm s/hooks.d/README
mkdir s/hooks.d/examples
found 6112 remark "Nothing has to be done. It may be removed."
rmdir s/hooks.d/examples
if [ "$(id -u)" = 0 ]; then
	chown 12345 s/hooks.d/reload
	found 6105 warning "Let nobody write there but root and the owner of the store."
fi

report
