/* Served indexes: the answers of several xapian-tcpsrv as one are those of one
 * local index; a dead one is dropped or is an error, never a signal. */
#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include "tests/engines/fixture.h"

#define SERVERS 3
#define ARTICLES 240

struct server {
	pid_t pid;
	int port;
	char address[64];
};

/* ---- Servers ---------------------------------------------------------- */

static struct sockaddr_in
local_address(int port)
{
	return (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
}

static int
free_port(void)
{
	struct sockaddr_in address = local_address(0);
	socklen_t len = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0 || getsockname(fd, (struct sockaddr *)&address, &len) < 0)
		exit(99);
	close(fd);
	return ntohs(address.sin_port);
}

static bool
is_listening(int port)
{
	struct sockaddr_in address = local_address(port);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool good = fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0;

	if (fd >= 0)
		close(fd);
	return good;
}

/* In a session of its own: xapian-tcpsrv ends with its whole process group. */
static void
server_start(struct server *server, const char *path)
{
	char port[16];

	server->port = free_port();
	snprintf(port, sizeof(port), "%d", server->port);
	snprintf(server->address, sizeof(server->address), "xapian+tcp://127.0.0.1:%d", server->port);
	fflush(stdout);
	server->pid = fork();
	if (server->pid == 0) {
		setsid();
		execlp("xapian-tcpsrv", "xapian-tcpsrv", "--quiet", "--interface", "127.0.0.1", "--port", port, path, (char *)NULL);
		_exit(127);
	}
	for (int i = 0; i < 500 && !is_listening(server->port); i++)
		nanosleep(&(struct timespec){ 0, 20000000 }, NULL);
}

static void
server_stop(struct server *server)
{
	if (server->pid <= 0)
		return;
	kill(server->pid, SIGTERM);
	waitpid(server->pid, NULL, 0);
	server->pid = 0;
}

static bool
is_installed(const char *program)
{
	char command[128];

	snprintf(command, sizeof(command), "command -v %s >/dev/null 2>&1", program);
	return system(command) == 0;
}

/* ---- Articles --------------------------------------------------------- */

static const char *const words[] = { "huawei", "network", "security", "ban", "the", "supplier", "said", "report", "market", "china" };

#define WORDS (sizeof(words) / sizeof(*words))

static struct article
numbered_article(int number, char *id, char *body)
{
	static const char *const dates[] = { "2019-01-28", "2019-02-03", "2020-07-01", NULL };
	unsigned state = (unsigned)number * 2654435761u + 17;
	size_t len = 0;

	snprintf(id, 32, "n%03d", number);
	body[0] = '\0';
	for (unsigned i = 0; i < 12 + (unsigned)number % 17; i++) {
		state = state * 1103515245u + 12345u;
		len += (size_t)snprintf(body + len, 1024 - len, "%s ", words[(state >> 16) % (i % 3 ? WORDS : 4)]);
	}
	return fixture_article(id, number % 5 ? "Title" : "Huawei security", body, dates[number % 4], (uint64_t)number + 1);
}

/* Makes an index of the articles whose number is PART modulo PARTS. */
static void
make_index(const char *path, int part, int parts)
{
	struct index_writer *writer = fixture_writer(path, 1);
	char id[32], body[1024];

	for (int i = part; i < ARTICLES; i += parts)
		fixture_add(writer, 0, numbered_article(i, id, body));
	fixture_commit(writer);
	fixture_close(writer);
}

/* ---- Comparing -------------------------------------------------------- */

struct answer {
	enum status status;
	size_t count;
	uint64_t total;
	char ids[ARTICLES][16];
	double scores[ARTICLES];
};

static void
ask(struct index_reader *reader, const struct node *tree, enum result_order order, size_t limit, struct answer *answer)
{
	struct hit hits[ARTICLES];
	struct search search = { .tree = tree, .bm25 = BM25_DEFAULT, .order = order, .limit = limit, .want_total = true, .hits = hits };
	struct error err = ERROR_INIT;

	answer->status = index_top(reader, &search, &err);
	answer->count = search.hit_count;
	answer->total = search.total;
	for (size_t i = 0; i < search.hit_count; i++) {
		struct buf id = BUF_INIT;

		fixture_must(index_id(reader, hits[i].doc, &id, &err), &err, "id");
		snprintf(answer->ids[i], sizeof(answer->ids[i]), "%s", buf_string(&id));
		answer->scores[i] = hits[i].score;
		buf_release(&id);
	}
}

