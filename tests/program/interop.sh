#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# interop.sh: what we export is read by openssl, certtool, keytool (Java) and pk12util (NSS), with the key and the whole
# chain; what they write is taken: each type of key, each length of chain, passwords in ASCII and in Japanese.
INKAN=$(realpath "${INKAN:-../src/inkan/inkan}")
TYPES=${INTEROP_TYPES:-p256 p384 p521 rsa2048 rsa3072 rsa4096 pss ed25519}
AT_ONCE=2
work=$(mktemp -d "${TMPDIR:-/tmp}/inkan-interop-XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
chmod 755 "$work"
cd "$work" || exit 1
unset LANGUAGE LC_ALL LC_MESSAGES INKAN_STORE
export LANG=C.UTF-8 TZ=UTC
umask 077

if ! command -v openssl >said; then
	echo "openssl is not installed: nothing can be made to be taken"
	exit 77
fi
for tool in certtool keytool pk12util certutil; do
	command -v $tool >said || echo "$tool is not installed: its tests are skipped"
done
here() { command -v "$1" >/dev/null; }

# --- what holds is counted, for each type of key by itself
passed=0
failed=0

holds() {
	if "$@" >said 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "not ok - ${PWD#"$work"/}: $*"
		sed 's/^/	/' said
	fi
}

refuses() { ! "$@"; }
says() { grep -qF -- "$1" "$2"; }

# --- the parts: a key, its leaf and those above it
certificate() { openssl x509 -req -days 365 -extfile "$work/$1.ext" -out "$2" "${@:3}"; }

authority() {
	printf 'basicConstraints=critical,CA:TRUE\n' >ca.ext
	printf 'basicConstraints=CA:FALSE\nsubjectAltName=DNS:srv.example.jp\n' >leaf.ext
	openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out root.key
	openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out inter.key
	openssl req -x509 -new -key root.key -subj /CN=root -days 3650 -out root.pem
	openssl req -new -key inter.key -subj /CN=inter -out inter.csr
	certificate ca inter.pem -in inter.csr -CA root.pem -CAkey root.key -set_serial 2
}

make_key() {
	case $1 in
	p*[0-9]) openssl genpkey -algorithm EC -pkeyopt "ec_paramgen_curve:P-${1#p}" -out key.pem ;;
	rsa*) openssl genpkey -algorithm RSA -pkeyopt "rsa_keygen_bits:${1#rsa}" -out key.pem ;;
	pss) openssl genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -out key.pem ;;
	ed25519) openssl genpkey -algorithm ED25519 -out key.pem ;;
	esac
	openssl pkey -in key.pem -outform DER -out key.der
	openssl req -new -key key.pem -subj /CN=srv.example.jp -out leaf.csr
}

# A chain of one is its own issuer, as those that inkan makes; one of two ends below its root.
make_chain() {
	if [ "$1" = 1 ]; then
		certificate leaf leaf.pem -in ../leaf.csr -signkey ../key.pem
	else
		certificate leaf leaf.pem -in ../leaf.csr -CA ../../inter.pem -CAkey ../../inter.key -set_serial "1$1"
	fi
	case $1 in
	1) : >above.pem ;;
	2) cat ../../inter.pem >above.pem ;;
	3) cat ../../inter.pem ../../root.pem >above.pem ;;
	esac
	cat leaf.pem above.pem >chain.pem
}

# --- the one comparison: FILE has this key (under a password, if it says so), and this chain from its leaf on
is_key() { openssl pkey -in "$1" -passin "${2:+file:}${2:-pass:}" -outform DER | cmp - ../key.der; }
is_chain() { sed -n '/BEGIN CERT/,/END CERT/p' "$1" | cmp - chain.pem; }

# --- in: what a program wrote becomes the certificate in use
taken() {
	holds "$INKAN" --store "s-$1" import "$1" --no-backup --file-password-file "$2"
	holds is_key "s-$1/current/key.pem"
	holds is_chain "s-$1/current/certificate.pem"
}

openssl_writes() {
	local above=(-certfile above.pem)

	[ -s above.pem ] || above=()
	openssl pkcs12 -export -inkey ../key.pem -in leaf.pem "${above[@]}" -name srv -passout "file:$2" -out "$1"
}

certtool_writes() {
	certtool --to-p12 --load-privkey ../key.pem --load-certificate chain.pem --p12-name srv \
		--password "$(cat "$2")" --outder --outfile "$1"
}

