#include "index/segment/dict_read.h"

#include "common/varint.h"

#define DICT_TAIL 5
#define BLOCK_AHEAD 1024        /* bytes of a block that are asked for when it is entered */

enum status
dict_open(struct dict *dict, const char *folder, const char *name, struct error *err)
{
	enum status status = infile_open(&dict->in, folder, name, KIND_DICT, DICT_TAIL, err);

	if (status < 0)
		return status;
	dict->terms = infile_tail(&dict->in, 0);
	dict->blocks = infile_tail(&dict->in, 1);
	dict->index = infile_tail(&dict->in, 2);
	if (!infile_holds(&dict->in, dict->index, dict->blocks, 16)
	    || !infile_holds(&dict->in, infile_tail(&dict->in, 3), infile_tail(&dict->in, 4), 1)
	    || dict->blocks != dict->terms / DICT_BLOCK + (dict->terms % DICT_BLOCK != 0))
		return infile_corrupt(&dict->in, dict->in.body_end, "the dictionary's sizes do not fit", err);
	dict->sample = span_from((const char *)dict->in.data + infile_tail(&dict->in, 3), (size_t)infile_tail(&dict->in, 4));
	return STATUS_OK;
}

void
dict_release(struct dict *dict)
{
	infile_release(&dict->in);
}

static enum status
dict_corrupt(const struct dict *dict, const unsigned char *at, struct error *err)
{
	return infile_corrupt(&dict->in, at ? (uint64_t)(at - dict->in.data) : dict->index, "a dictionary block cannot be read", err);
}

static inline bool
take_varint(const unsigned char **at, const unsigned char *end, uint64_t *value)
{
	size_t len;

	if (*at < end && **at < 0x80) {
		*value = *(*at)++;
		return true;
	}
	len = varint_get(*at, end, value);
	*at += len;
	return len != 0;
}

static inline const unsigned char *
index_element(const struct dict *dict, uint64_t block)
{
	return dict->in.data + dict->index + 16 * block;
}

static inline uint64_t
block_offset(const struct dict *dict, uint64_t block)
{
	return load_u64(index_element(dict, block) + 8) & ~DICT_PACKED;
}

/* How many bytes an entry has in common with the one before, and how many more. */
static inline bool
take_lens(const unsigned char **at, const unsigned char *end, uint64_t *shared, uint64_t *suffix)
{
	uint64_t more;

	if (*at == end)
		return false;
	*shared = **at & ENTRY_LEN_MAX;
	*suffix = *(*at)++ >> 4;
	if (*shared == ENTRY_LEN_MAX) {
		if (!take_varint(at, end, &more) || more > TERM_MAX)
			return false;
		*shared += more;
	}
	if (*suffix == ENTRY_LEN_MAX) {
		if (!take_varint(at, end, &more) || more > TERM_MAX)
			return false;
		*suffix += more;
	}
	return true;
}

/* Unpacks the terms of the block that WALK has entered: they are then in names. */
static bool
block_unpack(struct dict_walk *walk)
{
	uint64_t shared, suffix, size;
	size_t plain, len;

	if (!take_lens(&walk->at, walk->end, &shared, &suffix) || shared || suffix > TERM_MAX
	    || suffix > (uint64_t)(walk->end - walk->at))
		return false;
	/* The first term is put in front, as the others are. */
	walk->names[0] = 0;
	plain = 1 + varint_put(walk->names + 1, suffix);
	memcpy(walk->names + plain, walk->at, (size_t)suffix);
	plain += (size_t)suffix;
	walk->at += suffix;
	if (!take_varint(&walk->at, walk->end, &size) || size > (uint64_t)(walk->end - walk->at))
		return false;
	if (!names_unpack(span_from((const char *)walk->at, (size_t)size), walk->dict->sample, walk->names + plain, DICT_NAMES_MAX, &len))
		return false;
	walk->at += size;
	walk->name_at = walk->names;
	walk->name_end = walk->names + plain + len;
	return true;
}