static bool
same_answer(const struct answer *a, const struct answer *b)
{
	if (a->status != STATUS_OK || b->status != STATUS_OK || a->count != b->count || a->total != b->total)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (strcmp(a->ids[i], b->ids[i]) != 0 || fabs(a->scores[i] - b->scores[i]) > 1e-9 * fmax(1, fabs(a->scores[i])))
			return false;
	return true;
}

#define MANY 400

static bool
has_one_child(enum node_kind kind)
{
	return kind == NODE_FILTER || kind == NODE_BOOST;
}

/* Trees of every kind that a server answers too. */
static size_t
make_trees(struct node trees[MANY], struct node terms[WORDS], struct node *pairs[MANY][2])
{
	static const enum node_kind kinds[] = {
		NODE_AND, NODE_OR, NODE_NOT, NODE_MAYBE, NODE_PHRASE, NODE_NEAR, NODE_FILTER, NODE_BOOST,
	};
	size_t count = 0;

	for (size_t i = 0; i < WORDS; i++) {
		terms[i] = fixture_term(words[i]);
		terms[i].wqf = (uint32_t)(1 + i % 2);
		trees[count++] = terms[i];
	}
	for (size_t k = 0; k < sizeof(kinds) / sizeof(*kinds); k++)
		for (size_t i = 0; i < WORDS; i++)
			for (size_t j = 1; j < 4; j++, count++) {
				pairs[count][0] = &terms[i];
				pairs[count][1] = &terms[(i + j) % WORDS];
				trees[count] = (struct node){
					.kind = kinds[k], .children = pairs[count], .child_count = has_one_child(kinds[k]) ? 1 : 2,
					.distance = (uint32_t)(j * 2), .ordered = j == 2, .factor = 0.5 + (double)j,
				};
			}
	trees[count++] = (struct node){ .kind = NODE_ALL };
	trees[count++] = (struct node){ .kind = NODE_NONE };
	trees[count++] = (struct node){ .kind = NODE_DATE, .low = 17924 * 86400LL, .high = 17931 * 86400LL };
	trees[count++] = (struct node){ .kind = NODE_WORDS, .low = 20, .high = 25 };
	return count;
}

static void
test_searches(struct index_reader *one, struct index_reader *served, struct index_reader *local)
{
	static struct node trees[MANY], terms[WORDS], *pairs[MANY][2];
	static struct answer want, got;
	size_t count = make_trees(trees, terms, pairs), queries = 0, wrong = 0, empty = 0;

	for (size_t i = 0; i < count; i++)
		for (int order = ORDER_RELEVANCE; order <= (i % 6 ? ORDER_RELEVANCE : ORDER_OLDEST); order++) {
			size_t limit = i % 40 ? 5 : ARTICLES;

			ask(one, &trees[i], (enum result_order)order, limit, &want);
			queries++;
			empty += want.count == 0;
			ask(served, &trees[i], (enum result_order)order, limit, &got);
			wrong += !same_answer(&want, &got);
			ask(local, &trees[i], (enum result_order)order, limit, &got);
			wrong += !same_answer(&want, &got);
		}
	is_int((int64_t)wrong, 0, "served shards answer as one index does");
	ok(empty * 4 < queries, "%d queries, %d of them without a match", (int)queries, (int)empty);
}

