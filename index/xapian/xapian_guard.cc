#include "index/xapian/xapian_guard.h"

#include <atomic>
#include <cerrno>
#include <ctime>
#include <new>
#include <pthread.h>

static std::atomic<bool> armed{false};

void
SigpipeGuard::arm() noexcept
{
	armed = true;
}

SigpipeGuard::SigpipeGuard() noexcept
{
	sigset_t sigpipe, before;

	if (!armed)
		return;
	sigemptyset(&sigpipe);
	sigaddset(&sigpipe, SIGPIPE);
	active = pthread_sigmask(SIG_BLOCK, &sigpipe, &before) == 0;
	was_blocked = sigismember(&before, SIGPIPE) == 1;
}

SigpipeGuard::~SigpipeGuard()
{
	const struct timespec now = { 0, 0 };
	sigset_t sigpipe;

	if (!active || was_blocked)
		return;
	sigemptyset(&sigpipe);
	sigaddset(&sigpipe, SIGPIPE);
	// One that came meanwhile was libxapian's, which had its EPIPE as well.
	while (sigtimedwait(&sigpipe, nullptr, &now) < 0 && errno == EINTR)
		;
	pthread_sigmask(SIG_UNBLOCK, &sigpipe, nullptr);
}

static enum status
fill(struct error *err, enum status status, const Xapian::Error &error) noexcept
{
	// get_error_string() allocates, which may fail in its turn.
	try {
		const std::string &message = error.get_msg();
		const char *detail = error.get_error_string();

		return error_set(err, status, nullptr, "%s%s%s", message.c_str(), detail ? ": " : "", detail ? detail : "");
	} catch (...) {
		return error_set(err, status, nullptr, "%s", error.get_type());
	}
}

// A write that fails in a database without transactions is followed by a
// cancel(), which such a database refuses: of the disk that is full only errno
// still knows.
static enum status
refused(struct error *err, const Xapian::Error &error) noexcept
{
	if (errno == ENOSPC || errno == EFBIG || errno == EDQUOT || errno == EIO)
		return error_set_errno(err, nullptr, "cannot write", errno);
	return fill(err, STATUS_INTERNAL, error);
}

enum status
xapian_caught(struct error *err) noexcept
{
	try {
		throw;
	} catch (const Xapian::DatabaseModifiedError &error) {
		return fill(err, STATUS_CHANGED, error);
	} catch (const Xapian::DatabaseLockError &error) {
		return fill(err, STATUS_LOCKED, error);
	} catch (const Xapian::DatabaseVersionError &error) {
		return fill(err, STATUS_UNSUPPORTED, error);
	} catch (const Xapian::DatabaseOpeningError &error) {
		return fill(err, STATUS_NOTFOUND, error);
	} catch (const Xapian::DatabaseCorruptError &error) {
		return fill(err, STATUS_CORRUPT, error);
	} catch (const Xapian::NetworkError &error) {
		return fill(err, STATUS_REMOTE, error);
	} catch (const Xapian::SerialisationError &error) {
		return fill(err, STATUS_REMOTE, error);
	} catch (const Xapian::DatabaseError &error) {
		return fill(err, STATUS_IO, error);
	} catch (const Xapian::DocNotFoundError &error) {
		return fill(err, STATUS_NOTFOUND, error);
	} catch (const Xapian::FeatureUnavailableError &error) {
		return fill(err, STATUS_UNSUPPORTED, error);
	} catch (const Xapian::UnimplementedError &error) {
		return fill(err, STATUS_UNSUPPORTED, error);
	} catch (const Xapian::InvalidArgumentError &error) {
		return fill(err, STATUS_BADQUERY, error);
	} catch (const Xapian::WildcardError &error) {
		return fill(err, STATUS_BADQUERY, error);
	} catch (const Xapian::InvalidOperationError &error) {
		return refused(err, error);
	} catch (const Xapian::Error &error) {
		return fill(err, STATUS_INTERNAL, error);
	} catch (const std::bad_alloc &) {
		return error_set(err, STATUS_NOMEM, nullptr, "out of memory");
	} catch (const std::exception &error) {
		return error_set(err, STATUS_INTERNAL, nullptr, "%s", error.what());
	} catch (...) {
		return error_set(err, STATUS_INTERNAL, nullptr, "libxapian threw something unknown");
	}
}