# --- out: what we export, read by each; Java and NSS prove it by writing what they read
openssl_reads() {
	holds openssl pkcs12 -in "$1" -passin "file:$2" -nodes -out "$1.openssl"
	holds is_key "$1.openssl"
	holds is_chain "$1.openssl"
	holds refuses openssl pkcs12 -in "$1" -passin file:../../wrong -noout
}

certtool_reads() {
	here certtool || return
	holds certtool --p12-info --inder --infile "$1" --password "$(cat "$2")" --outfile "$1.certtool"
	holds is_chain "$1.certtool"
	sed -n '/BEGIN ENCRYPTED/,/END ENCRYPTED/p' "$1.certtool" >"$1.sealed"
	holds certtool --to-p8 --load-privkey "$1.sealed" --password "$(cat "$2")" --outfile "$1.opened"
	holds is_key "$1.opened" "$2"
}

keytool_copies() {
	keytool -importkeystore -noprompt -srckeystore "$1" -srcstoretype PKCS12 -srcstorepass "$(cat "$2")" \
		-destkeystore "$3" -deststoretype PKCS12 -deststorepass "$(cat ../../ascii)"
}

java_gives_back() {
	here keytool || return
	holds keytool_copies "$1" "$2" "$1.java"
	taken "$1.java" "$2"
}

# NSS 3.87 knows no Ed25519 key; later versions do.
nss_gives_back() {
	here pk12util && here certutil || return
	mkdir "nss-$1"
	holds certutil -N -d "sql:nss-$1" --empty-password
	if [ "$type" = ed25519 ] && ! pk12util -i "$1" -d "sql:nss-$1" -w "$2" >"$1.nss" 2>&1; then
		holds says SEC_ERROR "$1.nss"
		return
	fi
	[ "$type" = ed25519 ] || holds pk12util -i "$1" -d "sql:nss-$1" -w "$2"
	holds pk12util -o "$1.nss" -n srv.example.jp -d "sql:nss-$1" -w "$2"
	taken "$1.nss" "$2"
}

exported() { holds "$INKAN" --store s export "$1" --format p12 --with-key --password-file "$2" "${@:3}"; }

read_by_all() {
	openssl_reads "$@"
	certtool_reads "$@"
	nss_gives_back "$@"
}

# --- one type of key and one length of chain
both_ways() {
	local kind password

	cat chain.pem ../key.pem >all.pem
	holds "$INKAN" --store s import all.pem --no-backup
	for kind in ascii japanese; do
		password=../../$kind
		exported "$kind.p12" $password
		read_by_all "$kind.p12" $password
		holds openssl_writes "openssl-$kind" $password
		taken "openssl-$kind" $password
		here certtool || continue
		holds certtool_writes "certtool-$kind" $password
		taken "certtool-$kind" $password
	done
	java_gives_back ascii.p12 ../../ascii
}

# The whole chain in the old form; the password goes another way into it.
both_ways_the_old_way() {
	local kind

	for kind in ascii japanese; do
		exported "old-$kind.p12" "../../$kind" --compatibility
		read_by_all "old-$kind.p12" "../../$kind"
	done
	java_gives_back old-ascii.p12 ../../ascii
}

# Java 17 takes ASCII passwords only.
java_refuses_japanese() {
	here keytool || return
	holds refuses keytool_copies japanese.p12 ../../japanese refused.java
	holds refuses test -e refused.java
}

try_type() {
	local type=$1 length

	mkdir "$type" && cd "$type" || exit 1
	holds make_key "$type"
	for length in 1 2 3; do
		mkdir $length && cd $length || exit 1
		holds make_chain $length
		both_ways
		[ $length = 3 ] && both_ways_the_old_way
		[ "$type$length" = p2561 ] && java_refuses_japanese
		cd ..
	done
	echo "$passed $failed" >result
}

printf 'correct horse battery\n' >ascii
printf '正しい馬の電池 ホチキス\n' >japanese
printf 'wrong horse battery\n' >wrong
authority >said 2>&1 || { cat said; exit 1; }
running=0
for type in $TYPES; do
	[ $running -lt $AT_ONCE ] || wait -n
	try_type "$type" &
	running=$((running + 1))
done
wait
for type in $TYPES; do
	read -r p f <"$type/result" || f=1
	passed=$((passed + p))
	failed=$((failed + f))
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
