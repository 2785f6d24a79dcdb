/* schema.h - how an index of ours lies in libxapian's tables.
 *
 * The folder of an index:
 *   XAPIANDB      a stub file of libxapian, one line "auto NAME": which of the
 *                 folders below is the index.  Replacing it is the switch from
 *                 one commit to the next.  Any program that uses libxapian can
 *                 open the folder above and is led to the right one.
 *   NAME          g and 8 digits: a glass database, with a file "sums" beside
 *                 its tables (sums.h)
 *   work          what a writer that is still at it has not yet committed
 *   lock          the number of the process that writes
 *
 * A document is an article: its terms are those of index/terms.h, its data is
 * the record of index/record.h, its values are the slots below.  Numbers are
 * as sortable_serialise() of libxapian writes them.
 *
 * Metadata: "newsdex" holds the state (state.h), "m:" and a key what
 * index_writer_meta() stored under it.
 */
#ifndef NEWSDEX_INDEX_XAPIAN_SCHEMA_H
#define NEWSDEX_INDEX_XAPIAN_SCHEMA_H

enum schema_slot {
	SLOT_DATE,       /* wall-clock seconds since 1970; none: undated */
	SLOT_WORDS,      /* plain words */
	SLOT_SOURCE,     /* as given */
	SLOT_SECTION,
	SLOT_LANGUAGE,
	SLOT_HASH,       /* 16 bytes: article_hash(), low then high, little-endian */
	SLOT_ID,
	SLOT_AGE,        /* minus the date: the oldest first, the undated last */
	SLOT_SKETCH,     /* struct sketch of index/sketch.h */
	SLOT_COUNT
};

#define SCHEMA_VERSION 3
#define SCHEMA_STUB "XAPIANDB"
#define SCHEMA_LOCK "lock"
#define SCHEMA_WORK "work"
#define SCHEMA_STATE_KEY "newsdex"
#define SCHEMA_META_PREFIX "m:"

#endif
