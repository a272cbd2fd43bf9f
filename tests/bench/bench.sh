#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# bench.sh: inkan beside what an operator would use instead, in the same rounds.  A figure is a median; only ratios
# count, and nothing between 0.95 and 1.05 is a difference.  ROUNDS=101 for a claim about start-up.
set -eu
inkan=${INKAN:?}
agent=${INKAN%/inkan/inkan}/agent/inkan-agent
rounds=${ROUNDS:-31}
store=$(mktemp -d)
trap 'rm -rf "$store"' EXIT
password=correct-horse-battery-9

have() { command -v "$1" >/dev/null; }
title() { printf '\n== %s\n' "$1"; }

set -- ./bench-terminal start "$rounds"
have whiptail && set -- "$@" "whiptail=Ok=whiptail --output-fd 3 --title T --inputbox Name 10 60"
have dialog && set -- "$@" "dialog=ancel=dialog --output-fd 3 --title T --inputbox Name 10 60"
title "From exec to a settled first screen, 80x24 (aim: 2.6 of whiptail)"
"$@" "inkan=F10=$inkan --store $store/none"

set -- ./bench-terminal keys "$rounds"
have whiptail && set -- "$@" "whiptail=Ok==whiptail --output-fd 3 --title T --inputbox Name 10 60"
have dialog && set -- "$@" "dialog=ancel==dialog --output-fd 3 --title T --inputbox Name 10 60"
title "A key in a text field (aims: 1 byte, 1 write; Backspace 8 bytes; paste 500 bytes, 5 writes)"
"$@" "inkan=F10=enter,enter,enter=$inkan --store $store/none"

title "A P-256 key and self-signed certificate, on tmpfs (aim: 0.75 of openssl)"
cat >"$store/template" <<-END
	cn = "host.example"
	dns_name = "host.example"
	expiration_days = 730
	tls_www_server
	signing_key
END
set -- ./bench-processes "$rounds" \
	"openssl=openssl req -x509 -nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256 -keyout k -out c -days 730 -subj /CN=host.example -addext subjectAltName=DNS:host.example"
have certtool && set -- "$@" \
	"certtool=certtool --generate-privkey --key-type ecdsa --curve secp256r1 --no-text --outfile k && certtool --generate-self-signed --load-privkey k --template $store/template --outfile c"
"$@" "inkan=$inkan create --no-backup --name host.example --store \$D/s"

title "The whole job: key, certificate, sealed backup, opened again and compared"
printf '%s\n' "$password" >"$store/password"
chmod 600 "$store/password"
pipeline="openssl req -x509 -nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256 -keyout k -out c -days 730 -subj /CN=host.example 2>/dev/null
openssl pkcs8 -topk8 -iter 600000 -v2 aes-256-cbc -in k -out k.sealed -passout file:$store/password
sha256sum c k.sealed >manifest
openssl pkcs12 -export -nokeys -in c -name seal -iter 600000 -keypbe NONE -certpbe NONE -macalg sha256 -out seal.p12 -passout file:$store/password
tar cf backup.tar manifest seal.p12 c k.sealed && mkdir again && tar xf backup.tar -C again && cd again
openssl pkcs12 -in seal.p12 -nokeys -noout -passin file:$store/password && sha256sum -c manifest
openssl pkey -in k.sealed -passin file:$store/password -out k.again && openssl pkey -in ../k -out ../k.plain && cmp k.again ../k.plain"
derivations="openssl pkcs8 -topk8 -iter 600000 -v2 aes-256-cbc -in $store/k -out a -passout file:$store/password"
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$store/k" 2>/dev/null
./bench-processes "$(((rounds + 3) / 4))" \
	"shell pipeline with openssl=$pipeline" \
	"inkan=$inkan create --name host.example --store \$D/s --backup \$D/b.zip --password-file $store/password" \
	"one PBES2 sealing by openssl=$derivations"

