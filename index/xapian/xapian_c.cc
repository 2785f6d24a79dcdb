// Databases: opening, asking, writing, compacting.
#include "index/xapian/xapian_guard.h"

#include <sstream>

const char *
xapian_version(void)
{
	return Xapian::version_string();
}

// ---- Opening ----------------------------------------------------------

// Gives the process's disposition of SIGPIPE back, which opening a remote
// database sets to "ignored".
class SigpipeDisposition {
	struct sigaction before;

public:
	SigpipeDisposition() { sigaction(SIGPIPE, nullptr, &before); }
	~SigpipeDisposition() { sigaction(SIGPIPE, &before, nullptr); }
};

// Makes a handle of what OPEN, which answers a new Xapian::Database, opens.
template <typename Open>
static enum status
open_handle(struct xapian_database **out, struct error *err, Open open) noexcept
{
	*out = nullptr;
	return guarded_void(err, [&] {
		auto handle = std::make_unique<xapian_database>();

		handle->db.reset(open());
		*out = handle.release();
	});
}

enum status
xapian_database_open(const char *path, struct xapian_database **db, struct error *err)
{
	return open_handle(db, err, [&] { return new Xapian::Database(path); });
}

enum status
xapian_database_new(struct xapian_database **db, struct error *err)
{
	return open_handle(db, err, [&] { return new Xapian::Database(); });
}

enum status
xapian_database_add(struct xapian_database *db, const struct xapian_database *other, struct error *err)
{
	return guarded_void(err, [&] { db->db->add_database(*other->db); });
}

enum status
xapian_database_open_tcp(const char *host, unsigned port, unsigned timeout, unsigned connect_timeout,
                         struct xapian_database **db, struct error *err)
{
	SigpipeDisposition disposition;

	SigpipeGuard::arm();
	return open_handle(db, err, [&] { return new Xapian::Database(Xapian::Remote::open(host, port, timeout, connect_timeout)); });
}

enum status
xapian_database_open_program(const char *program, const char *args, unsigned timeout,
                             struct xapian_database **db, struct error *err)
{
	SigpipeDisposition disposition;

	SigpipeGuard::arm();
	return open_handle(db, err, [&] { return new Xapian::Database(Xapian::Remote::open(program, args, timeout)); });
}

static enum status
open_writable(const std::string &path, int flags, int block_size, struct xapian_database **out, struct error *err) noexcept
{
	*out = nullptr;
	return guarded_void(err, [&] {
		auto handle = std::make_unique<xapian_database>();

		handle->writable = new Xapian::WritableDatabase(path, flags, block_size);
		handle->db.reset(handle->writable);
		*out = handle.release();
	});
}

enum status
xapian_database_open_memory(struct xapian_database **db, struct error *err)
{
	return open_writable(std::string(), Xapian::DB_BACKEND_INMEMORY, 0, db, err);
}

static int
action_flag(enum xapian_action action)
{
	switch (action) {
	case XAPIAN_OPEN:      return Xapian::DB_OPEN;
	case XAPIAN_CREATE:    return Xapian::DB_CREATE;
	case XAPIAN_OVERWRITE: return Xapian::DB_CREATE_OR_OVERWRITE;
	case XAPIAN_CREATE_OR_OPEN: break;
	}
	return Xapian::DB_CREATE_OR_OPEN;
}

enum status
xapian_database_open_writable(const char *path, const struct xapian_write_options *options,
                              struct xapian_database **db, struct error *err)
{
	const struct xapian_write_options chosen = options ? *options : xapian_write_options{};
	int flags = action_flag(chosen.action);

	flags |= chosen.no_sync ? Xapian::DB_NO_SYNC : 0;
	flags |= chosen.dangerous ? Xapian::DB_DANGEROUS : 0;
	flags |= chosen.full_sync ? Xapian::DB_FULL_SYNC : 0;
	flags |= chosen.retry_lock ? Xapian::DB_RETRY_LOCK : 0;
	return open_writable(path, flags, static_cast<int>(chosen.block_size), db, err);
}

enum status
xapian_database_close(struct xapian_database *db, struct error *err)
{
	return guarded_void(err, [&] { db->db->close(); });
}

