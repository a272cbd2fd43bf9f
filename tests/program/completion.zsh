#!/usr/bin/env zsh
# SPDX-License-Identifier: GPL-3.0-or-later
# completion.zsh SCRIPTS LINE: what zsh offers at the end of LINE, one a line: types it on a terminal of its own, where
# compadd, through which all of it goes, tells what it was given.  No mark stands whole in what is typed, whose echo would be
# taken for it.
zmodload zsh/zpty || exit 1
zpty shell zsh -f -i
send() { zpty -w shell "$1"; }

send 'stty -echo; PS1= PS2= RPS1=; unsetopt zle_bracketed_paste'
send "fpath=(${(q)1} \$fpath)"
send 'autoload -Uz compinit && compinit -u -D; zstyle ":completion:*" accept-exact-dirs false'
send 'compadd() {
	local -a told; local at
	if (( ${@[(I)-[OAD]]} )); then builtin compadd "$@"; return; fi
	builtin compadd -A told "$@"
	for at in $told; do print -r -- "=off""ered=$at"; done
	builtin compadd "$@"
}'
send 'finish() { print -r -- "=do""ne="; exit 0; }; zle -N finish; bindkey "^X" finish; bindkey "^I" complete-word'
send 'print -r -- "=re""ady="'
while zpty -r shell line && [[ $line != *=ready=* ]]; do :; done
zpty -w -n shell "$2"$'\t\x18'
while zpty -r shell line; do
	[[ $line == *=done=* ]] && break
	[[ $line == *=offered=* ]] && print -r -- ${${line##*=offered=}%%$'\r'*}
done
zpty -d shell
