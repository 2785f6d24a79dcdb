# lib.sh - what the tests of the two commands share.  A test begins with
#
#     . "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99
#
# and then stands in an empty folder of its own, with an empty $HOME, which is
# removed at the end.  It prints TAP; the plan comes by itself when it exits.

set -u
[ -n "${NEWSDEX_BUILD-}" ] && [ -n "${NEWSDEX_SOURCE-}" ] || {
	echo 'Bail out! NEWSDEX_BUILD and NEWSDEX_SOURCE are not set'
	exit 99
}

work=$(mktemp -d "${TMPDIR:-/tmp}/newsdex-test.XXXXXX") || exit 99
cd "$work" || exit 99
mkdir home
HOME=$work/home
export HOME
unset NEWSDEX_DB XDG_CONFIG_HOME XDG_DATA_HOME NO_COLOR PAGER COLUMNS
# libxapian's own check deletes an object by a type that is not quite its own.
ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}new_delete_type_mismatch=0
export ASAN_OPTIONS
samples=$NEWSDEX_SOURCE/corpus/samples

test_count=0
test_failures=0
finish() {
	cd / || exit 99
	chmod -R u+rwx "$work"
	rm -rf "$work"
	[ "$test_count" -gt 0 ] || echo 'Bail out! no test ran'
	echo "1..$test_count"
	exit $((test_failures > 0))
}
trap finish EXIT
trap 'exit 1' HUP INT TERM

newsindex() { "$NEWSDEX_BUILD/newsindex" "$@"; }
newsquery() { "$NEWSDEX_BUILD/newsquery" "$@"; }

# Its commands but the one without a name.
newsindex_commands() { newsindex -h | sed -n '/^Commands/,$s/^  \([a-z-]*\) .*/\1/p'; }

# result STATUS DESCRIPTION: one line of TAP.
result() {
	test_count=$((test_count + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $test_count - $2"
	else
		test_failures=$((test_failures + 1))
		echo "not ok $test_count - $2"
	fi
}

# note TEXT...: something to read beside a failure.
note() { printf '%s\n' "$*" | sed 's/^/# /'; }

skip() {
	test_count=$((test_count + 1))
	echo "ok $test_count # SKIP $1"
}

# skip_all REASON: leaves the test.
skip_all() {
	skip "$1"
	exit 0
}

# ok DESCRIPTION COMMAND...: the command succeeds.
ok() {
	description=$1
	shift
	"$@" >ok.out 2>&1
	status=$?
	[ $status -eq 0 ] || note "$* gave $status: $(cat ok.out)"
	result $status "$description"
}

# is GOT WANT DESCRIPTION
is() {
	if [ "$1" = "$2" ]; then
		result 0 "$3"
	else
		note "got  $1"
		note "want $2"
		result 1 "$3"
	fi
}

# like GOT PATTERN DESCRIPTION: PATTERN as for `case`.
like() {
	# shellcheck disable=SC2254
	case $1 in
	$2)
		result 0 "$3" ;;
	*)
		note "got  $1"
		note "like $2"
		result 1 "$3" ;;
	esac
}

# exits STATUS DESCRIPTION COMMAND...: its output is left in out and err.
exits() {
	want=$1
	description=$2
	shift 2
	"$@" >out 2>err
	status=$?
	[ $status -eq "$want" ] || note "$* gave $status, not $want: $(head -c 2000 err)"
	result $((status != want)) "$description"
}

# articles FIRST LAST [WORD]: that many articles as JSONL, always the same.
articles() {
	awk -v first="$1" -v last="$2" -v word="${3-}" 'BEGIN {
		split("harbour ministry telecoms network weather council strike budget railway election", words, " ")
		for (i = first; i <= last; i++) {
			a = words[i % 10 + 1]; b = words[int(i / 10) % 10 + 1]
			printf "{\"id\":\"a%d\",\"title\":\"The %s and the %s\",\"published\":\"20%02d-%02d-%02d\",", \
				i, a, b, 10 + i % 10, i % 12 + 1, i % 28 + 1
			printf "\"source\":\"Paper %d\",\"tags\":[\"%s\"],", i % 3, a
			printf "\"body\":\"Report %d says that the %s will meet the %s. %s\\n\\nNothing else is known.\"}\n", i, a, b, word
		}
	}'
}

# wait_for COMMAND...: until it succeeds, at most 20 seconds.
wait_for() {
	tries=0
	until "$@" >/dev/null 2>&1; do
		tries=$((tries + 1))
		[ $tries -lt 200 ] || return 1
		sleep 0.1
	done
}

# The engines of this build, or those of NEWSDEX_ENGINES that are.  A test of behaviour
# that both must have runs its checks in a loop: for engine in $engines; do ... newsindex
# --engine=$engine
engines=
for engine in ${NEWSDEX_ENGINES-segment xapian}; do
	if newsindex --engine=$engine -h >/dev/null 2>&1; then
		engines="$engines $engine"
	fi
done
[ -n "$engines" ] || skip_all 'no engine is built'
