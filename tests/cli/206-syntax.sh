#!/bin/sh
# --syntax: search strings as studies of Nexis, Factiva and Lucene archives print
# them find what the same question in our language finds.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99

hits() { newsquery -n all --json "$@" 2>/dev/null | jq -r .id | sort; }

# same SYNTAX THEIRS OURS: both find the same articles, and some.
same() {
	found=$(hits -e "$3")
	[ -n "$found" ] || found="nothing by $3"
	is "$(hits --syntax="$1" -e "$2")" "$found" "$engine: $1: $2"
}

# alike SYNTAX ONE OTHER: two of theirs.
alike() {
	is "$(hits --syntax="$1" -e "$2"; newsquery -c --syntax="$1" -e "$2")" \
		"$(hits --syntax="$1" -e "$3"; newsquery -c --syntax="$1" -e "$3")" "$engine: $1: $2 and $3"
}

for engine in $engines; do
	newsindex --engine="$engine" -q -d "$engine" "$samples" || skip_all 'the samples cannot be indexed'
	NEWSDEX_DB=$work/$engine
	export NEWSDEX_DB

	# Nexis: what binds more, plurals, its sections and wildcards.
	same nexis 'huawei' '=huawei OR =huaweis'
	same nexis 'HUAWEI AND NOT Ban' '(=huawei) NOT (=ban OR =bans)'
	same nexis '(huawei OR zte) AND (ban! OR embargo!) AND NOT phone' '(=huawei OR =huaweis OR =zte) AND (ban* OR embargo*) NOT (=phone OR =phones)'
	same nexis 'huawei or railway and network' '(=huawei OR =railway OR =railways) AND (=network OR =networks)'
	same nexis 'railway and not budget and council' '(=railway OR =railways) AND NOT ((=budget OR =budgets) AND (=council OR =councils))'
	same nexis 'huawei w/10 network or equipment' 'huawei NEAR/10 (network OR networks OR equipment OR equipments)'
	same nexis 'buying pre/5 huawei' 'buying PRE/5 huawei'
	same nexis 'huawei w/s network and railway or ban!' '(huawei W/S (network OR networks)) AND (railway OR railways OR ban*)'
	same nexis 'huawei w/p networks' 'huawei W/P (network OR networks)'
	same nexis 'huawei /10 network' 'huawei NEAR/10 (network OR networks)'
	same nexis 'buying +5 huawei' 'buying PRE/5 huawei'
	same nexis 'huawei /s network' 'huawei W/S (network OR networks)'
	same nexis 'huawei w/sent network' 'huawei W/S (network OR networks)'
	same nexis 'huawei /p networks' 'huawei W/P (network OR networks)'
	same nexis 'huawei W/PARA networks' 'huawei W/P (network OR networks)'
	same nexis 'huawei w/seg ban' '(title:=huawei AND title:(=ban OR =bans)) OR (FIRST1000000(huawei) AND FIRST1000000(=ban OR =bans))'
	same nexis 'huawei NOT W/5 ban' 'huawei NOT W/5 (ban OR bans)'
	same nexis 'security threat' '"security threat" OR "security threats" OR "securities threat"'
	same nexis '"security threat"' '"security threat"'
	same nexis 'HEADLINE(huawei or railway)' 'title:(=huawei OR =railway OR =railways)'
	same nexis 'BODY(huawei)' 'FIRST1000000(huawei)'
	same nexis 'HLEAD(huawei OR budget)' 'LEAD(=huawei OR =budget OR =budgets)'
	same nexis 'BYLINE(osei)' 'author:osei'
	same nexis 'ATLEAST3(huawei)' 'ATLEAST3(=huawei)'
	same nexis 'ALLCAPS(us)' 'CAPS(US)'
	same nexis 'h*awei' '=huawei'
	same nexis 'network**' '=network OR =networks'
	same nexis 'huawei and date(geq (1/1/2019) and leq (6/30/2019))' '=huawei date:2019-01-01..2019-06-30'
	same nexis 'huawei AND DATE AFT 2018' '=huawei date:>2018'
	same nexis 'huawei and date > 1/2019' '=huawei date:>2019-01'
	same nexis 'huawei AND LENGTH(>300)' '=huawei words:>300'
	same nexis 'PUBLICATION(harbour times) and harbor OR harbour' 'source:"*harbour times*" (=harbor OR =harbour OR =harbors OR =harbours)'
	same nexis 'LANGUAGE(english) and huawei' 'lang:en =huawei'
	same nexis 'SECTION(world) and LANGUAGE(english or french)' 'section:"*world*" (lang:en OR lang:fr)'
	alike nexis 'huawei or zte' 'zte OR huawei'
	alike nexis '(huawei and ban) or (zte and ban)' '(huawei or zte) and ban'

	# Factiva.
	same factiva 'huawei and (ban or bans) not phone' '=huawei AND (=ban OR =bans) AND NOT =phone'
	same factiva 'huawei or railway and budget' '=huawei OR (=railway AND =budget)'
	same factiva 'hd=huawei' 'title:=huawei'
	same factiva 'hd=(huawei or railway) and wc>100' 'title:(=huawei OR =railway) words:>100'
	same factiva 'security adj threat' '"security threat"'
	same factiva 'security threat' '"security threat"'
	same factiva 'huawei near10 network*' 'huawei NEAR/10 network*'
	same factiva 'buying w/10 huawei' 'buying PRE/10 huawei'
	same factiva 'huawei same networks' 'huawei W/P networks'
	same factiva 'atleast3 huawei' 'ATLEAST3(=huawei)'
	same factiva 'huawei/F50/' 'FIRST50(huawei)'
	same factiva 'network$1' '=network OR =networks'
	same factiva 'hlp=huawei' 'LEAD(huawei)'
	same factiva 'by=osei' 'author:osei'
	same factiva 'la=english and huawei' 'lang:en =huawei'
	same factiva 'huawei and date from 20190101 to 20190630' '=huawei date:2019-01-01..2019-06-30'
	same factiva 'huawei and date after 20181231' '=huawei date:>2018-12-31'

	# Lucene.
	same lucene 'huawei zte' 'huawei OR zte'
	same lucene 'huawei AND publish_date:[2019-01-01 TO 2019-06-30]' 'huawei date:2019-01-01..2019-06-30'
	same lucene 'huawei AND publication_date:[2019 TO *]' 'huawei date:>=2019'
	same lucene '+huawei ban' 'huawei'
	same lucene '+huawei -ban' 'huawei -ban'
	same lucene 'huawei AND ban OR zte' 'huawei ban'
	same lucene 'huawei && !ban' 'huawei NOT ban'
	same lucene 'title:(huawei OR railway)' 'title:(huawei OR railway)'
	same lucene '"security threat"' '"security threat"'
	same lucene '"threat security"~2' '(threat PRE/3 security) OR "security threat"'
	same lucene 'huawai~1' 'huawai~1'
	same lucene 'huawai~' 'huawai~2'
	same lucene 'huawai~0.8' 'huawai~1'
	same lucene 'cyber* h?awei^3' 'cyber* OR h?awei'
	same lucene '+huawei +date:[2019-01-01 TO 2019-06-30]' 'huawei date:2019-01-01..2019-06-30'
	same lucene '+huawei +date:{20181231 TO *]' 'huawei date:>2018-12-31'
	same lucene 'huawei AND words:[300 TO 900]' 'huawei words:300..900'
	same lucene '*:* -huawei' 'NOT huawei'
	same lucene 'author:osei' 'author:osei'
	same lucene 'source:"Harbour Times"' 'source:"Harbour Times"'
	is "$(newsquery --json --syntax=lucene '+huawei ban' | jq -r .id | head -n 1)" \
		"$(newsquery --json 'huawei AND (words:>=0 OR ban)' | jq -r .id | head -n 1)" "$engine: lucene: what is optional still ranks"
