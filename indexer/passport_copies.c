/* Which articles of an index are copies of others, for its passport. */
#include <stdlib.h>

#include "index/copies.h"
#include "indexer/passport.h"

/* An article that has copies. */
struct member {
	uint32_t group;
	uint32_t source;       /* in passport->source.names */
	uint32_t at;           /* among all articles */
	int64_t date;
};

struct copies {
	struct index_reader *reader;
	docid_t *docs;
	size_t count;
	struct copy_sketch *sketches;
	uint32_t *groups;
	struct member *members;
	size_t member_count;
};

static enum status
read_docs(struct copies *copies, uint64_t articles, struct error *err)
{
	struct postings *postings = NULL;
	enum status status = STATUS_OK;

	copies->docs = calloc(articles + 1, sizeof(*copies->docs));
	copies->groups = calloc(articles + 1, sizeof(*copies->groups));
	if (!copies->docs || !copies->groups)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	status = index_all(copies->reader, &postings, err);
	while (status == STATUS_OK && copies->count < articles && (status = postings_next(postings, err)) == STATUS_OK)
		copies->docs[copies->count++] = postings->doc;
	postings_free(postings);
	if (status >= 0)
		status = copies_read(copies->reader, copies->docs, copies->count, &copies->sketches, err);
	return status < 0 ? status : copies_group(copies->sketches, copies->count, copies->groups, err);
}

/* Keeps those that have copies. */
static enum status
members_choose(struct copies *copies, struct passport *passport, struct error *err)
{
	uint32_t *sizes = calloc(copies->count + 1, sizeof(*sizes));
	enum status status = STATUS_OK;

	copies->members = calloc(copies->count + 1, sizeof(*copies->members));
	if (!sizes || !copies->members)
		status = error_set(err, STATUS_NOMEM, NULL, "out of memory");
	for (size_t i = 0; status == STATUS_OK && i < copies->count; i++)
		sizes[copies->groups[i]]++;
	for (size_t i = 0; status == STATUS_OK && i < copies->count; i++) {
		struct member *member = &copies->members[copies->member_count];
		struct span source = SPAN_NONE;

		if (sizes[copies->groups[i]] < 2)
			continue;
		member->group = copies->groups[i];
		member->at = (uint32_t)i;
		status = index_number(copies->reader, COLUMN_DATE, copies->docs[i], &member->date, err);
		if (status == STATUS_OK)
			status = index_string(copies->reader, COLUMN_SOURCE, copies->docs[i], &source, err);
		member->source = table_get(&passport->source.names, source.ptr ? source : SPAN(""));
		copies->member_count++;
	}
	free(sizes);
	return status;
}

static int
source_order(const void *a, const void *b)
{
	const struct member *x = a, *y = b;

	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	return (x->source > y->source) - (x->source < y->source);
}

static int
text_order(const void *a, const void *b, void *context)
{
	const struct copies *copies = context;
	const struct member *x = a, *y = b;
	const struct copy_sketch *p = &copies->sketches[x->at], *q = &copies->sketches[y->at];
	int order;

	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	order = memcmp(&p->sketch, &q->sketch, sizeof(p->sketch));
	return order ? order : (p->words > q->words) - (p->words < q->words);
}

/* Articles that say word by word what another one of their group says. */
static uint64_t
verbatim_count(struct copies *copies)
{
	uint64_t count = 0;

	qsort_r(copies->members, copies->member_count, sizeof(*copies->members), text_order, copies);
	for (size_t i = 1; i < copies->member_count; i++) {
		const struct member *before = &copies->members[i - 1], *this = &copies->members[i];
		const struct copy_sketch *a = &copies->sketches[before->at], *b = &copies->sketches[this->at];

		count += before->group == this->group && sketch_is_same(&a->sketch, a->words, &b->sketch, b->words);
	}
	return count;
}

/* An undated article is no first one where there are dates. */
static bool
is_earlier(int64_t a, int64_t b)
{
	return a != DATE_UNDATED && (b == DATE_UNDATED || a < b);
}

