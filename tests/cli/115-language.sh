#!/bin/sh
# Languages: told by the text with --language=auto, each with its stems and stop
# words, and what a query's words are among several.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99

cat >mixed.jsonl <<'END'
{"id":"en1","title":"Council approves new harbour","body":"The council approved the plans for two new harbours on Monday after long debates about what they will cost."}
{"id":"en2","title":"Elections postponed","body":"The elections in the capital were postponed again on Friday, and the banks stayed closed, officials said."}
{"id":"de1","title":"Stadtrat stimmt neuem Hafen zu","body":"Der Stadtrat hat am Montag nach langen Debatten über die Kosten dem Bau von zwei neuen Häfen zugestimmt."}
{"id":"de2","title":"Wahlen verschoben","body":"Die Wahlen in der Hauptstadt wurden am Freitag wieder verschoben, und die Bank blieb geschlossen, hieß es."}
{"id":"fr1","title":"Le conseil approuve le nouveau port","body":"Le conseil municipal a approuvé lundi le projet de deux nouveaux ports après de longs débats sur leur coût."}
{"id":"ru1","title":"Совет одобрил новый порт","body":"Городской совет в понедельник одобрил строительство двух новых портов после долгих споров о стоимости."}
{"id":"zh1","title":"市议会批准新港口","body":"市议会周一在就费用进行长时间辩论后批准了新港口的建设计划，工程将于明年开始。"}
{"id":"said","language":"nl","title":"Officials met","body":"The officials of the two countries met again on Tuesday and talked about the price of grain."}
{"id":"short","title":"3.5 %","body":"12 7"}
END

ids() { newsquery -n all --format=jsonl --fields=id "$@" 2>/dev/null | jq -r .id | sort | tr '\n' ' '; }

for engine in $engines; do
	newsindex -q --engine=$engine --language=auto -d $engine mixed.jsonl
	NEWSDEX_DB=$work/$engine
	export NEWSDEX_DB
	is "$(newsindex dump | jq -r '.id + ":" + (.language // "-")' | sort | tr '\n' ' ')" \
		'de1:de de2:de en1:en en2:en fr1:fr ru1:ru said:nl short:- zh1:zh ' "$engine: languages"
	is "$(ids lang:de)" 'de1 de2 ' "$engine: lang:"
	is "$(newsindex passport --format=json | jq -c '.languages | map([.language, .articles]) | sort')" \
		'[[null,1],["de",2],["en",2],["fr",1],["nl",1],["ru",1],["zh",1]]' "$engine: in the passport"

	is "$(ids harbour)" 'en1 ' "$engine: English stems"
	is "$(ids hafen)" 'de1 ' "$engine: German stems"
	is "$(ids debatte)" 'de1 en1 fr1 ' "$engine: in every language a word can be of"
	is "$(ids banken)" 'de2 en2 ' "$engine: and stems that are the same"
	is "$(ids порт)" 'ru1 ' "$engine: Russian stems"
	is "$(ids débat)" 'en1 fr1 ' "$engine: French stems"
	is "$(ids 港口)" 'zh1 ' "$engine: Chinese"
	for query in debatte banken débat 'neue hafen' 'the harbour' 'wahlen OR elections'; do
		is "$(ids --generic $query)" "$(ids $query)" "$engine: $query, by the generic matcher"
	done
	is "$(ids --language=en banken)" '' "$engine: an English word with --language=en"
	is "$(ids --language=de banken)" 'de2 en2 ' "$engine: a German one with --language=de"
	is "$(ids --language=german banken)" 'de2 en2 ' "$engine: by its name"
	exits 2 "$engine: no language" newsquery --language=none hafen
	is "$(cat err)" 'newsquery: --language: none is no language; =word finds a word as it is written' "$engine: which is said"
	is "$(ids --language=de die hafen)" 'de1 ' "$engine: German stop words"
	is "$(ids --language=en die hafen)" '' "$engine: are no English ones"
	like "$(newsquery --language=de --explain die Häfen)" '*die*Zhaf*' "$engine: explained"
	newsquery --language=de --record --json banken >answer
	exits 0 "$engine: a record has the language" newsquery rerun answer
	exits 2 "$engine: no such language" newsquery --language=klingon banken
	like "$(cat err)" "newsquery: --language: no stems for language 'klingon'; known are: *" "$engine: which is said"
done
is "$(newsindex -d new --dry-run --explain --language=auto mixed.jsonl | grep -c 'language.*\[the text\]')" 7 'what it rests on'

newsindex -q --language=de -d plain mixed.jsonl
is "$(newsindex -d plain dump | jq -r .language | sort | uniq -c | tr -s ' \n' ' ')" ' 8 de 1 nl ' 'without auto, what is said holds for all'
newsindex -d plain --language=auto mixed.jsonl 2>err
like "$(cat err)" '*9 read: 6 indexed, 3 unchanged, 0 duplicate*' 'with auto the same file is read again'
