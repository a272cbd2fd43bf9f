#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# import.sh: keys and certificates of other programs come in, whatever the file; what cannot come in changes nothing.
# shellcheck source=tests/lib/program.sh
. "$(dirname "$0")/../lib/program.sh" || exit 1

# All of the store but the lock and the log, as one text.
tree() { [ ! -d s ] || (cd s && find . -type f ! -name lock ! -name audit.log -exec sha256sum {} + | sort; readlink current); }

# refused STATUS NUMBER ARGUMENT...: import fails with the error of that number, and nothing is changed.
refused() {
	local status=$1 number=$2 before
	shift 2
	before=$(tree | sha256sum)
	run "$status" import "$@" --store s --no-backup
	says err "INK-$number"
	holds [ "$before" = "$(tree | sha256sum)" ]
}

# between: another certificate comes in use, so that the same import as before has something to do.
between() { run 0 create --store s --no-backup --name between.example.jp --key-type ecdsa-p256; }

# taken TYPE ARGUMENT...: import succeeds, and the certificate in use has a key of this type that fits.
taken() {
	local type=$1
	shift
	between
	run 0 import "$@" --store s --no-backup
	says out "the new certificate is in use"
	run 0 show --store s --json
	says out "\"key_type\": \"$type\""
	holds [ "$(openssl x509 -noout -pubkey -in s/current/certificate.pem)" = \
		"$(openssl pkey -pubout -in s/current/key.pem)" ]
}

secret() { (umask 077 && printf '%s\n' "$2" >"$1"); }
secret password 'secret of the file'
secret wrong 'wrong'
secret zip-password 'zip secret'
secret backup-password 'correct horse battery staple'

# --- files as other programs make them
{
	openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -subj /CN=Authority -days 900
	openssl req -newkey rsa:2048 -nodes -keyout rsa.key -out rsa.csr -subj /CN=srv01.example.jp
	openssl x509 -req -in rsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out rsa.pem -days 365
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ec.key -out ec.pem -subj /CN=ec.example.jp -days 365
	openssl req -x509 -newkey ed25519 -nodes -keyout ed.key -out ed.pem -subj /CN=ed.example.jp -days 365
	openssl req -x509 -newkey ed25519 -nodes -keyout stranger.key -out stranger.pem -subj /CN=stranger.example.jp -days 365
	openssl crl2pkcs7 -nocrl -certfile stranger.pem -out stranger.p7b
	openssl pkcs12 -export -nokeys -in stranger.pem -passout file:password -out stranger.p12
	# pss NAME MGF-DIGEST: a key that is bound to SHA-384 and a salt of 20.
	pss() {
		openssl genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_pss_keygen_md:sha384 \
			-pkeyopt rsa_pss_keygen_mgf1_md:"$2" -pkeyopt rsa_pss_keygen_saltlen:20 -out "$1.key"
	}
	pss bound sha384 && openssl rsa -traditional -in bound.key | sed s/-PSS// >unbound.key
	pss own sha512 && openssl rsa -traditional -in own.key | sed s/-PSS// >own-unbound.key
	openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:explicit -out explicit.key
	openssl pkey -in ec.key -ec_conv_form compressed -out compressed.key
	for k in bound unbound own explicit compressed; do
		openssl req -x509 -sha384 -new -key $k.key -out $k.pem -subj /CN=$k.example.jp -days 365
	done
	openssl dsaparam -genkey 2048 | openssl dsa -out dsa.key
	openssl req -x509 -key dsa.key -out dsa.pem -subj /CN=dsa.example.jp
	p12() { openssl pkcs12 -export "$@" -passout 'pass:secret of the file'; }
	p12 -inkey rsa.key -in rsa.pem -certfile ca.pem -out modern.pfx
	p12 -inkey rsa.key -in rsa.pem -legacy -out OfficeScanAuth.dat
	p12 -inkey rsa.key -in rsa.pem -nomac -out nomac.p12
	p12 -inkey ec.key -in ec.pem -out ec.p12
	p12 -nokeys -in rsa.pem -out certificates.p12
	p12 -inkey rsa.key -in rsa.pem -iter 3000000 -maciter -out slow.p12
	openssl pkcs8 -topk8 -in rsa.key -out sealed.key -passout 'pass:secret of the file'
	openssl pkcs8 -topk8 -scrypt -in rsa.key -out scrypt.key -passout 'pass:secret of the file'
	openssl rsa -traditional -aes128 -in rsa.key -out proc.key -passout 'pass:secret of the file'
	openssl x509 -in rsa.pem -outform der -out rsa.der
	openssl pkcs8 -topk8 -nocrypt -in rsa.key -outform der -out rsa.key.der
	cat ca.pem rsa.key rsa.pem >bundle.pem
	cat rsa.pem ca.pem rsa.key ec.pem ec.key >two.pem
	openssl crl2pkcs7 -nocrl -certfile ca.pem -certfile rsa.pem -outform der -out chain.p7b
} >made 2>&1 || { cat made; exit 1; }