static void
test_reading(struct index_reader *one, struct index_reader *served)
{
	struct index_stats a, b;
	struct term_stats x, y;
	struct term_walk *walk, *other;
	struct postings *postings;
	struct article article;
	struct arena arena = ARENA_INIT;
	struct error err = ERROR_INIT;
	struct buf key = BUF_INIT, value = BUF_INIT;
	const uint32_t *positions;
	size_t count, terms = 0;
	int64_t number;
	struct span text;
	docid_t doc;
	bool same = true;

	fixture_must(index_stats(one, &a, &err), &err, "stats");
	fixture_must(index_stats(served, &b, &err), &err, "stats");
	ok(a.articles == b.articles && a.words == b.words && a.first == b.first && a.last == b.last && a.undated == b.undated, "statistics");
	is_str(b.fingerprint, a.fingerprint, "fingerprint");
	is_close(b.mean_length, a.mean_length, 1e-12, "mean length");
	is_int((int64_t)b.segments, SERVERS, "shards");
	fixture_must(index_term(one, SPAN("huawei"), &x, &err), &err, "term");
	fixture_must(index_term(served, SPAN("huawei"), &y, &err), &err, "term");
	ok(x.df == y.df && x.cf == y.cf && x.df > 0, "a term's frequencies");
	fixture_must(index_walk(one, SPAN(""), SPAN("Z"), &walk, &err), &err, "walk");
	fixture_must(index_walk(served, SPAN(""), SPAN("Z"), &other, &err), &err, "walk");
	while (term_walk_next(walk, &err) == STATUS_OK) {
		same &= term_walk_next(other, &err) == STATUS_OK && span_equal(walk->term, other->term)
			&& walk->stats.df == other->stats.df && walk->stats.cf == other->stats.cf;
		terms++;
	}
	ok(same && terms >= WORDS && term_walk_next(other, &err) == STATUS_END, "the dictionary");
	term_walk_free(walk);
	term_walk_free(other);
	fixture_must(index_find(served, SPAN("n005"), &doc, &err), &err, "find");
	fixture_must(index_article(served, doc, &arena, &article, &err), &err, "article");
	is_bytes(article.text[FIELD_TITLE].ptr, article.text[FIELD_TITLE].len, "Huawei security", "an article");
	fixture_must(index_number(served, COLUMN_DATE, doc, &number, &err), &err, "number");
	is_int(number, 17930 * 86400LL, "a date");
	fixture_must(index_string(served, COLUMN_SOURCE, doc, &text, &err), &err, "string");
	ok(text.ptr == NULL, "no source");
	fixture_must(index_postings(served, SPAN("Shuawei"), &postings, &err), &err, "postings");
	fixture_must(postings_seek(postings, doc, &err), &err, "seek");
	fixture_must(postings_positions(postings, &positions, &count, &err), &err, "positions");
	ok(postings->doc == doc && postings->frequency == 1 && count == 1 && positions[0] == 1, "postings and positions");
	postings_free(postings);
	is_int(index_meta(served, SPAN("none"), &value, NULL), STATUS_NOTFOUND, "metadata");
	is_int(index_meta_next(served, SPAN(""), &key, NULL), STATUS_END, "its keys");
	buf_release(&key);
	buf_release(&value);
	arena_release(&arena);
}

/* ---- The dead --------------------------------------------------------- */

static void
test_dead(struct server servers[SERVERS], const struct span addresses[SERVERS])
{
	struct index_reader *reader = NULL;
	struct index_stats stats;
	struct buf partial = BUF_INIT;
	struct error err = ERROR_INIT;
	struct node term = fixture_term("huawei");
	struct hit hits[10];
	struct search search = { .tree = &term, .bm25 = BM25_DEFAULT, .limit = 10, .hits = hits };
	struct sigaction action;
	enum status status = STATUS_OK;

	signal(SIGPIPE, SIG_DFL);
	fixture_must(index_open(addresses, SERVERS, NULL, &reader, &err), &err, "open");
	sigaction(SIGPIPE, NULL, &action);
	ok(action.sa_handler == SIG_DFL, "opening leaves SIGPIPE as it was");
	server_stop(&servers[1]);
	for (int i = 0; i < 4 && status == STATUS_OK; i++)
		status = index_top(reader, &search, NULL);
	is_int(status, STATUS_REMOTE, "a server that dies meanwhile is an error");
	index_reader_free(reader);
	is_int(index_open(addresses, SERVERS, NULL, &reader, &err), STATUS_REMOTE, "a dead server is an error");
	is_str(err.place, servers[1].address, "that names it");
	fixture_must(index_open(addresses, SERVERS, &partial, &reader, &err), &err, "partial");
	ok(strstr(buf_string(&partial), servers[1].address) != NULL, "or it is dropped and named: %s", buf_string(&partial));
	fixture_must(index_stats(reader, &stats, &err), &err, "stats");
	is_int((int64_t)stats.articles, ARTICLES - ARTICLES / SERVERS, "and the others answer");
	index_reader_free(reader);
	buf_release(&partial);
	is_int(index_open(&addresses[1], 1, &partial, &reader, NULL), STATUS_REMOTE, "one at least has to be left");
	buf_release(&partial);
}