done

like "$(newsquery --syntax=nexis --explain 'huawei w/5 ban!')" '*
  huawei w/5 ban!
translated from nexis
  ((=huawei OR =huaweis) NEAR/5 ban\*)
read as*' '--explain shows the translation'
is "$(newsquery --syntax=factiva --explain --json 'hd=huawei' | jq -r '.query + " " + .parsed')" 'hd=huawei title:=huawei' 'also as JSON'
printf 'one\thd=huawei\ntwo\thd=railway\n' >topics
is "$(newsquery --syntax=factiva --batch topics -c --format=tsv | tail -n +2 | cut -f1)" "$(printf 'one\ntwo')" '--batch translates each'
is "$(newsquery --syntax=nexis --trend=year --json 'ban!' | jq -s 'map(.articles) | add')" "$(newsquery -c 'ban*')" 'so does --trend'

# wrong SYNTAX QUERY COLUMN MESSAGE: refused, with a caret under that column.
wrong() {
	exits 2 "$1: $2 is refused" newsquery --syntax="$1" -e "$2"
	like "$(head -n 1 err)" "newsquery: -e: $4" "with its reason"
	is "$(sed -n '3s/\^.*//p' err | tr -d '\n' | wc -c)" "$((2 + $3))" "and its place"
}
wrong nexis 'huawei AND CAPS(AIDS)' 11 'only words in capitals*'
wrong nexis 'huawei w/300 ban' 7 'a distance is*'
wrong nexis 'COUNTRY(china)' 0 'no field of that name is known: COUNTRY'
wrong nexis '(huawei OR zte' 0 'this bracket is not closed*'
wrong nexis 'huawei)' 6 'no bracket is open*'
wrong nexis '"huawei' 0 'this quote is not closed*'
wrong nexis 'huawei AND' 10 'a word is missing here'
wrong nexis 'or huawei' 0 'a word is missing before this*'
wrong nexis 'hua!wei' 3 '! stands at the end*'
wrong nexis 'huawei and date(> yesterday)' 18 'this is no date*'
wrong nexis 'HEADLINE(date > 2019)' 9 'this cannot stand inside*'
wrong nexis 'HEADLINE(BODY(huawei))' 9 'a section inside another*'
wrong factiva 'earn$' 4 '\$ stands behind a word*'
wrong factiva 'huawei same3 ban' 7 'only one paragraph*'
wrong factiva 're=china' 0 'no field of that name*'
wrong factiva 'wc>many' 3 'a number is missing here'
wrong lucene 'huawei AND' 10 'a word is missing here'
wrong lucene '/hua.*/' 0 'a regular expression*'
wrong lucene 'title:[a TO b]' 6 'a range has a translation*'
wrong lucene 'date:[2019 2020]' 5 'a range is written*'
wrong lucene '"a b c"~2' 0 '~n behind a phrase*'
wrong lucene '!huawei' 0 'Lucene finds nothing*'
wrong lucene 'country:china' 0 'no field of that name*'
exits 2 '--syntax=west' newsquery --syntax=west huawei
exits 2 '--literal' newsquery --syntax=nexis --literal huawei