# --- nothing there yet: what is refused makes no store
: >empty
refused 1 3238 empty
refused 1 2310 nothing.pfx
refused 1 3203 modern.pfx --file-password-file wrong
holds [ ! -e s ]
refused 2 1119 modern.pfx
refused 2 1109 modern.pfx hunter2hunter2
run 2 import modern.pfx --store s --file-password-file password
says err "INK-1110"
run 2 import modern.pfx --store s --file-password-file password --key-group no-such-group
says err "INK-2151"
refused 2 2212 modern.pfx --file-password-file rsa.pem

# --- what other programs made
run 0 import modern.pfx --store s --file-password-file password --password-file backup-password
says out "opened again and compared"
holds [ "$(grep -c BEGIN s/current/certificate.pem)" -eq 2 ]
holds grep -q '^origin = imported$' s/current/info
holds [ "$(stat -c %a s/current/key.pem)" = 600 ]
run 0 backup --verify s/backups/*.zip --password-file backup-password --store s
taken rsa-2048 OfficeScanAuth.dat --file-password-file password
taken ecdsa-p256 ec.p12 --file-password-file password
taken rsa-2048 bundle.pem
holds [ "$(grep -c BEGIN s/current/certificate.pem)" -eq 2 ]
taken ed25519 ed.pem --key-file ed.key
taken rsa-2048 rsa.pem --key-file sealed.key --file-password-file password
taken rsa-2048 rsa.der --key-file proc.key --file-password-file password
taken rsa-2048 rsa.der --key-file rsa.key.der
taken rsa-2048 chain.p7b --key-file rsa.key.der
holds [ "$(grep -c BEGIN s/current/certificate.pem)" -eq 2 ]
between
run 0 import OfficeScanAuth.dat --store s --no-backup --file-password-file password
says err "RC2-40-CBC"

# --- the same again changes nothing, and asks for no password of a backup; but a backup that is named is made
before=$(tree | sha256sum)
run 0 import OfficeScanAuth.dat --store s --no-backup --file-password-file password
says out "This certificate is in use already. Nothing is to be changed."
silent err
run 0 import OfficeScanAuth.dat --store s --file-password-file password
silent err
run 0 import OfficeScanAuth.dat --store s --file-password-file password --json
says out '"changed": false'
run 0 import OfficeScanAuth.dat --store s --file-password-file password --dry-run
run 0 rollback "$(basename "$(readlink s/current)")" --store s
says out "in use already"
holds [ "$before" = "$(tree | sha256sum)" ]
run 2 import OfficeScanAuth.dat --store s --backup named.zip --file-password-file password
before=$(readlink s/current)
run 0 import OfficeScanAuth.dat --store s --backup named.zip --file-password-file password --password-file backup-password
says err "It is the certificate that is in use already."
says out "Done: the backup is made, and was opened again."
run 0 backup --verify named.zip --password-file backup-password --store s
printf '%s\n' 'action = import' 'file = OfficeScanAuth.dat' 'backup_file = second.zip' >answers
run 0 --answers answers --store s --file-password-file password --password-file backup-password
holds [ -s second.zip ]
run 2 --answers answers --store s --file-password-file password --password-file backup-password
says err "INK-2303"
holds [ "$before" = "$(readlink s/current)" ]
chmod 644 s/current/key.pem
run 0 import OfficeScanAuth.dat --store s --no-backup --file-password-file password
says err "a new generation is made."
holds [ "$(stat -c %a s/current/key.pem)" = 600 ]
run 0 import ed.pem --key-file ed.key --store s --no-backup
says err "agents"

# --- shown without being taken: the leaf of a chain, or what the file is instead
run 0 show chain.p7b
says out "Subject: CN=srv01.example.jp"
run 2 show modern.pfx
says err "INK-1119"
says out "PKCS #12 with 1 key; the rest is encrypted."
says out "Rounds: "
run 1 show rsa.csr
says err "INK-3230"

# --- refused, each with its own sentence, and nothing is changed
refused 1 3203 OfficeScanAuth.dat --file-password-file wrong
refused 1 3203 rsa.pem --key-file proc.key --file-password-file wrong
refused 1 3206 nomac.p12 --file-password-file password
taken rsa-2048 nomac.p12 --file-password-file password --accept-unprotected
refused 1 3204 rsa.pem --key-file scrypt.key --file-password-file password
says err scrypt
refused 1 3108 slow.p12 --file-password-file password
refused 1 3210 stranger.pem
refused 1 3210 stranger.p7b
refused 1 3230 rsa.csr
refused 1 3210 stranger.p12 --file-password-file password
refused 1 3211 rsa.key
refused 1 3209 rsa.pem --key-file ec.key
refused 1 3212 dsa.pem --key-file dsa.key
says err "  inkan request --out FILE --store s"
# What a certificate holds is the matter, not whether it belongs to the key.
refused 1 3256 explicit.pem --key-file explicit.key
says err "EC with the parameters of its curve written out"
says err "  inkan request --out FILE --store s"
refused 1 3256 compressed.pem --key-file compressed.key
says err "EC with a compressed point"
refused 1 3256 own.pem --key-file own-unbound.key
says err "RSA-PSS, SHA384, mask SHA512, salt 20"
refused 1 3212 own.key
refused 1 3201 made
refused 1 2315 .
mkfifo pipe && refused 1 2312 pipe
truncate -s 1T sparse && refused 1 2313 sparse
truncate -s 5M five && refused 1 3213 five
refused 1 3218 s/backups/*.zip
refused 1 3224 two.pem
says err "--key-choice 2: ECDSA P-256, CN=ec.example.jp"
refused 2 3225 two.pem --key-choice 3
taken ecdsa-p256 two.pem --key-choice 2
taken rsa-2048 two.pem --key-choice 1

# --- RSA-PSS keys that are bound to a digest and a salt; taken() compares what key and certificate are bound to
taken rsa-pss-2048 bound.pem --key-file bound.key
run 0 import bound.pem --key-file bound.key --store bound --no-backup
says err "Clients that use GnuTLS refuse what the key of this certificate signs: bound.example.jp (RSA-PSS, SHA384, salt 20)"
taken rsa-pss-2048 bound.pem --key-file unbound.key
taken rsa-2048 unbound.pem --key-file bound.key
refused 1 3209 bound.pem --key-file rsa.key

# --- ZIP files
if command -v zip >/dev/null; then
	zip -q plain.zip bundle.pem
	zip -q junk.zip made
	zip -q -P 'secret of the file' same.zip modern.pfx
	zip -q -P 'zip secret' other.zip modern.pfx
	taken rsa-2048 plain.zip
	taken rsa-2048 same.zip --file-password-file password
	refused 1 3220 junk.zip
	refused 1 3203 same.zip --file-password-file wrong
	refused 1 3222 other.zip --file-password-file zip-password
	refused 2 1119 other.zip
	head -c 500 plain.zip >cut.zip
	refused 1 3219 cut.zip
fi
if command -v 7z >/dev/null; then
	7z a -tzip -mem=AES256 '-psecret of the file' aes.zip modern.pfx >/dev/null
	taken rsa-2048 aes.zip --file-password-file password
	refused 1 3203 aes.zip --file-password-file wrong
fi

# --- a request, signed by an authority
run 2 request --store s
says err "INK-1107"
run 0 request --store s --out first.csr --name srv02.example.jp --alt-name 192.0.2.7 --organization Sample
says out "first.csr"
before=$(readlink s/current)
holds [ "$(stat -c %a first.csr)" = 644 ]
holds openssl req -in first.csr -noout -verify 2>made
holds grep -q 192.0.2.7 <(openssl req -in first.csr -noout -text)
holds [ "$(stat -c %a s/requests s/requests/* s/requests/*/key.pem | tr '\n' ' ')" = "700 700 600 " ]
run 2 request --store s --out first.csr
says err "INK-2303"
holds [ "$(ls s/requests | wc -l)" -eq 1 ]
run 0 request --store s --out second.csr --name srv03.example.jp --key-type rsa-3072
holds [ "$(readlink s/current)" = "$before" ]
sign() { openssl x509 -req -in "$1" -CA ca.pem -CAkey ca.key -CAcreateserial -copy_extensions copy -out "$2" -days 365 >made 2>&1; }
sign second.csr second.pem
sign first.csr first.pem
refused 1 3223 stranger.pem
taken rsa-3072 second.pem
holds grep -q '^origin = requested$' s/current/info
holds [ "$(ls s/requests | wc -l)" -eq 1 ]
cat own.pem ca.pem first.pem >answer.pem
taken rsa-2048 answer.pem
holds [ "$(grep -c BEGIN s/current/certificate.pem)" -eq 2 ]
holds [ -z "$(ls s/requests)" ]
taken rsa-2048 answer.pem
run 0 show --store s --json
says out '"origin": "requested"'
# What the authority left out is said, and goes on being said.
holds grep -q '^asked-names = ' s/current/info
# The key of the one before is known, too.
taken rsa-3072 second.pem

