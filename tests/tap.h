/* tap.h - a C test in one header: each ok() is one line of TAP.
 *
 * A test program calls ok(), is_int(), is_str() as often as it likes and
 * returns tap_done() from main().
 */
#ifndef NEWSDEX_TESTS_TAP_H
#define NEWSDEX_TESTS_TAP_H

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int tap_count, tap_failures;

static inline bool __attribute__((format(printf, 2, 3), unused))
ok(bool passed, const char *format, ...)
{
	va_list args;

	printf("%sok %d - ", passed ? "" : "not ", ++tap_count);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
	tap_failures += !passed;
	return passed;
}

static inline bool __attribute__((unused))
is_int(int64_t got, int64_t want, const char *what)
{
	if (got != want)
		printf("# got %" PRId64 ", want %" PRId64 "\n", got, want);
	return ok(got == want, "%s", what);
}

static inline bool __attribute__((unused))
is_bytes(const char *got, size_t len, const char *want, const char *what)
{
	bool same = got && len == strlen(want) && memcmp(got, want, len) == 0;

	if (!same)
		printf("# got  '%.*s'\n# want '%s'\n", got ? (int)len : 6, got ? got : "(null)", want);
	return ok(same, "%s", what);
}

static inline bool __attribute__((unused))
is_str(const char *got, const char *want, const char *what)
{
	return is_bytes(got, got ? strlen(got) : 0, want, what);
}

/* Equal within RELATIVE of the larger. */
static inline bool __attribute__((unused))
is_close(double got, double want, double relative, const char *what)
{
	bool close = fabs(got - want) <= relative * fmax(fabs(got), fabs(want));

	if (!close)
		printf("# got %.17g, want %.17g\n", got, want);
	return ok(close, "%s", what);
}

static inline void __attribute__((format(printf, 1, 2), unused))
tap_skip(const char *format, ...)
{
	va_list args;

	printf("ok %d # SKIP ", ++tap_count);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
}

static inline int
tap_done(void)
{
	printf("1..%d\n", tap_count);
	return tap_failures != 0;
}

#endif