/* Enters BLOCK: its head is read, its first term is next. */
static enum status
block_enter(struct dict_walk *walk, uint64_t block, struct error *err)
{
	const struct dict *dict = walk->dict;
	uint64_t from = block_offset(dict, block), until = dict->index;

	if (block + 1 < dict->blocks)
		until = block_offset(dict, block + 1);
	if (from < FORMAT_HEAD_SIZE || from >= until || until > dict->index)
		return dict_corrupt(dict, index_element(dict, block), err);
	walk->at = dict->in.data + from;
	walk->end = dict->in.data + until;
	for (const unsigned char *line = walk->at; line < walk->end && line < walk->at + BLOCK_AHEAD; line += 64)
		__builtin_prefetch(line);
	walk->block = block + 1;
	walk->left = block + 1 < dict->blocks ? DICT_BLOCK : (unsigned)((dict->terms - 1) % DICT_BLOCK) + 1;
	walk->term = span_from(walk->term_bytes, 0);
	walk->packed = load_u64(index_element(dict, block) + 8) & DICT_PACKED;
	if (!take_varint(&walk->at, walk->end, &walk->post) || !take_varint(&walk->at, walk->end, &walk->pos)
	    || (walk->packed && !block_unpack(walk)))
		return dict_corrupt(dict, walk->at, err);
	return STATUS_OK;
}

/* The list of an entry of a packed block: one document. */
static bool
entry_document(struct dict_walk *walk)
{
	uint64_t doc;
	size_t len = varint_get(walk->at, walk->end, &doc);

	walk->list = (struct list){ .flags = LIST_IN_ENTRY, .df = 1, .in_entry = span_from((const char *)walk->at, len) };
	walk->at += len;
	return len != 0;
}

/* The base of a ranked list: it lies before the list. */
static bool
entry_base(struct dict_walk *walk)
{
	struct list *list = &walk->list;
	uint64_t back, size, df;

	if (!take_varint(&walk->at, walk->end, &back) || !take_varint(&walk->at, walk->end, &size)
	    || !take_varint(&walk->at, walk->end, &df) || back > list->post || size > back || size > UINT32_MAX
	    || df < list->df || df > SEGMENT_DOCS_MAX)
		return false;
	list->base = (struct list_base){ list->post - back, (uint32_t)size, (uint32_t)df };
	return true;
}

/* Bytes of the bound of a list that lies in .post. */
static inline size_t
bound_size(unsigned flags)
{
	return flags & ENTRY_ONE_PAIR ? BOUND_SIZE / 2 : BOUND_SIZE;
}

static bool
entry_list(struct dict_walk *walk)
{
	struct list *list = &walk->list;
	uint64_t df, extra = 0, size;
	size_t bound;
	unsigned flags;

	if (walk->packed)
		return entry_document(walk);
	if (walk->at == walk->end)
		return false;
	flags = *walk->at++;
	*list = (struct list){ .flags = flags & ENTRY_FLAGS };
	if (flags & LIST_SHARED)
		return flags == (LIST_SHARED | LIST_COUNTED) && walk->term.len > 1 && walk->term.ptr[0] == 'Z';
	df = (flags >> ENTRY_DF_SHIFT) + 1;
	if (!(flags & LIST_IN_ENTRY)
	    && (flags & ENTRY_NONE || !take_varint(&walk->at, walk->end, &df) || df == 0 || df > SEGMENT_DOCS_MAX))
		return false;
	if ((flags & LIST_RANKED && flags & LIST_IN_ENTRY) || (flags & ENTRY_SINGLES && !(flags & LIST_COUNTED)))
		return false;
	if ((flags & (LIST_COUNTED | ENTRY_SINGLES)) == LIST_COUNTED && !take_varint(&walk->at, walk->end, &extra))
		return false;
	list->df = (uint32_t)df;
	list->cf = flags & LIST_COUNTED ? df + extra : 0;
	if (!take_varint(&walk->at, walk->end, &size))
		return false;
	if (list->flags & LIST_IN_ENTRY) {
		if (size > (uint64_t)(walk->end - walk->at))
			return false;
		list->in_entry = span_from((const char *)walk->at, (size_t)size);
		walk->at += size;
		return true;
	}
	list->post = walk->post;
	list->post_size = size;
	list->pos = walk->pos;
	if (list->flags & LIST_POSITIONS && !take_varint(&walk->at, walk->end, &list->pos_size))
		return false;
	bound = bound_size(flags);
	if ((size_t)(walk->end - walk->at) < bound || size > UINT32_MAX || list->pos_size > UINT32_MAX
	    || walk->post > UINT64_MAX - size || walk->pos > UINT64_MAX - list->pos_size)
		return false;
	memcpy(list->bound, walk->at, BOUND_SIZE / 2);
	memcpy(list->bound + BOUND_SIZE / 2, walk->at + bound - BOUND_SIZE / 2, BOUND_SIZE / 2);
	walk->at += bound;
	walk->post += size;
	walk->pos += list->pos_size;
	return !(list->flags & LIST_RANKED) || entry_base(walk);
}

