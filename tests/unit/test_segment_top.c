/* The fast path against the generic matcher: random trees over random indexes
 * with several segments and deleted articles; each tree with another
 * kind of vectors. */
#include <stdlib.h>

#include "common/file.h"
#include "common/simd.h"
#include "query/match.h"
#include "tests/engines/segment_model.h"
#include "tests/tap.h"

#define FOLDER "test_segment_top.dir"
#define LIMIT_MAX 1000

static const char *const plain_terms[] = {
	"the", "market", "of", "Zmarket", "run", "Zrun", "huawei", "us", "Sthe", "ZSmarket", "zoo", "nothing", "w17",
	"ban", "and", "security", "Kchina", "XSRreuters", "Lde", "XCus", "Aliu", "Zw5", "w5",
};

static struct node *
node_new(struct arena *arena, enum node_kind kind, size_t children)
{
	struct node *node = arena_zalloc(arena, 1, sizeof(*node));

	node->kind = kind;
	node->wqf = 1;
	node->child_count = children;
	node->children = arena_zalloc(arena, children + 1, sizeof(*node->children));
	return node;
}

static struct node *
term_random(struct dice *dice, struct arena *arena, uint32_t kinds)
{
	struct node *node = node_new(arena, NODE_TERM, 0);

	node->term = span_from_string(plain_terms[dice_roll(dice, kinds)]);
	node->wqf = 1 + dice_roll(dice, 2);
	return node;
}

static struct node *tree_random(struct dice *dice, struct arena *arena, unsigned depth);

/* Words near each other, words that are not needed, words so many times. */
static struct node *
special_random(struct dice *dice, struct arena *arena, unsigned depth)
{
	static const enum node_kind kinds[] = { NODE_NEAR, NODE_MAYBE, NODE_ATLEAST };
	enum node_kind kind = kinds[dice_roll(dice, 3)];
	struct node *node = node_new(arena, kind, kind == NODE_NEAR ? 2 : kind == NODE_ATLEAST ? 1 : 1 + dice_roll(dice, 3));
	struct node **children = (struct node **)(uintptr_t)node->children;

	for (size_t i = 0; i < node->child_count; i++)
		children[i] = kind == NODE_MAYBE && (i == 0 || dice_roll(dice, 9) == 0) ? tree_random(dice, arena, depth + 1)
			: term_random(dice, arena, kind == NODE_NEAR ? 5 : 16);
	node->distance = kind == NODE_NEAR ? dice_roll(dice, 2) ? dice_roll(dice, 4) : dice_roll(dice, 40) : dice_roll(dice, 5);
	node->ordered = dice_roll(dice, 2);
	return node;
}

static struct node *
tree_random(struct dice *dice, struct arena *arena, unsigned depth)
{
	static const enum node_kind kinds[] = {
		NODE_TERM, NODE_OR, NODE_OR, NODE_AND, NODE_AND, NODE_PHRASE, NODE_NOT, NODE_FILTER, NODE_BOOST, NODE_DATE,
		NODE_WORDS, NODE_ALL, NODE_NONE, NODE_SYNONYM, NODE_SYNONYM,
	};
	enum node_kind kind = kinds[depth == 0 && dice_roll(dice, 9) == 0 ? 13 : dice_roll(dice, depth == 0 ? 9 : 15)];
	uint32_t terms = sizeof(plain_terms) / sizeof(plain_terms[0]);
	struct node *node, **children;

	if (depth < 3 && dice_roll(dice, 5) == 0)
		return special_random(dice, arena, depth);
	if (kind == NODE_TERM || depth > 3)
		return term_random(dice, arena, terms);
	node = node_new(arena, kind, kind == NODE_FILTER || kind == NODE_BOOST ? 1 : kind >= NODE_DATE || kind <= NODE_ALL ? 0 : 2 + dice_roll(dice, 3));
	children = (struct node **)(uintptr_t)node->children;
	for (size_t i = 0; i < node->child_count; i++)
		children[i] = kind == NODE_PHRASE || kind == NODE_SYNONYM || (i && kind == NODE_NOT) || (kind == NODE_OR && dice_roll(dice, 5))
			? term_random(dice, arena, kind == NODE_PHRASE ? 5 : kind == NODE_SYNONYM ? 16 : terms)
			: tree_random(dice, arena, depth + 1);
	node->wqf = 1 + dice_roll(dice, 2);
	node->factor = 0.5 + dice_roll(dice, 4);
	if (kind == NODE_DATE) {
		node->low = date_days_from_civil(2015 + dice_roll(dice, 3), 1 + (int)dice_roll(dice, 4), 1) * 86400;
		node->high = node->low + (int64_t)dice_roll(dice, 500) * 86400;
	} else if (kind == NODE_WORDS) {
		node->low = dice_roll(dice, 60);
		node->high = node->low + dice_roll(dice, 300);
	}
	return node;
}

