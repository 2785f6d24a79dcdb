// xapian_guard.h - what the C++ files behind xapian_c.h share: the objects'
// insides and the one exception guard.
#ifndef NEWSDEX_INDEX_XAPIAN_XAPIAN_GUARD_H
#define NEWSDEX_INDEX_XAPIAN_XAPIAN_GUARD_H

#include <xapian.h>

#include <csignal>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "index/xapian/xapian_c.h"

struct xapian_database {
	std::unique_ptr<Xapian::Database> db;
	Xapian::WritableDatabase *writable = nullptr;  // db, when it can be written to
	std::string lower, upper;                      // what xapian_database_slot() handed out
};

struct xapian_document {
	Xapian::Document document;
};

struct xapian_query {
	Xapian::Query query;
};

struct xapian_enquire {
	explicit xapian_enquire(const Xapian::Database &db) : enquire(db) {}
	Xapian::Enquire enquire;
};

struct xapian_mset {
	Xapian::MSet mset;
};

struct xapian_terms {
	Xapian::TermIterator at, end;
	bool started = false;
	std::string term;
};

struct xapian_postings {
	Xapian::PostingIterator at, end;
	bool started = false;
	uint32_t document = 0;
	std::vector<uint32_t> positions;
};

struct xapian_values {
	Xapian::ValueIterator at, end;
	bool started = false;
	uint32_t document = 0;
	std::string value;
};

// Holds SIGPIPE back in this thread while libxapian talks to a server.
class SigpipeGuard {
	bool active = false, was_blocked = false;

public:
	SigpipeGuard() noexcept;
	~SigpipeGuard();
	SigpipeGuard(const SigpipeGuard &) = delete;
	SigpipeGuard &operator=(const SigpipeGuard &) = delete;

	// From now on every guard holds SIGPIPE back.
	static void arm() noexcept;
};

// Turns the exception that is being handled into a status.
enum status xapian_caught(struct error *err) noexcept;

// Runs CALL, which answers a status, and lets no exception out.
template <typename Call>
enum status
guarded(struct error *err, Call call) noexcept
{
	SigpipeGuard sigpipe;

	try {
		return call();
	} catch (...) {
		return xapian_caught(err);
	}
}

// The same for a call without an answer of its own.
template <typename Call>
enum status
guarded_void(struct error *err, Call call) noexcept
{
	return guarded(err, [&] { call(); return STATUS_OK; });
}

// Ends an object whose destructor may talk to a server, or throw.
template <typename Object>
void
guarded_delete(Object *object) noexcept
{
	guarded_void(nullptr, [&] { delete object; });
}

inline std::string
to_string(struct span span)
{
	return span.ptr ? std::string(span.ptr, span.len) : std::string();
}

inline struct span
to_span(const std::string &string)
{
	return span_from(string.data(), string.size());
}

inline enum status
append(struct buf *out, const std::string &string, struct error *err)
{
	buf_append(out, string.data(), string.size());
	return buf_status(out) < 0 ? error_set(err, STATUS_NOMEM, nullptr, "out of memory") : STATUS_OK;
}

#endif