static void
test_addresses(void)
{
	static const char *const wrong[] = {
		"xapian+tcp://", "xapian+tcp://host", "xapian+tcp://host:", "xapian+tcp://host:0", "xapian+tcp://host:99999", "xapian+tcp://:1234",
		"xapian+ssh://", "xapian+ssh://host", "xapian+ssh://host/", "xapian+ssh:///path", "xapian+ssh://-oProxyCommand=x/path",
		"xapian+ssh://host/pa th", "xapian+ssh://host/$(id)", "xapian+ssh://host/a;b", "xapian+ssh://host:x/path", "http://host/path",
	};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		struct span address = span_from_string(wrong[i]);
		struct index_reader *reader;

		is_int(index_open(&address, 1, NULL, &reader, NULL), STATUS_BADQUERY, wrong[i]);
	}
}

/* A program called ssh that runs what it is told to run on this machine. */
static void
test_ssh(const char *path)
{
	static const char script[] = "#!/bin/sh\nwhile [ \"$1\" != server.example ]; do shift; done\nshift\nexec \"$@\"\n";
	char address[300], search_path[4096];
	struct span span;
	struct index_reader *reader = NULL;
	struct index_stats stats = { 0 };
	struct error err = ERROR_INIT;

	mkdir(fixture_path("bin"), 0777);
	fixture_must(file_replace(fixture_path("bin/ssh"), span_from_string(script), &err), &err, "ssh");
	chmod(fixture_path("bin/ssh"), 0755);
	snprintf(search_path, sizeof(search_path), "%s:%s", fixture_path("bin"), getenv("PATH"));
	setenv("PATH", search_path, 1);
	snprintf(address, sizeof(address), "xapian+ssh://server.example%s", path);
	span = span_from_string(address);
	fixture_must(index_open(&span, 1, NULL, &reader, &err), &err, "ssh");
	fixture_must(index_stats(reader, &stats, &err), &err, "stats");
	is_int((int64_t)stats.articles, ARTICLES, "an index behind ssh");
	index_reader_free(reader);
}

int
main(void)
{
	struct server servers[SERVERS];
	struct span addresses[SERVERS], folders[SERVERS];
	char paths[SERVERS][256];
	struct index_reader *one, *served, *local;
	struct error err = ERROR_INIT;

	test_addresses();
	if (!is_installed("xapian-tcpsrv") || !is_installed("xapian-progsrv")) {
		tap_skip("xapian-tcpsrv and xapian-progsrv are not installed");
		return tap_done();
	}
	make_index(fixture_path("one"), 0, 1);
	for (int i = 0; i < SERVERS; i++) {
		char name[16];

		snprintf(name, sizeof(name), "part%d", i);
		snprintf(paths[i], sizeof(paths[i]), "%s", fixture_path(name));
		make_index(paths[i], i, SERVERS);
		server_start(&servers[i], paths[i]);
		folders[i] = span_from_string(paths[i]);
		addresses[i] = span_from_string(servers[i].address);
	}
	one = fixture_reader(fixture_path("one"));
	fixture_must(index_open(addresses, SERVERS, NULL, &served, &err), &err, "served");
	fixture_must(index_open(folders, SERVERS, NULL, &local, &err), &err, "local");
	test_searches(one, served, local);
	test_reading(one, served);
	index_reader_free(one);
	index_reader_free(served);
	index_reader_free(local);
	test_dead(servers, addresses);
	test_ssh(fixture_path("one"));
	for (int i = 0; i < SERVERS; i++)
		server_stop(&servers[i]);
	return tap_done();
}