title "A store of 200 generations, all but two keys deleted, beside one of two (aim: 1.10)"
for i in few many; do
	n=2
	[ "$i" = few ] || n=200
	while [ "$n" -gt 0 ]; do
		"$inkan" create --no-backup --name host.example --store "$store/$i" >/dev/null
		n=$((n - 1))
	done
	"$inkan" prune --store "$store/$i" >/dev/null
	"$inkan" backup "$store/$i.zip" --store "$store/$i" --password-file "$store/password" >/dev/null
done
./bench-processes "$rounds" \
	"backup of 2=$inkan backup \$D/b.zip --store $store/few --password-file $store/password" \
	"backup of 200=$inkan backup \$D/b.zip --store $store/many --password-file $store/password"
./bench-processes "$rounds" \
	"restore of 2=$inkan restore $store/few.zip --store \$D/s --password-file $store/password" \
	"restore of 200=$inkan restore $store/many.zip --store \$D/s --password-file $store/password"

title "A file of 1 GiB, signed and verified (aim: 1.05 of the faster of openssl's two, 10 MiB)"
large=$store/large
dd if=/dev/zero of="$large" bs=1M count=1024 2>/dev/null
"$inkan" create --no-backup --name host.example --key-type ecdsa-p256 --store "$store/signing" >/dev/null
certificate=$store/signing/current/certificate.pem key=$store/signing/current/key.pem
openssl pkey -in "$key" -pubout -out "$store/public" 2>/dev/null
openssl dgst -sha256 -sign "$key" -out "$store/large.sig" "$large"
openssl cms -sign -binary -in "$large" -signer "$certificate" -inkey "$key" -outform DER -out "$store/large.cms"
large_rounds=$(((rounds + 3) / 4))
./bench-processes "$large_rounds" \
	"openssl dgst -sign=openssl dgst -sha256 -sign $key -out s $large" \
	"openssl cms -sign=openssl cms -sign -binary -in $large -signer $certificate -inkey $key -outform DER -out s" \
	"inkan sign=$inkan sign $large --store $store/signing"
set -- ./bench-processes "$large_rounds" \
	"openssl dgst -verify=openssl dgst -sha256 -verify $store/public -signature $store/large.sig $large" \
	"openssl cms -verify=openssl cms -verify -binary -inform DER -in $store/large.cms -content $large -CAfile $certificate -purpose any -out /dev/null"
[ ! -x "$agent" ] || {
	"$inkan" publish --refresh --store "$store/signing" >/dev/null
	"$agent" enroll "$store/signing/publish" --certificate "$certificate" --state "$store/verifying" >/dev/null
	set -- "$@" "inkan-agent verify=$agent verify $large --state $store/verifying"
}
"$@"
rm -f "$large"

# A thousand certificates take minutes to make: STEPS="0 1 20" leaves them out.
[ ! -x "$agent" ] || {
	title "An update that follows (aim: 3 KiB a step)"
	set -- ./bench-processes "$rounds"
	made=0
	"$inkan" create --no-backup --name host.example --store "$store/steps" >/dev/null
	cp "$store/steps/current/certificate.pem" "$store/first.pem"
	"$agent" enroll "$store/steps/publish" --certificate "$store/first.pem" --state "$store/sleeper" >/dev/null
	for n in ${STEPS:-0 1 20 1000}; do
		while [ "$made" -lt "$n" ]; do
			"$inkan" create --no-backup --store "$store/steps" >/dev/null
			made=$((made + 1))
		done
		cp -a "$store/steps/publish" "$store/publish$n"
		printf '%s steps: agent.pem has %s bytes\n' "$n" "$(stat -c %s "$store/publish$n/agent.pem")"
		set -- "$@" "update, $n steps=cp -a $store/sleeper s && $agent update $store/publish$n --state \$D/s"
	done
	"$@"
}

