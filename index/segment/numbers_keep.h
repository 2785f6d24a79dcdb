/* numbers_keep.h - inside the native engine: where two words of an article stand
 * as a phrase wants them.
 */
#ifndef NEWSDEX_INDEX_SEGMENT_NUMBERS_KEEP_H
#define NEWSDEX_INDEX_SEGMENT_NUMBERS_KEEP_H

#include <stdbool.h>
#include <stdint.h>

/* Keeps those of COUNT STARTS that, plus SHIFT (modulo 2^32: it may go back), are
 * among the SPOTS, and puts POSITION_ZEROS behind them; returns how many.  Both are
 * positions, ascending, from 1 on, with POSITION_ZEROS behind them.  With ANY, all
 * that has to be right is whether there are some. */
uint32_t numbers_keep(uint32_t *starts, uint32_t count, uint32_t shift, const uint32_t *spots, uint32_t spot_count,
                      bool any);

/* Whether one of the SPOTS is at most DISTANCE behind one of the STARTS, or, with
 * EITHER, before it.  The same is not near. */
bool numbers_near(const uint32_t *starts, uint32_t count, const uint32_t *spots, uint32_t spot_count,
                  uint32_t distance, bool either);

#endif