/* What the next term shares with the one before, of LEN bytes, and the SUFFIX bytes behind. */
static inline const unsigned char *
name_take(struct dict_walk *walk, size_t len, uint64_t *shared, uint64_t *suffix)
{
	const unsigned char **at = walk->packed ? &walk->name_at : &walk->at, *bytes;
	const unsigned char *end = walk->packed ? walk->name_end : walk->end;
	bool taken = walk->packed ? take_varint(at, end, shared) && take_varint(at, end, suffix)
	                          : take_lens(at, end, shared, suffix);

	if (!taken || *shared > len || *suffix == 0 || *suffix > TERM_MAX - *shared || *suffix > (uint64_t)(end - *at))
		return NULL;
	bytes = *at;
	*at += *suffix;
	return bytes;
}

static enum status
entry_next(struct dict_walk *walk, struct error *err)
{
	uint64_t shared, suffix;
	const unsigned char *bytes = name_take(walk, walk->term.len, &shared, &suffix);

	if (!bytes)
		return dict_corrupt(walk->dict, walk->at, err);
	memcpy(walk->term_bytes + shared, bytes, (size_t)suffix);
	walk->term = span_from(walk->term_bytes, (size_t)(shared + suffix));
	walk->left--;
	return entry_list(walk) ? STATUS_OK : dict_corrupt(walk->dict, walk->at, err);
}

void
dict_walk_start(struct dict_walk *walk, const struct dict *dict)
{
	walk->dict = dict;
	walk->block = 0;
	walk->left = 0;
	walk->held = false;
	walk->term = SPAN_NONE;
}

enum status
dict_walk_next(struct dict_walk *walk, struct error *err)
{
	enum status status = STATUS_OK;

	if (walk->held) {
		walk->held = false;
		return STATUS_OK;
	}
	if (walk->left == 0) {
		if (walk->block >= walk->dict->blocks)
			return STATUS_END;
		status = block_enter(walk, walk->block, err);
	}
	return status < 0 ? status : entry_next(walk, err);
}

/* The first term of BLOCK, where it lies. */
static bool
block_first(const struct dict *dict, uint64_t block, struct span *term)
{
	uint64_t from = block_offset(dict, block), shared, suffix;
	const unsigned char *at, *end = dict->in.data + dict->index;

	if (from < FORMAT_HEAD_SIZE || from >= dict->index)
		return false;
	at = dict->in.data + from;
	if (!take_varint(&at, end, &shared) || !take_varint(&at, end, &shared) || !take_lens(&at, end, &shared, &suffix)
	    || suffix > TERM_MAX || suffix > (uint64_t)(end - at))
		return false;
	*term = span_from((const char *)at, (size_t)suffix);
	return true;
}

static uint64_t
term_key(struct span term)
{
	uint64_t key = 0;

	for (size_t i = 0; i < 8; i++)
		key = key << 8 | (i < term.len ? (unsigned char)term.ptr[i] : 0);
	return key;
}

/* The last block whose first term is not above TERM, in *BLOCK; 0 if there is none. */
static enum status
block_find(const struct dict *dict, struct span term, uint64_t *block, struct error *err)
{
	uint64_t key = term_key(term), low = 0, high = dict->blocks;

	/* Before low all first terms are <= TERM, from high on all are above. */
	while (low < high) {
		uint64_t middle = low + (high - low) / 2, there = load_u64(index_element(dict, middle));
		bool above = there > key;

		/* Whichever half it is, its middle is on its way. */
		__builtin_prefetch(index_element(dict, low + (middle - low) / 2));
		__builtin_prefetch(index_element(dict, middle + (high - middle) / 2));
		if (there == key) {
			struct span first;

			if (!block_first(dict, middle, &first))
				return dict_corrupt(dict, index_element(dict, middle), err);
			above = span_compare(first, term) > 0;
		}
		if (above)
			high = middle;
		else
			low = middle + 1;
	}
	*block = low ? low - 1 : 0;
	return STATUS_OK;
}

enum status
dict_walk_seek(struct dict_walk *walk, const struct dict *dict, struct span from, struct error *err)
{
	uint64_t block;
	enum status status;

	dict_walk_start(walk, dict);
	if (!from.len || !dict->blocks)
		return STATUS_OK;
	status = block_find(dict, from, &block, err);
	if (status == STATUS_OK)
		status = block_enter(walk, block, err);
	while (status == STATUS_OK && walk->left && !walk->held) {
		status = entry_next(walk, err);
		walk->held = status == STATUS_OK && span_compare(walk->term, from) >= 0;
	}
	return status;
}

