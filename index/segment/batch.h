/* batch.h - the articles that one lane has taken in and not yet written.
 *
 * A batch keeps, for each article, its terms as numbers in the order in which
 * they came, and for each term how much room its postings will take.  Nothing
 * is sorted before the batch is written (flush.h): taking a word in costs one
 * look-up and four bytes.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_BATCH_H
#define NEWSDEX_INDEX_SEGMENT_BATCH_H

#include "common/arena.h"
#include "common/spill.h"
#include "common/table.h"
#include "corpus/article.h"
#include "index/segment/columns.h"
#include "index/segment/vocabulary.h"

/* One element of a batch's stream.  The low bits say where the word stands;
 * with TOKEN_AT the position is the next element. */
enum batch_token {
	BATCH_NOWHERE = 0,   /* no position */
	BATCH_AT = 1,        /* the position follows */
	BATCH_NEXT = 2,      /* one behind the element before */
	BATCH_SAME = 3,      /* the same as that */
};

#define BATCH_PLACE 3u   /* the bits of the position */
#define BATCH_SHIFT 2    /* the term's number is above */
#define BATCH_TERMS_MAX ((uint32_t)1 << 28)

/* Words behind this place in their article are left out. */
#define BATCH_POSITION_MAX ((uint32_t)1 << 30)

/* What is known of a term from the articles that came. */
struct batch_term {
	uint32_t doc;            /* the last article it was seen in, plus 1; 0: none yet */
	uint32_t units;          /* articles it is in, and its positions in all of them */
	uint16_t language;       /* of the first article */
	uint8_t flags;           /* LIST_COUNTED, LIST_POSITIONS */
	bool several;            /* not all articles are of this language */
};

struct batch_doc {
	struct doc_values values;
	uint64_t stream;               /* its first element */
	struct span id;                /* in the batch's arena */
	uint32_t texts[DOC_STRINGS];   /* in the batch's strings, or TABLE_NONE */
	uint32_t language;             /* whose stems: see stem_set.h */
	bool dead;                     /* another article took its place */
};

#define BATCH_RING 64

struct batch {
	struct vocabulary vocabulary;
	struct pages terms;            /* struct batch_term by number */
	uint64_t units;                /* of all terms together */
	uint32_t *stream;              /* in stream_pages or in the spill */
	uint64_t stream_used;          /* elements */
	struct pages stream_pages;
	struct spill *spill;           /* NULL: the stream is in memory */
	struct batch_doc *docs;
	uint32_t doc_count, doc_room;
	struct table strings;
	struct arena arena;

	/* Terms on their way into the vocabulary. */
	struct ring_term {
		struct term_key key;
		uint32_t position;
		uint32_t number;       /* once it is looked up */
		bool counted;
	} ring[BATCH_RING];
	unsigned ring_used;
	uint32_t position;             /* of the element before */
	uint64_t length;               /* of the present article */
};

enum status batch_init(struct batch *batch, struct error *err);
void batch_release(struct batch *batch);
void batch_clear(struct batch *batch);

/* Has the stream of an empty BATCH in a file in FOLDER, for one long article that is to be its
 * only one; where there is no room it comes into memory as others do. */
void batch_spill(struct batch *batch, const char *folder);

/* Takes ARTICLE in; VALUES are date, hash and place in the store, LANGUAGE is
 * below 65,536.  After an error the article is not in the batch, which can only
 * be released. */
enum status batch_add(struct batch *batch, const struct article *article, const struct doc_values *values,
                      uint32_t language, struct error *err);

/* Bytes that an empty batch keeps for the next one. */
size_t batch_kept(const struct batch *batch);

/* Bytes in use, with what writing will need. */
size_t batch_memory(const struct batch *batch);

#endif