/* The group that begins at members[FROM]; its end. */
static size_t
group_take(const struct copies *copies, size_t from, struct passport_copies *sums, struct passport_copy *group)
{
	const struct member *members = copies->members;
	size_t i;

	*group = (struct passport_copy){ .first = DATE_UNDATED, .last = DATE_UNDATED };
	for (i = from; i < copies->member_count && members[i].group == members[from].group; i++) {
		group->articles++;
		group->sources += i == from || members[i].source != members[i - 1].source;
		if (is_earlier(members[i].date, group->first))
			group->first = members[i].date;
		if (members[i].date != DATE_UNDATED && members[i].date > group->last)
			group->last = members[i].date;
	}
	sums->groups++;
	sums->articles += group->articles;
	sums->across += group->sources > 1;
	return i;
}

/* The id of the first article of the group at members[FROM]: of those of its
 * first date the smallest. */
static enum status
group_id(const struct copies *copies, size_t from, struct passport_copy *group, struct error *err)
{
	const struct member *members = copies->members;
	struct buf best = BUF_INIT, id = BUF_INIT;
	enum status status = STATUS_OK;

	for (size_t i = from; i < from + group->articles && status == STATUS_OK; i++) {
		if (members[i].date != group->first)
			continue;
		buf_clear(&id);
		status = index_id(copies->reader, copies->docs[members[i].at], &id, err);
		if (status == STATUS_OK && (!best.len || span_compare(buf_span(&id), buf_span(&best)) < 0)) {
			buf_clear(&best);
			buf_append_span(&best, buf_span(&id));
		}
	}
	if (status == STATUS_OK && buf_status(&best) < 0)
		status = error_set(err, STATUS_NOMEM, NULL, "out of memory");
	buf_release(&id);
	if (status == STATUS_OK)
		group->id = best;
	else
		buf_release(&best);
	return status;
}

static bool
is_larger(const struct passport_copy *a, const struct passport_copy *b)
{
	if (a->articles != b->articles)
		return a->articles > b->articles;
	if (a->sources != b->sources)
		return a->sources > b->sources;
	if (a->first != b->first)
		return is_earlier(a->first, b->first);
	return span_compare(buf_span(&a->id), buf_span(&b->id)) < 0;
}

/* Puts GROUP among the largest, if it is one, and takes its id. */
static void
largest_put(struct passport_copies *sums, struct passport_copy *group)
{
	size_t at = sums->largest_count;

	while (at > 0 && is_larger(group, &sums->largest[at - 1]))
		at--;
	if (at == PASSPORT_COPIES_SHOWN) {
		buf_release(&group->id);
		return;
	}
	if (sums->largest_count == PASSPORT_COPIES_SHOWN)
		buf_release(&sums->largest[--sums->largest_count].id);
	memmove(&sums->largest[at + 1], &sums->largest[at], (sums->largest_count - at) * sizeof(*group));
	sums->largest[at] = *group;
	sums->largest_count++;
}

static enum status
groups_count(struct copies *copies, struct passport_copies *sums, struct error *err)
{
	enum status status = STATUS_OK;

	qsort(copies->members, copies->member_count, sizeof(*copies->members), source_order);
	for (size_t from = 0, until; status == STATUS_OK && from < copies->member_count; from = until) {
		const struct passport_copy *least = &sums->largest[PASSPORT_COPIES_SHOWN - 1];
		struct passport_copy group;

		until = group_take(copies, from, sums, &group);
		if (sums->largest_count == PASSPORT_COPIES_SHOWN && group.articles < least->articles)
			continue;
		status = group_id(copies, from, &group, err);
		if (status == STATUS_OK)
			largest_put(sums, &group);
	}
	return status;
}

enum status
passport_copies_count(struct passport *passport, struct index_reader *reader, struct error *err)
{
	struct copies copies = { .reader = reader };
	enum status status = read_docs(&copies, passport->all.articles, err);

	if (status == STATUS_OK)
		status = members_choose(&copies, passport, err);
	if (status == STATUS_OK) {
		passport->copies.verbatim = verbatim_count(&copies);
		status = groups_count(&copies, &passport->copies, err);
	}
	free(copies.docs);
	free(copies.sketches);
	free(copies.groups);
	free(copies.members);
	return status;
}
