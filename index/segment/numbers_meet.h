/* numbers_meet.h - inside the native engine: whether two words of an article
 * stand where a phrase wants them.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_NUMBERS_MEET_H
#define NEWSDEX_INDEX_SEGMENT_NUMBERS_MEET_H

#include <stdbool.h>
#include <stdint.h>

/* Whether one of COUNT STARTS, plus SHIFT (modulo 2^32: it may go back), is among
 * the SPOTS.  Both are positions, from 1 on, with POSITION_ZEROS behind them. */
bool numbers_meet(const uint32_t *starts, uint32_t count, uint32_t shift, const uint32_t *spots, uint32_t spot_count);

#endif