static bool
answers_equal(const struct search *fast, const struct search *slow)
{
	if (fast->hit_count != slow->hit_count || (fast->want_total && fast->total != slow->total)
	    || fast->total < fast->hit_count) {
		printf("# %zu hits for %zu, total %llu for %llu\n", fast->hit_count, slow->hit_count,
		       (unsigned long long)fast->total, (unsigned long long)slow->total);
		return false;
	}
	for (size_t i = 0; i < fast->hit_count; i++)
		if (fast->hits[i].doc != slow->hits[i].doc
		    || fabs(fast->hits[i].score - slow->hits[i].score) > 1e-9 * fabs(slow->hits[i].score)) {
			printf("# hit %zu: %u %.17g for %u %.17g\n", i, fast->hits[i].doc, fast->hits[i].score, slow->hits[i].doc,
			       slow->hits[i].score);
			return false;
		}
	return true;
}

static void
tree_print(const struct node *node, int depth)
{
	printf("# %*s%d %.*s wqf %u factor %g [%lld, %lld)\n", 2 * depth, "", (int)node->kind, (int)node->term.len,
	       node->term.ptr ? node->term.ptr : "", node->wqf, node->factor, (long long)node->low, (long long)node->high);
	for (size_t i = 0; i < node->child_count; i++)
		tree_print(node->children[i], depth + 1);
}

static void
index_random(struct dice *dice, uint32_t ids, size_t length)
{
	struct index_writer_options options = { .engine = "segment", .lanes = 1 };
	struct index_writer *writer = NULL;
	struct arena arena = ARENA_INIT;
	enum add_result result;
	uint64_t sequence = 0, removed;
	bool replacing = dice_roll(dice, 2);   /* else nothing is deleted by the way */

	file_remove_tree(FOLDER, NULL);
	index_writer_open(FOLDER, &options, &writer, NULL);
	for (uint32_t commit = 1 + dice_roll(dice, 4); commit > 0; commit--) {
		for (uint32_t i = ids / 2 + dice_roll(dice, ids); i > 0; i--) {
			struct article article;

			arena_clear(&arena);
			article_random(dice, replacing ? dice_roll(dice, ids) : (uint32_t)sequence, &arena, &article);
			if (article.text[FIELD_BODY].len > length)
				article.text[FIELD_BODY].len = length;
			article.sequence = ++sequence;
			index_writer_add(writer, 0, &article, &result, NULL);
		}
		index_writer_commit(writer, NULL);
		if (dice_roll(dice, 4) < (replacing ? 2 : 1))
			index_writer_remove(writer, SPAN("Ktrade war"), &removed, NULL);
	}
	if (dice_roll(dice, 3) == 0)
		index_writer_optimize(writer, NULL);
	index_writer_close(writer, NULL);
	arena_release(&arena);
}

static void
compare(uint64_t seed, unsigned queries, uint32_t ids, size_t length)
{
	struct span path = SPAN(FOLDER);
	struct dice dice = { seed };
	struct index_reader *reader = NULL;
	struct arena arena = ARENA_INIT;
	static struct hit fast_hits[LIMIT_MAX], slow_hits[LIMIT_MAX];
	static const size_t limits[] = { 0, 1, 10, 100, LIMIT_MAX };
	unsigned equal = 0, answered = 0;

	index_random(&dice, ids, length);
	index_open(&path, 1, NULL, &reader, NULL);
	for (unsigned i = 0; i < queries; i++) {
		struct search fast = { .bm25 = BM25_DEFAULT, .hits = fast_hits }, slow;
		enum status status;

		arena_clear(&arena);
		fast.tree = tree_random(&dice, &arena, 0);
		fast.order = dice_roll(&dice, 3) ? ORDER_RELEVANCE : dice_roll(&dice, 2) ? ORDER_NEWEST : ORDER_OLDEST;
		fast.limit = dice_roll(&dice, 2) ? 1 + dice_roll(&dice, 50) : limits[dice_roll(&dice, 5)];
		fast.want_total = dice_roll(&dice, 2) || fast.limit == 0;
		slow = fast;
		slow.hits = slow_hits;
		simd_limit((enum simd)(i % (SIMD_MOST + 1)));
		status = index_top(reader, &fast, NULL);
		answered += status == STATUS_OK;
		if (status == STATUS_UNSUPPORTED
		    || (status == STATUS_OK && search_run(reader, &slow, SEARCH_GENERIC, NULL) == STATUS_OK
		        && answers_equal(&fast, &slow))) {
			equal++;
			continue;
		}
		printf("# seed %llu, query %u, status %d, order %d, limit %zu, total %d\n", (unsigned long long)seed, i, (int)status,
		       (int)fast.order, fast.limit, fast.want_total);
		tree_print(fast.tree, 0);
		break;
	}
	is_int(equal, queries, "the fast path answers as the generic matcher does");
	ok(answered > queries / 3, "%u of %u trees have a fast way", answered, queries);
	index_reader_free(reader);
	arena_release(&arena);
	file_remove_tree(FOLDER, NULL);
}

int
main(int argc, char **argv)
{
	/* `test_segment_top 100 20` is a longer run from seed 100 on. */
	uint64_t first = argc > 1 ? (uint64_t)atoll(argv[1]) : 1, count = argc > 2 ? (uint64_t)atoll(argv[2]) : 6;

	for (uint64_t seed = first; seed < first + count; seed++)
		compare(seed, 300, 1200, 400);
	/* More than one window of documents. */
	compare(first + count, 300, 12000, 70);
	return tap_done();
}
