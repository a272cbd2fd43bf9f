#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# completion.sh: bash, zsh and fish complete commands, options, what a value may be, and what the store has: the numbers of
# its generations, the IDs of its requests.  What each offers comes from the shell itself; one that is not here is passed over.
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/lib/program.sh
. "$(dirname "$0")/../lib/program.sh" || exit 1
scripts=$(realpath "${INKAN%/*}/../..")/data/completions
(umask 077 && echo 'correct horse battery staple' >password)
for _ in 1 2 3; do
	run 0 create --store s --name srv01.example.jp --no-backup
done
run 0 request --store s --out r.csr
waiting=$("$INKAN" --lang en requests --store s | sed -n 's/^Request \([^:]*\):.*/\1/p')
PATH=${INKAN%/*}:$PATH
mkdir folder
touch file.zip

# --- by SHELL WORD...: what is offered for the last word, one a line
# The shell calls the function as it would for a line that is typed.
by_bash() {
	bash --norc -c '. "$1" && shift && COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) && _inkan && printf "%s\n" "${COMPREPLY[@]}"' \
		bash "$scripts/inkan" "$@"
}

by_fish() {
	HOME=$PWD fish --no-config -c 'source $argv[1]; complete -C "$argv[2..]"' "$scripts/inkan.fish" "$*" | cut -f 1
}

# A line is typed on a terminal, and compadd says what it is given.
by_zsh() {
	HOME=$PWD zsh -f "$here/completion.zsh" "$scripts" "$*"
}

# offers WANTED WORD...: in each shell; WANTED is all that is offered, sorted, or with "+ " before it a part of that.
offers() {
	local wanted=$1 shell got
	shift
	for shell in bash zsh fish; do
		command -v $shell >/dev/null || continue
		got=$(by_$shell "$@" | sed 's,/$,,' | sort -u | paste -sd ' ')
		case $wanted in
		'+ '*) got=$(for word in $got; do case " $wanted " in *" $word "*) echo "$word" ;; esac; done | paste -sd ' ') ;;
		esac
		if [ "$got" = "${wanted#+ }" ]; then
			ok
		else
			not_ok "$shell: $*: $got, not $wanted"
		fi
	done
}

offers 'renew request requests restore' inkan re
offers '--key-type' inkan create --key-t
offers 'ecdsa-p256 ecdsa-p384 rsa-3072 rsa-4096' inkan create --key-type ''
offers 'p12 pem' inkan export --format p
offers 'smtp' inkan show --starttls sm
offers 'en ja' inkan --lang ''
offers 'rollback' inkan help rollb
offers '1 2 3' inkan rollback --store s ''
offers '1 2 3' inkan --store s export --generation ''
offers "$waiting" inkan requests --store s --cancel ''
offers '+ 1 2 3 file.zip' inkan compare --store s ''
offers '+ file.zip' inkan restore ''
offers '+ file.zip' inkan create --backup ''
offers '+ folder' inkan create --store ''
offers '' inkan create --days ''
offers '' inkan list ''

# --- an agent has no store
for script in inkan-agent inkan-agent.fish _inkan-agent; do
	[ ! -f "$scripts/$script" ] || says_not "$scripts/$script" --store
done

report
