#!/bin/sh
# The manual pages: their form, their examples, and that options are the same
# in the program, the manual and the completions.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99
newsindex -q -d index "$samples" || skip_all 'the samples cannot be indexed'
NEWSDEX_DB=$work/index
PATH=$NEWSDEX_BUILD:$PATH
export NEWSDEX_DB PATH
man=$NEWSDEX_SOURCE/doc/man
completions=$NEWSDEX_SOURCE/completions

for page in newsquery.1 newsdex-query.7 newsdex-json.5; do
	if command -v mandoc >/dev/null; then
		# Examples stand first on purpose.
		is "$(mandoc -T lint -W warning "$man/$page" | grep -v 'conventional order: Sh DESCRIPTION')" '' "$page: mandoc finds nothing"
	fi
	if command -v groff >/dev/null; then
		is "$(groff -mdoc -ww -T utf8 -z "$man/$page" 2>&1)" '' "$page: groff finds nothing"
	fi
done

# Each line that begins with a prompt can be typed as it stands.
for page in newsquery.1 newsdex-query.7; do
	sed -n "s/^\\.Dl \\$ //p" "$man/$page" |
		sed "s/\\\\(aq/'/g; s/\\\\(dq/\"/g; s/\\\\(ti/~/g; s/\\\\(ha/^/g; s/\\\\('e/é/g; s/\\\\-/-/g" >examples
	while read -r example <&3; do
		case $example in
		*jq*) command -v jq >/dev/null || continue ;;
		esac
		exits 0 "$page: $example" bash -o pipefail -c "$example"
		[ -s out ] || note 'it prints nothing'
		result "$([ -s out ]; echo $?)" '  prints something'
	done 3<examples
	result "$([ "$(wc -l <examples)" -gt 10 ]; echo $?)" "$page has examples"
done

newsquery -h >help
sed -n 's/^  \(-.*\)/\1/p' help | sed 's/  .*//' >lines
grep -o -e '--[a-z][a-z-]*' lines | sort -u >names
grep -o -e '^-[a-zA-Z0-9]' lines | sort -u >letters
result "$([ "$(wc -l <names)" -gt 25 ]; echo $?)" 'the short help lists the options'
for name in $(cat names); do
	roff=$(printf '%s' "${name#-}" | sed 's/-/\\\\-/g')
	is "$(grep -c -e "Fl .*$roff\\( \\|\$\\)" "$man/newsquery.1" | sed 's/^[1-9].*/some/')" some "manual: $name"
	ok "bash: $name" grep -q -e "[ 	]$name\\( \\|\$\\|'\\)" "$completions/bash/newsquery"
	ok "zsh: $name" grep -q -e "[',{)]$name[]['},=]" "$completions/zsh/_newsquery"
	ok "fish: $name" grep -q -e "-l ${name#--} " "$completions/fish/newsquery.fish"
done
for letter in $(cat letters); do
	ok "manual: $letter" grep -q -e "^\\.It Fl ${letter#-}\\( \\|\$\\)" "$man/newsquery.1"
	ok "bash: $letter" grep -q -e "[ 	']$letter\\( \\|\$\\)" "$completions/bash/newsquery"
	ok "zsh: $letter" grep -q -e "[{']$letter[],[]" "$completions/zsh/_newsquery"
	ok "fish: $letter" grep -q -e "-s ${letter#-} " "$completions/fish/newsquery.fish"
done
grep -oh -e '--[a-z][a-z-]*' "$completions/bash/newsquery" "$completions/zsh/_newsquery" | sort -u >offered
grep -oh -e '-l [a-z-]*' "$completions/fish/newsquery.fish" | sed 's/-l /--/' | sort -u >>offered
is "$(sort -u offered | comm -23 - names)" '' 'completions offer nothing else'

if command -v fish >/dev/null; then
	is "$(fish -c "source $completions/fish/newsquery.fish; complete -C 'newsquery --format j'" | cut -f 1 | tr '\n' ' ')" \
		'json jsonl ' 'fish completes'
fi
if command -v bash >/dev/null; then
	is "$(bash -c ". $completions/bash/newsquery; COMP_WORDS=(newsquery --format = js); COMP_CWORD=3; _newsquery; echo \${COMPREPLY[*]}")" \
		'json jsonl' 'bash completes'
fi
if command -v zsh >/dev/null; then
	ok 'zsh reads its completion' zsh -n "$completions/zsh/_newsquery"
fi
