#!/bin/sh
# What goes wrong elsewhere without a word: here it is an error that says where,
# or it means what it says.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99
newsindex -q -d index "$samples" || skip_all 'the samples cannot be indexed'
NEWSDEX_DB=$work/index
export NEWSDEX_DB

# refused QUERY PATTERN-OF-THE-REASON
refused() {
	exits 2 "refused: $1" newsquery "$1"
	like "$(head -n 1 err)" "newsquery: query: $2" "  because: $2"
	is "$(wc -l <err)" 3 '  with the query and a caret'
	like "$(sed -n 3p err | tr -d ' ')" '^*' '  the caret'
	is "$(cat out)" '' '  and nothing else'
}

refused 'huawei AND (ban' '*bracket*'
refused 'huawei ban)' '*bracket*'
refused '"security threat' '*quot*'
refused 'huawei AND' '*'
refused 'OR huawei' '*'
refused 'huawei AND OR ban' '*'
refused '()' '*'
refused 'date:2019-13' '*'
refused 'date:tomorrowish' '*'
refused 'date:2019-02-30' '*'
refused 'colour:red' '*field*'
refused 'titel:ban' '*title*'
refused 'title:' '*'
refused 'a NEAR/0 b' '*'
refused 'huawei near/5 ban' '*'
refused 'words:many' '*'

is "$(newsquery -c huawei and ban)" "$(newsquery -c 'huawei "and" ban')" 'and is a word'
is "$(newsquery -c 'Huawei')" "$(newsquery -c huawei)" 'capitals find the same'
is "$(newsquery -c 'HUAWEI')" "$(newsquery -c huawei)" 'all capitals too'
is "$(newsquery -c 'huawei | ban')" "$(newsquery -c huawei ban)" 'a bar alone changes nothing'
is "$(newsquery -c 'huawei - ban')" "$(newsquery -c huawei ban)" 'nor does a dash alone'
is "$(newsquery -c --literal 'title: (ban')" "$(newsquery -c title ban)" '--literal: only words'
ok 'a wildcard works without an option' newsquery -q 'huaw*'
is "$(newsquery -c win-win 2>/dev/null)" "$(newsquery -c '"win win"' 2>/dev/null)" 'a hyphen parts words, in order'

# wrong PATTERN ARGUMENT...: exit 2, one line of that pattern.
wrong() {
	pattern=$1
	shift
	exits 2 "wrong: $*" newsquery "$@"
	like "$(cat err)" "newsquery: $pattern" '  says why'
	is "$(wc -l <err)" 1 '  in one line'
	is "$(cat out)" '' '  and nothing else'
}

wrong '--limt: no such option; did you mean --limit?' --limt 3 huawei
wrong '--frobnicate: no such option' --frobnicate huawei
wrong "--limit: 'many' is not a number from 1, or all" -n many huawei
wrong "--limit: '0' is not a number*" -n 0 huawei
wrong "--limit: '-1' is not a number*" --limit=-1 huawei
wrong "--offset: *" --offset=-1 huawei
wrong "--sort: 'size' is not one of relevance, date, -date" --sort=size huawei
wrong "--format: 'xml' is not one of *" --format=xml huawei
wrong "--color: *" --color=sometimes huawei
wrong '--count=1: takes no value' --count=1 huawei
wrong '--show: needs a value*' --show
mkdir folder; touch folder/file
exits 2 'a folder that is no index' newsquery -d folder huawei
is "$(cat err)" 'newsquery: folder: is not an index' 'is not offered to newsindex, which would refuse it'
wrong 'soonish: not a date; such as *' --since soonish huawei
wrong "--until: '2018' is before --since '2019'" --since 2019 --until 2018 huawei
wrong '--count: cannot be used with --paths' -c -l huawei
wrong '--terms: takes no query' --terms hua huawei
wrong '--format: --count has no format trec' -c --format=trec huawei
wrong '--null: is for --paths*' -0 huawei
wrong '--record: cannot be used with --count' -c --record huawei
wrong "-e: gives the query already; what is 'ban'?" -e huawei ban
wrong '-e: a second query*' -e huawei -e ban
wrong 'missing: cannot open: *' -f missing
wrong 'what are you looking for?*'
wrong 'query: *' ''
head -c 100000 /dev/zero | tr '\0' a >long
wrong 'long: longer than *' -f long
wrong "--trend: 'decade' is not one of day, week, month, year" --trend decade huawei
wrong "--by: 'author' is not one of source, section, language" --trend year --by author huawei
wrong '--by: is for --trend' --by source huawei
wrong '--relative: is for --trend' --relative huawei
wrong "--facet: 'colour' is not one of *" --facet source,colour huawei
wrong "--facet: '' is not one of *" --facet source, huawei
wrong 'query: *' --trend year ''
wrong 'query: *' --facet source ''
wrong 'query: *' -c ''
wrong 'query: *' --ngrams ''
wrong "--kwic: 'wide' is not a number from 1 *" --kwic=wide huawei
wrong "--sort-kwic: 'X1' is not a list such as *" --kwic --sort-kwic X1 huawei
wrong "--sort-kwic: 'R1,' is not a list such as *" --kwic --sort-kwic R1, huawei
wrong '--sort-kwic: is for --kwic' --sort-kwic R1 huawei
wrong "--collocates: '0' is not a number from 1 *" --collocates=0 huawei
wrong '--against: is for --keyness' --against zte huawei
wrong '--like: takes no query' --like x huawei
wrong '--format: --count has no format bibtex' -c --format=bibtex huawei
wrong '--format: --cite has no format json' --cite x --format=json
