#!/bin/sh
# The shells offer what the option tables hold, and nothing else.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99

completions=$NEWSDEX_SOURCE/completions

# options_of COMMAND: every --name, from the table.
options_of() {
	newsindex ${1-} -h | sed '/^Commands/,$d' | grep -o '^ *\(-[A-Za-z], \)*--[a-z0-9-]*' | grep -o -- '--[a-z0-9-]*' | sort -u
}
# same GOT DESCRIPTION: the file GOT and the file want.
same() {
	sort -u "$1" >got
	if cmp -s got want; then
		result 0 "$2"
	else
		diff got want | sed 's/^/# /'
		result 1 "$2"
	fi
}

if command -v bash >/dev/null; then
	cat >ask.bash <<-'END'
		source "$1"
		compopt() { :; }
		shift
		COMP_WORDS=("$@")
		COMP_CWORD=$(($# - 1))
		_newsindex
		printf '%s\n' "${COMPREPLY[@]}"
	END
	ask() { bash ask.bash "$completions/bash/newsindex" newsindex "$@"; }
	for command in '' $(newsindex_commands | grep -v '^help'); do
		options_of $command >want
		ask $command -- | sed 's/=$//' | grep '^--' >answer
		same answer "bash: options of newsindex $command"
	done
	is "$(ask --progress = j)" json 'bash: a value behind ='
	is "$(ask --engine x)" xapian 'bash: a value'
	is "$(ask -d idx st)" stats 'bash: a command behind -d'
	echo >news.jsonl
	is "$(ask new)" news.jsonl 'bash: a file'
	is "$(ask -d idx stats --format te)" text 'bash: a value of a command'
	is "$(ask help opt)" optimize 'bash: a name for help'
else
	skip 'bash is missing'
fi

if command -v fish >/dev/null; then
	for command in '' $(newsindex_commands | grep -v '^help'); do
		options_of $command >want
		fish --no-config -c "source '$completions/fish/newsindex.fish'; complete -C 'newsindex $command --'" 2>err |
			sed 's/[=[:space:]].*//' | grep '^--' >answer
		same answer "fish: options of newsindex $command"
	done
else
	skip 'fish is missing'
fi

if command -v zsh >/dev/null; then
	ok 'zsh: can be read' zsh -n "$completions/zsh/_newsindex"
	for command in '' $(newsindex_commands | grep -v '^help'); do options_of $command; done | sort -u >want
	grep -o -- "--[a-z][a-z0-9-]*" "$completions/zsh/_newsindex" >answer
	same answer 'zsh: all options'
else
	skip 'zsh is missing'
fi