enum status
dict_walk_next_word(struct dict_walk *walk, struct error *err)
{
	enum status status = dict_walk_next(walk, err);

	/* All others begin with a capital. */
	if (status != STATUS_OK || walk->term.ptr[0] < 'A' || walk->term.ptr[0] > 'Z')
		return status;
	status = dict_walk_seek(walk, walk->dict, SPAN("["), err);
	return status < 0 ? status : dict_walk_next(walk, err);
}

/* The number of the term that is next in the block that WALK is in. */
static uint64_t
next_number(const struct dict_walk *walk)
{
	return dict_walk_number(walk) + 1;
}

enum status
dict_walk_seek_number(struct dict_walk *walk, uint64_t number, struct error *err)
{
	uint64_t block = number / DICT_BLOCK;
	enum status status = STATUS_OK;

	walk->held = false;
	/* What is ahead in the present block is reached from here. */
	if (walk->block != block + 1 || next_number(walk) > number)
		status = block_enter(walk, block, err);
	while (status == STATUS_OK && next_number(walk) < number)
		status = entry_next(walk, err);
	return status;
}

/* Goes past what an entry has behind its term. */
static bool
entry_skip(struct dict_walk *walk)
{
	uint64_t number, size, positions = 0;
	unsigned flags;

	if (walk->packed)
		return take_varint(&walk->at, walk->end, &number);
	if (walk->at == walk->end)
		return false;
	flags = *walk->at++;
	if (flags & LIST_SHARED)
		return true;
	if (!(flags & LIST_IN_ENTRY) && !take_varint(&walk->at, walk->end, &number))
		return false;
	if ((flags & (LIST_COUNTED | ENTRY_SINGLES)) == LIST_COUNTED && !take_varint(&walk->at, walk->end, &number))
		return false;
	if (!take_varint(&walk->at, walk->end, &size))
		return false;
	if (flags & LIST_IN_ENTRY) {
		if (size > (uint64_t)(walk->end - walk->at))
			return false;
		walk->at += size;
		return true;
	}
	if (flags & LIST_POSITIONS && !take_varint(&walk->at, walk->end, &positions))
		return false;
	if ((size_t)(walk->end - walk->at) < bound_size(flags) || walk->post > UINT64_MAX - size
	    || walk->pos > UINT64_MAX - positions)
		return false;
	walk->at += bound_size(flags);
	walk->post += size;
	walk->pos += positions;
	for (int i = 0; i < 3 && flags & LIST_RANKED; i++)
		if (!take_varint(&walk->at, walk->end, &number))
			return false;
	return true;
}

/* Searches the rest of the block that WALK is in.  Terms are not put together: how
 * many bytes TERM has in common with the last one, which is below it, says of most
 * that they are below it too. */
static enum status
block_search(struct dict_walk *walk, struct span term, struct list *list, struct error *err)
{
	const unsigned char *wanted = (const unsigned char *)term.ptr;
	size_t same = 0, len = 0;

	for (; walk->left; walk->left--) {
		uint64_t shared, suffix;
		const unsigned char *bytes = name_take(walk, len, &shared, &suffix);

		if (!bytes)
			return dict_corrupt(walk->dict, walk->at, err);
		len = (size_t)(shared + suffix);
		if (shared < same)
			return STATUS_OK;
		if (shared == same) {
			while (same < len && same < term.len && bytes[same - shared] == wanted[same])
				same++;
			if (same == term.len && same == len) {
				walk->term = term;
				if (!entry_list(walk))
					return dict_corrupt(walk->dict, walk->at, err);
				*list = walk->list;
				return STATUS_OK;
			}
			if (same == term.len || (same < len && bytes[same - shared] > wanted[same]))
				return STATUS_OK;
		}
		if (!entry_skip(walk))
			return dict_corrupt(walk->dict, walk->at, err);
	}
	return STATUS_OK;
}

enum status
dict_find(const struct dict *dict, struct span term, struct list *list, struct error *err)
{
	struct dict_walk walk;
	uint64_t block;
	enum status status;

	*list = (struct list){ .flags = 0 };
	if (!dict->blocks)
		return STATUS_OK;
	dict_walk_start(&walk, dict);
	status = block_find(dict, term, &block, err);
	if (status == STATUS_OK)
		status = block_enter(&walk, block, err);
	return status < 0 ? status : block_search(&walk, term, list, err);
}
