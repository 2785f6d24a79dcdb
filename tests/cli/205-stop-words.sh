#!/bin/sh
# Stop words beside other words are left out; questions end in a question mark.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99

hits() { newsquery -n all --json "$@" 2>/dev/null | jq -c '[.id, .score]'; }

# same DESCRIPTION QUERY PLAIN [OPTION...]: both give the same articles with the same scores.
same() {
	description=$1
	query=$2
	plain=$3
	shift 3
	found=$(hits "$@" "$plain")
	[ -n "$found" ] || note "$plain finds nothing"
	is "$(hits "$@" "$query")" "${found:-nothing}" "$engine: $description"
	is "$(hits --generic "$@" "$query")" "${found:-nothing}" "$engine: $description, by the generic matcher"
	is "$(newsquery -c "$@" "$query")" "$(newsquery -c "$@" "$plain")" "$engine: $description, counted"
}

for engine in $engines; do
	newsindex --engine="$engine" -q -d "$engine" "$samples" || skip_all 'the samples cannot be indexed'
	NEWSDEX_DB=$work/$engine
	export NEWSDEX_DB

	same 'a stop word beside a word' 'the huawei' huawei
	same 'joined by AND' 'the AND huawei' huawei
	same 'in brackets' '(the huawei) OR (of zte)' 'huawei OR zte'
	same 'what is left out is no question' 'the huawei -of' 'huawei -of'
	same 'a question' 'who would ban Huawei in Britain?' 'ban Huawei Britain'
	same 'any of the words' 'what is the budget of the railway?' 'budget railway' --any
	same 'only plain words' 'who is huawei' huawei --literal
	same 'a period' 'the huawei' huawei --since 2019
	same 'a question mark behind a space' 'networks of Huawei ?' 'networks Huawei'

	is "$(newsquery -c the)" "$(newsquery -c --stop-words=keep the)" "$engine: nothing but stop words: they are looked for"
	is "$(hits 'the of')" "$(hits --stop-words=keep 'the of')" "$engine: also several"
	is "$(hits '"the ban"')" "$(hits --stop-words=keep '"the ban"')" "$engine: phrases are whole"
	is "$(hits 'who OR huawei')" "$(hits --stop-words=keep 'who OR huawei')" "$engine: alternatives are meant"
	is "$(hits 'WHO huawei')" "$(hits --stop-words=keep 'who huawei')" "$engine: capitals are meant"
	is "$(hits '=who huawei')" "$(hits 'huawei "who"')" "$engine: so is what is exact"
	is "$(hits 'us huawei')" "$(hits 'US huawei')" "$engine: us may be a country"
	is "$(hits --stop-words=keep 'who huawei')" "$(hits 'huawei WHO')" "$engine: --stop-words=keep"
	[ "$(newsquery -c --stop-words=keep who huawei)" -lt "$(newsquery -c who huawei)" ]
	result $? "$engine: which finds fewer articles"
	newsquery --explain 'the huawei of' >out
	like "$(cat out)" '*left out, as stop words*
  the of
looked up*' "$engine: --explain tells"
	newsquery --explain huawei >out
	is "$(grep -c 'left out' out)" 0 "$engine: only where there is something to tell"
	is "$(newsquery -c 'huawe?')" "$(newsquery -c huawei)" "$engine: one word and ? is a wildcard"
	is "$(newsquery -c 'h?awei networks?')" "$(newsquery -c 'h?awei AND networks?')" "$engine: so are two"
done

exits 2 '--stop-words=some' newsquery --stop-words=some huawei
like "$(cat err)" '*drop*keep*' 'is an error that says what there is'
