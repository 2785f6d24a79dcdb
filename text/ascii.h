/* ascii.h - the run of ASCII letters at the start of some bytes.
 *
 * Most words are nothing else, and most of the time goes here: the length of
 * a word is hard to predict for a processor, so sixteen letters are looked at
 * in one step without a branch where the machine can.
 */
#ifndef NEWSDEX_TEXT_ASCII_H
#define NEWSDEX_TEXT_ASCII_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define ASCII_STEP 16

struct ascii_run {
	size_t len;         /* letters */
	bool capitals;      /* all of them are; true of none */
};

static inline bool
is_ascii_letter(char c)
{
	return (unsigned char)((c | 0x20) - 'a') < 26;
}

#ifdef __SSE2__

/* Letters among ASCII_STEP bytes, from the first on. */
struct ascii_letters {
	uint32_t len;
	uint32_t capitals;  /* a bit for each that is one, the first lowest */
};

/* The letters at P, small ones written to OUT, which has room for ASCII_STEP
 * bytes as P must have: what stands behind the letters is undefined. */
static inline struct ascii_letters
ascii_letters(const char *p, char *out)
{
	const __m128i small = _mm_set1_epi8(0x20);
	/* Moves a..z to the lowest 26 signed values. */
	const __m128i shift = _mm_set1_epi8((char)(0x80 - 'a')), bound = _mm_set1_epi8((char)(0x80 + 26));
	__m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)p), lower = _mm_or_si128(bytes, small);
	uint32_t letters = (uint32_t)_mm_movemask_epi8(_mm_cmplt_epi8(_mm_add_epi8(lower, shift), bound));
	uint32_t unchanged = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, lower));
	uint32_t len = (uint32_t)__builtin_ctz(~letters);

	_mm_storeu_si128((__m128i *)(void *)out, lower);
	return (struct ascii_letters){ len, ~unchanged & ((1u << len) - 1) };
}

#endif

/* The letters at P, LIMIT of them at most; small ones are written to OUT, which
 * has room for LIMIT.  Reads LIMIT bytes at most. */
static inline struct ascii_run
ascii_run_bytes(const char *p, size_t limit, char *out)
{
	struct ascii_run run = { 0, true };

	for (; run.len < limit && is_ascii_letter(p[run.len]); run.len++) {
		out[run.len] = (char)(p[run.len] | 0x20);
		run.capitals &= !(p[run.len] & 0x20);
	}
	return run;
}

/* The same; what OUT holds behind the letters, up to LIMIT, is undefined. */
static inline struct ascii_run
ascii_run(const char *p, size_t limit, char *out)
{
	struct ascii_run run = { 0, true }, rest;

#ifdef __SSE2__
	while (limit - run.len >= ASCII_STEP) {
		struct ascii_letters letters = ascii_letters(p + run.len, out + run.len);

		run.len += letters.len;
		run.capitals &= letters.capitals == (1u << letters.len) - 1;
		if (letters.len < ASCII_STEP)
			return run;
	}
#endif
	rest = ascii_run_bytes(p + run.len, limit - run.len, out + run.len);
	run.len += rest.len;
	run.capitals &= rest.capitals;
	return run;
}

#endif