title "Reports of agents, listed (aim: linear, 50,000 a second, under 64 MiB)"
"$inkan" create --no-backup --name host.example --store "$store/agents" >/dev/null
sha256=$(openssl x509 -in "$store/agents/current/certificate.pem" -noout -fingerprint -sha256 | sed 's/.*=//; s/://g' | tr A-F a-f)
now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
set -- ./bench-processes "$(((rounds + 3) / 4))"
for n in 1000 10000 100000; do
	mkdir "$store/reports$n"
	i=0
	while [ "$i" -lt "$n" ]; do
		id=$(printf %032x "$i") # a builtin: no process
		echo "{\"inkan_report\": 1, \"id\": \"$id\", \"machine\": \"$id\", \"name\": \"host$i.example\", \"time\": \"$now\"," \
			"\"version\": \"0.1.0\", \"sha256\": \"$sha256\", \"serial\": \"4f129c074be1\", \"sequence\": 1795237500," \
			"\"confirmed\": \"$now\", \"stored\": true, \"recovery\": null, \"tls\": \"system\", \"sets\": []," \
			"\"refusals\": [], \"refusals_more\": 0}" >"$store/reports$n/$id.json"
		i=$((i + 1))
	done
	set -- "$@" "inkan agents*$n=$inkan agents --store $store/agents --reports $store/reports$n"
done
"$@"

title "A PKCS#12 of a key and its certificate at 600,000 rounds (aim: 0.65 of openssl, whole job)"
"$inkan" create --no-backup --name host.example --store "$store/one" >/dev/null
openssl req -x509 -nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256 -keyout "$store/k" -out "$store/c" -days 730 \
	-subj /CN=host.example -addext subjectAltName=DNS:host.example 2>/dev/null
openssl pkcs12 -export -in "$store/c" -inkey "$store/k" -name host -iter 600000 -passout "file:$store/password" \
	-out "$store/p12"
set -- ./bench-processes "$rounds" \
	"openssl writes=openssl pkcs12 -export -in $store/c -inkey $store/k -name host -iter 600000 -passout file:$store/password -out p12"
have certtool && set -- "$@" \
	"certtool writes (AES-128)=certtool --to-p12 --load-certificate $store/c --load-privkey $store/k --p12-name host --password $password --outder --outfile p12"
"$@" "inkan export=$inkan export --with-key --store $store/one --password-file $store/password \$D/p12"
# certtool leaves the key sealed the first time: whoever imports needs it open.
set -- ./bench-processes "$rounds" \
	"openssl reads=openssl pkcs12 -in $store/p12 -nodes -passin file:$store/password -out pem"
have certtool && set -- "$@" \
	"certtool reads=certtool --p12-info --inder --infile $store/p12 --password $password --outfile pem && certtool --key-info --pkcs8 --infile pem --password $password --outfile k"
"$@" "inkan import=$inkan import $store/p12 --no-backup --store \$D/s --file-password-file $store/password"

have certtool || exit 0
title "The certificate in a file (aim: 1.0 of certtool)"
./bench-processes "$rounds" "certtool -i=certtool -i --infile $store/c" "inkan show FILE=$inkan show $store/c"

title "All generations of a store (aim: 60 us each, linear, under 64 MiB), beside the same certificates in one file"
set -- ./bench-processes "$rounds"
for n in 100 1000; do
	"$inkan" create --no-backup --name host.example --store "$store/list$n" >/dev/null
	# Copies take as long to read, and are made in no time.
	i=2
	while [ "$i" -le "$n" ]; do
		cp -a "$store/list$n/generations/1" "$store/list$n/generations/$i"
		i=$((i + 1))
	done
	cat "$store/list$n"/generations/*/certificate.pem >"$store/bundle$n"
	set -- "$@" "certtool -i*$n=certtool -i --infile $store/bundle$n" "inkan list*$n=$inkan list --store $store/list$n" \
		"inkan list --json*$n=$inkan list --json --store $store/list$n"
done
"$@"