# --- the same as answers: the same refusals, the same remarks (in a new store: a backup of few generations is soon made)
mv s before
taken rsa-2048 bundle.pem
run 0 request --store s --out again.csr --name srv02.example.jp
# answered STATUS NUMBER LINE...: these answers end so, and say that number, or nothing for 0.
answered() {
	local status=$1 number=$2 before
	before=$(readlink s/current)
	shift 2
	printf '%s\n' "$@" >answers
	[ "$status" != 0 ] || between
	run "$status" --answers answers --store s --file-password-file password --password-file backup-password
	if [ "$number" != 0 ]; then
		says err "INK-$number"
		holds [ "$before" = "$(readlink s/current)" ]
	fi
}
answered 2 1126 'action = import'
answered 2 1125 'action = import' 'file = modern.pfx' 'generation = 1'
answered 2 1127 'action = import' 'file = modern.pfx' 'inner_password = x'
answered 1 2310 'action = import' 'file = nothing.pfx'
says err "  file = nothing.pfx"
answered 1 3209 'action = import' 'file = rsa.pem' 'key_file = ec.key'
answered 2 2303 'action = import' 'file = rsa.pem' 'key_file = proc.key' 'backup_file = rsa.pem'
answered 1 3206 'action = import' 'file = nomac.p12'
answered 1 3206 'action = import' 'file = nomac.p12' 'accept_unprotected = no'
answered 2 1129 'action = import' 'file = bundle.pem' 'accept_unprotected = perhaps'
answered 1 3223 'action = import' 'file = stranger.pem'
answered 1 3224 'action = import' 'file = two.pem'
says err "  key_choice = 2: ECDSA P-256, CN=ec.example.jp"
answered 2 3225 'action = import' 'file = two.pem' 'key_choice = 3'
answered 2 3225 'action = import' 'file = bundle.pem' 'key_choice = 2'
printf '%s\n' 'action = import' 'file = modern.pfx' >answers
run 1 --answers answers --store s --password-file backup-password
says err "INK-3202"
says err "--file-password-file"
answered 0 0 'action = import' 'file = OfficeScanAuth.dat'
says err "RC2-40-CBC"
answered 0 0 'action = import' 'file = bundle.pem'
says err "The password of the file was not needed."
answered 0 0 'action = import' 'file = nomac.p12' 'accept_unprotected = yes'
says err "Nothing protected the file"
answered 0 0 'action = import' 'file = ed.pem' 'key_file = ed.key'
says err "agents"
answered 2 2102 'action = request' 'name = a..b' 'request_file = a.csr'
answered 2 2303 'action = request' 'request_file = first.csr'
answered 2 1125 'action = request' 'request_file = a.csr' 'days = 3'
holds [ ! -e a.csr ]