void
xapian_database_free(struct xapian_database *db)
{
	guarded_delete(db);
}

enum status
xapian_database_reopen(struct xapian_database *db, bool *moved, struct error *err)
{
	return guarded_void(err, [&] {
		bool reopened = db->db->reopen();

		if (moved)
			*moved = reopened;
	});
}

enum status
xapian_database_keep_alive(struct xapian_database *db, struct error *err)
{
	return guarded_void(err, [&] { db->db->keep_alive(); });
}

// ---- Asking -----------------------------------------------------------

enum status
xapian_database_stats(struct xapian_database *db, struct xapian_stats *stats, struct error *err)
{
	*stats = xapian_stats{};
	return guarded_void(err, [&] {
		stats->documents = db->db->get_doccount();
		stats->last_document = db->db->get_lastdocid();
		stats->databases = static_cast<uint32_t>(db->db->size());
		stats->total_length = db->db->get_total_length();
		stats->average_length = db->db->get_average_length();
		stats->shortest = db->db->get_doclength_lower_bound();
		stats->longest = db->db->get_doclength_upper_bound();
		stats->positions = db->db->has_positions();
	});
}

enum status
xapian_database_uuid(struct xapian_database *db, struct buf *uuid, struct error *err)
{
	return guarded(err, [&] { return append(uuid, db->db->get_uuid(), err); });
}

enum status
xapian_database_revision(struct xapian_database *db, uint64_t *revision, struct error *err)
{
	*revision = 0;
	return guarded_void(err, [&] { *revision = db->db->get_revision(); });
}

enum status
xapian_database_locked(struct xapian_database *db, bool *locked, struct error *err)
{
	*locked = false;
	return guarded_void(err, [&] { *locked = db->db->locked(); });
}

enum status
xapian_database_term(struct xapian_database *db, struct span term, struct xapian_term_stats *stats, struct error *err)
{
	*stats = xapian_term_stats{};
	return guarded_void(err, [&] {
		std::string name = to_string(term);

		stats->df = db->db->get_termfreq(name);
		if (!stats->df)
			return;
		stats->cf = db->db->get_collection_freq(name);
		stats->wdf_max = db->db->get_wdf_upper_bound(name);
	});
}

enum status
xapian_database_length(struct xapian_database *db, uint32_t doc, uint32_t *length, struct error *err)
{
	*length = 0;
	return guarded_void(err, [&] { *length = db->db->get_doclength(doc); });
}

enum status
xapian_database_unique_terms(struct xapian_database *db, uint32_t doc, uint32_t *count, struct error *err)
{
	*count = 0;
	return guarded_void(err, [&] { *count = db->db->get_unique_terms(doc); });
}

enum status
xapian_database_slot(struct xapian_database *db, uint32_t slot, struct xapian_slot_stats *stats, struct error *err)
{
	*stats = xapian_slot_stats{};
	return guarded_void(err, [&] {
		stats->documents = db->db->get_value_freq(slot);
		db->lower = db->db->get_value_lower_bound(slot);
		db->upper = db->db->get_value_upper_bound(slot);
		stats->lower = to_span(db->lower);
		stats->upper = to_span(db->upper);
	});
}

enum status
xapian_database_metadata(struct xapian_database *db, struct span key, struct buf *value, struct error *err)
{
	return guarded(err, [&] { return append(value, db->db->get_metadata(to_string(key)), err); });
}

enum status
xapian_database_document(struct xapian_database *db, uint32_t doc, struct xapian_document **document, struct error *err)
{
	*document = nullptr;
	return guarded_void(err, [&] { *document = new xapian_document{ db->db->get_document(doc) }; });
}

// ---- Compacting and checking ------------------------------------------

namespace {

struct Stopped {};

class StoppableCompactor : public Xapian::Compactor {
	const struct xapian_compact_options &options;

public:
	explicit StoppableCompactor(const struct xapian_compact_options &chosen) : options(chosen) {}

	void
	set_status(const std::string &, const std::string &) override
	{
		if (options.stop && options.stop(options.context))
			throw Stopped();
	}
};

}

