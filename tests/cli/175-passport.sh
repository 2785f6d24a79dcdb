#!/bin/sh
# passport: what is in the index; its sums are those of stats and of dump.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99

articles 1 40 >news.jsonl
cat >>news.jsonl <<'END'
{"id":"u1","title":"No date","source":"Paper 1","section":"World","body":"One two three."}
{"id":"u2","title":"Nothing known","body":"Four."}
{"id":"y1","title":"A year","published":"2011","source":"Paper 1","language":"de","section":"World","body":"Das Jahr."}
{"id":"t1","title":"To the second","published":"2012-03-04T05:06:07Z","source":"Paper 2","body":"Exact."}
{"id":"t2","title":"To the minute","published":"2012-03-04T05:06","source":"Paper 2","body":"Exact."}
{"id":"bad
END

for engine in $engines; do
	rm -rf idx
	newsindex --engine=$engine -q -d idx news.jsonl 2>err
	exits 0 "$engine: passport as JSON" newsindex -d idx passport --format=json --by=month
	mv out passport.json
	newsindex -d idx stats --format=json >stats.json
	newsindex -d idx dump >dump.jsonl
	for key in articles words first last undated fingerprint; do
		is "$(jq -c .$key passport.json)" "$(jq -c .$key stats.json)" "$engine: $key is that of stats"
	done
	is "$(jq -c '[.sources, .languages, .sections][] | map(.articles) | add' passport.json | tr '\n' ' ')" '45 45 45 ' \
		"$engine: sources, languages and sections sum up to all articles"
	is "$(jq -c '[.sources, .languages, .sections][] | map(.words) | add' passport.json | sort -u)" \
		"$(jq .words stats.json)" "$engine: and to all words"
	is "$(jq '(.periods | map(.articles) | add) + .undated' passport.json)" 45 "$engine: months sum up with the undated"
	is "$(jq -c '.sources[] | [.articles] == [.undated + (.periods | map(.articles) | add // 0)]' passport.json | sort -u)" \
		true "$engine: of each source too"

	# Counted again, slowly.
	jq -s -c 'map(select(.published)) | group_by([.source, .published[:4]])[] | [.[0].source, .[0].published[:4], length]' \
		dump.jsonl | sort >want
	newsindex -d idx passport --format=json --by=year |
		jq -c '.sources[] | .source as $s | .periods[] | [$s, .period, .articles]' | sort >got
	ok "$engine: years of sources are those of the dump" cmp want got
	jq -s -c 'map(select(.published)) | group_by([.source, (.published + "-01")[:7]])[] |
		[.[0].source, (.[0].published + "-01")[:7], length]' dump.jsonl | sort >want
	jq -c '.sources[] | .source as $s | .periods[] | [$s, .period, .articles]' passport.json | sort >got
	ok "$engine: months of sources are those of the dump" cmp want got
	# Each month from the first to the last either has articles or lies in a gap.
	is "$(jq -c 'def n: (.[:4] | tonumber) * 12 + (.[5:7] | tonumber);
		.sources[] | select(.first) | [
			((.periods | length) + .missing_months == (.last | n) - (.first | n) + 1),
			((.gaps | map(.months) | add // 0) == .missing_months),
			(.gaps | all((.until | n) - (.from | n) + 1 == .months))] | all' passport.json | sort -u)" true \
		"$engine: gaps fill up the time"
	is "$(jq -c '[.files, .skipped, .unit, .precision]' passport.json)" '[1,1,"month",null]' "$engine: files, skipped, unit"
	is "$(jq -c '.sources[-1] | [.source, .articles, .undated, .first, .gaps]' passport.json)" '[null,1,1,null,[]]' \
		"$engine: articles without a source"
	is "$(newsindex -d idx passport --format=json --precision | jq -c .precision)" \
		'{"year":1,"month":0,"day":40,"minute":1,"second":1}' "$engine: precision"
	is "$(newsindex -d idx passport --format=json | jq -r .unit)" year "$engine: a long time is counted by year"

	is "$(jq -c '.copies | [.articles, .groups, .across_sources, .verbatim]' passport.json)" \
		"$(cat copies 2>/dev/null || jq -c '.copies | [.articles, .groups, .across_sources, .verbatim]' passport.json | tee copies)" \
		"$engine: the same copies in each engine"

	exits 0 "$engine: passport as text" newsindex -d idx passport --precision --by=month
	like "$(cat out)" '*articles      45*undated       2*exact to*missing months  source*no articles from*language*section*month*' \
		"$engine: has its tables"
	printf '{"id":"%s","title":"T","source":"A\\u001b[31mB","body":"%s"}\n' 1 'a b c' 2 'a b c d' >odd.jsonl
	rm -rf odd none
	newsindex --engine=$engine -q -d odd odd.jsonl
	is "$(newsindex -d odd passport --format=json | jq -c '[.median_words, .first, .periods]')" '[4.5,null,[]]' \
		"$engine: the median of two, nothing dated"
	ok "$engine: nothing that a terminal obeys" sh -c "! '$NEWSDEX_BUILD/newsindex' -d odd passport | grep -q '[[:cntrl:]]'"
	text='The council of the harbour will meet again next week to talk about the new railway and what it costs'
	printf '{"id":"%s","source":"%s","title":"%s","published":"2019-01-0%s","body":"%s"}\n' \
		w Wire T 2 "$text" p Paper T 3 "$text" q Paper Another 5 "$text, said an agency" r Paper Rest 4 'Nothing else is known.' |
		sed 's/^/ /' >wire.jsonl
	rm -rf wire
	newsindex --engine=$engine -q -d wire wire.jsonl
	is "$(newsindex -d wire passport --format=json | jq -c .copies)" \
		'{"articles":3,"groups":1,"across_sources":1,"verbatim":1,"largest":[{"articles":3,"sources":2,"first":"2019-01-02","last":"2019-01-05","id":"w"}]}' \
		"$engine: copies"
	like "$(newsindex -d wire passport)" '*copies        3
copy groups   1, 1 of them across sources
word by word  1*the first of them
           3           2  2019-01-02  2019-01-05  w
*' "$engine: copies as text"
	: >empty.jsonl
	newsindex --engine=$engine -q -d none empty.jsonl 2>/dev/null
	if newsindex -d none stats >/dev/null 2>&1; then
		exits 0 "$engine: an empty index" newsindex -d none passport
	fi
	exits 2 "$engine: an argument" newsindex -d idx passport idx
	exits 2 "$engine: no index" newsindex -d nowhere passport
done

# What was skipped is what the run counted, also where a whole file was.
for engine in $engines; do
	rm -rf idx pile
	mkdir pile
	articles 1 5 >pile/good.jsonl
	printf '{"title": "cut\n' >>pile/good.jsonl
	articles 6 9 | gzip | head -c 150 >pile/cut.jsonl.gz
	printf '%%PDF-1.4\n' >pile/paper.pdf
	: >pile/empty.txt
	mkfifo pile/fifo
	ln -s nowhere pile/link
	exits 1 "$engine: a pile with unreadable files" newsindex --engine=$engine -d idx pile
	skipped=$(tail -n 1 err | sed 's/.* \([0-9]*\) skipped.*/\1/')
	is "$(newsindex -d idx passport --format=json | jq -c '[.files, .skipped]')" "[1,$skipped]" "$engine: passport counts what was skipped"
	exits 1 "$engine: read again" newsindex -d idx pile
	is "$(tail -n 1 err | sed 's/.* \([0-9]*\) skipped.*/\1/')" "$skipped" "$engine: as many are"
	is "$(newsindex -d idx passport --format=json | jq -c '[.files, .skipped]')" "[1,$skipped]" "$engine: and counted once"
	articles 6 9 | gzip >pile/cut.jsonl.gz
	newsindex -d idx -q pile 2>err
	is "$(newsindex -d idx passport --format=json | jq -c '[.files, .skipped]')" "[2,$((skipped - 1))]" "$engine: what can be read now is not"
	rm pile/paper.pdf
	newsindex -d idx -q --delete-missing pile 2>err
	is "$(newsindex -d idx passport --format=json | jq -c '[.files, .skipped]')" "[2,$((skipped - 2))]" "$engine: nor what is gone"
done