# --- answers that were saved, run again
run 0 prune --store s
run 0 import two.pem --key-choice 2 --store s --save-answers saved --password-file backup-password
holds [ "$(stat -c %a saved)" = 600 ]
says saved "action = import"
says saved "file = two.pem"
says saved "key_choice = 2"
says saved "# backup_file = "
holds [ -z "$(grep -i -e horse -e password saved)" ]
run 1 import bundle.pem --store s --no-backup --save-answers saved
says err "INK-1128"
says saved "file = two.pem"
run 0 --answers saved --store s --password-file backup-password
says out "in use already"
between
run 0 --answers saved --store s --password-file backup-password
run 0 show --store s --json
says out '"key_type": "ecdsa-p256"'
run 0 import rsa.pem --key-file sealed.key --store s --save-answers sealed --file-password-file password --no-backup
between
run 0 --answers sealed --store s --password-file backup-password --file-password-file password
run 0 prune --store s
between
run 0 import nomac.p12 --accept-unprotected --store s --save-answers nomac --file-password-file password --no-backup
between
run 0 --answers nomac --store s --password-file backup-password --file-password-file password
run 0 request --store s --out third.csr --name srv04.example.jp --alt-name srv04 --key-type rsa-3072 --save-answers asked
says asked "action = request"
says asked "request_file = third.csr"
says asked "alt_names = srv04"
run 2 --answers asked --store s
says err "INK-2303"
rm third.csr
run 0 --answers asked --store s
holds openssl req -in third.csr -noout -verify 2>made
holds [ "$(ls s/requests | wc -l)" -eq 3 ]