enum status
xapian_database_compact(struct xapian_database *db, const char *path, const struct xapian_compact_options *options,
                        struct error *err)
{
	const struct xapian_compact_options chosen = options ? *options : xapian_compact_options{};
	unsigned flags = chosen.level == XAPIAN_COMPACT_FULLER ? Xapian::Compactor::FULLER
	               : chosen.level == XAPIAN_COMPACT_FULL ? Xapian::Compactor::FULL : Xapian::Compactor::STANDARD;

	flags |= chosen.multipass ? Xapian::DBCOMPACT_MULTIPASS : 0;
	flags |= chosen.keep_numbers ? Xapian::DBCOMPACT_NO_RENUMBER : 0;
	flags |= chosen.single_file ? Xapian::DBCOMPACT_SINGLE_FILE : 0;
	return guarded(err, [&] {
		StoppableCompactor compactor(chosen);

		try {
			db->db->compact(path, flags, static_cast<int>(chosen.block_size), compactor);
		} catch (const Stopped &) {
			return error_set(err, STATUS_INTERRUPTED, path, "compacting was stopped");
		}
		return STATUS_OK;
	});
}

enum status
xapian_check(const char *path, bool statistics, struct buf *report, uint64_t *errors, struct error *err)
{
	*errors = 0;
	return guarded(err, [&] {
		std::ostringstream out;
		int flags = statistics ? Xapian::DBCHECK_SHOW_STATS : 0;

		*errors = Xapian::Database::check(path, flags, report ? &out : nullptr);
		return report ? append(report, out.str(), err) : STATUS_OK;
	});
}

// ---- Writing ----------------------------------------------------------

// Runs CALL on the writable database behind DB.
template <typename Call>
static enum status
writing(struct xapian_database *db, struct error *err, Call call) noexcept
{
	if (!db->writable)
		return error_set(err, STATUS_BADQUERY, nullptr, "the database was opened for reading");
	return guarded_void(err, [&] { call(*db->writable); });
}

enum status
xapian_database_add_document(struct xapian_database *db, const struct xapian_document *document, uint32_t *doc, struct error *err)
{
	*doc = 0;
	return writing(db, err, [&](Xapian::WritableDatabase &to) { *doc = to.add_document(document->document); });
}

enum status
xapian_database_replace(struct xapian_database *db, uint32_t doc, const struct xapian_document *document, struct error *err)
{
	return writing(db, err, [&](Xapian::WritableDatabase &to) { to.replace_document(doc, document->document); });
}

enum status
xapian_database_replace_term(struct xapian_database *db, struct span term, const struct xapian_document *document,
                             uint32_t *doc, struct error *err)
{
	*doc = 0;
	return writing(db, err, [&](Xapian::WritableDatabase &to) { *doc = to.replace_document(to_string(term), document->document); });
}

enum status
xapian_database_delete(struct xapian_database *db, uint32_t doc, struct error *err)
{
	return writing(db, err, [&](Xapian::WritableDatabase &to) { to.delete_document(doc); });
}

enum status
xapian_database_delete_term(struct xapian_database *db, struct span term, struct error *err)
{
	return writing(db, err, [&](Xapian::WritableDatabase &to) { to.delete_document(to_string(term)); });
}

enum status
xapian_database_set_metadata(struct xapian_database *db, struct span key, struct span value, struct error *err)
{
	return writing(db, err, [&](Xapian::WritableDatabase &to) { to.set_metadata(to_string(key), to_string(value)); });
}

enum status
xapian_database_commit(struct xapian_database *db, struct error *err)
{
	return writing(db, err, [](Xapian::WritableDatabase &to) { to.commit(); });
}

enum status
xapian_database_begin(struct xapian_database *db, bool flushed, struct error *err)
{
	return writing(db, err, [&](Xapian::WritableDatabase &to) { to.begin_transaction(flushed); });
}

enum status
xapian_database_end(struct xapian_database *db, struct error *err)
{
	return writing(db, err, [](Xapian::WritableDatabase &to) { to.commit_transaction(); });
}

enum status
xapian_database_cancel(struct xapian_database *db, struct error *err)
{
	return writing(db, err, [](Xapian::WritableDatabase &to) { to.cancel_transaction(); });
}