# --- names that are no text are found, but in no file of answers
cp bundle.pem $'caf\xe9.pem'
taken rsa-2048 $'caf\xe9.pem'
between
refused 2 2132 $'caf\xe9.pem' --save-answers cafe
holds [ ! -e cafe ]
cp bundle.pem 証明書.pem
taken rsa-2048 証明書.pem
LC_ALL=C taken rsa-2048 証明書.pem
if localedef --no-archive -i ja_JP -f EUC-JP "$work/ja_JP.eucJP" >/dev/null 2>&1; then
	# Of LOCPATH the C library never frees its copy; ASan would blame us.
	sound=${ASAN_OPTIONS-}
	export LOCPATH=$work ASAN_OPTIONS="$sound:detect_leaks=0"
	run 0 prune --store s
	euc=$(printf 証 | iconv -t EUC-JP)
	mv bundle.pem "$euc.pem"
	between
	LC_ALL=ja_JP.eucJP run 0 import 証明書.pem --store s --no-backup
	between
	LC_ALL=ja_JP.eucJP run 0 import "$euc.pem" --store s --no-backup --save-answers in-euc
	says in-euc "file = 証.pem"
	between
	LC_ALL=ja_JP.eucJP run 0 --answers in-euc --store s --password-file backup-password
	mv "$euc.pem" bundle.pem
	export ASAN_OPTIONS=$sound
	unset LOCPATH
fi
cp bundle.pem ' = # '
taken rsa-2048 ' = # '
between
refused 1 1128 ' = # ' --save-answers blanks
cp bundle.pem $'a\naction = verify'
taken rsa-2048 $'a\naction = verify'
between
refused 1 1128 $'a\naction = verify' --save-answers blanks
holds [ ! -e blanks ]

# --- overtaken by others, each comes in after the other
generations() { find s/generations -mindepth 1 -maxdepth 1 | wc -l; }
for ((i = 1; i <= 6; i++)); do
	openssl req -newkey rsa:2048 -nodes -keyout pair.key -out pair.csr -subj "/CN=crowd-$i.example.jp" 2>made
	openssl x509 -req -in pair.csr -signkey pair.key -out pair.pem -days 365 2>made
	cat pair.key pair.pem >"crowd.$i.pem"
done
between
before=$(generations)
for ((i = 1; i <= 6; i++)); do
	setsid -w "$INKAN" import "crowd.$i.pem" --store s --no-backup >/dev/null 2>"crowd.$i" </dev/null &
	setsid -w "$INKAN" request --store s --out "crowd.$i.csr" >/dev/null 2>"asked.$i" </dev/null &
done
wait
cat crowd.? asked.? >err
# A request keeps the kind of key that is in use, and remarks on RSA 2048.
holds [ -z "$(grep -v -e "in use already" -e "RSA keys of 3072 bits" -e "other names (SAN)" err)" ]
holds [ "$(generations)" -eq $((before + 6)) ]
holds [ "$(ls s/requests | wc -l)" -eq 9 ]

# --- a request or a backup that the log cannot hold is made all the same
run 0 import bundle.pem --store unlogged --no-backup
rm unlogged/audit.log && mkdir unlogged/audit.log
run 3 request --store unlogged --out unlogged.csr
says out "The request is made; only what came after it failed."
says err "The request is made; only what came after it failed."
holds openssl req -in unlogged.csr -noout -verify 2>made
run 3 backup unlogged.zip --store unlogged --password-file backup-password
says out "The backup is made; only what came after it failed."
says err "The backup is made; only what came after it failed."
run 0 backup --verify unlogged.zip --password-file backup-password

# --- the letters of the model
run 0 -i bundle.pem --store s --no-backup
run 0 -b letters.zip --store s --password-file backup-password
run 0 -c --store s --no-backup
run 0 -e letters.pem --store s
holds openssl x509 -in letters.pem -noout
run 3 -l list.csv --store s
says err "INK-7151"
holds [ ! -e list.csv ]

report
