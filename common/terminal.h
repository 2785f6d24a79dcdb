/* terminal.h - what stands at the other end of a stream, and text made safe for it.
 */
#ifndef NEWSDEX_COMMON_TERMINAL_H
#define NEWSDEX_COMMON_TERMINAL_H

#include <stdbool.h>
#include <stdint.h>

#include "common/buf.h"
#include "common/span.h"

enum color_choice { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

/* Whether to colour what goes to FD: on a terminal that is not "dumb", unless
 * NO_COLOR is set and not empty; CHOICE overrides both. */
bool terminal_color(int fd, enum color_choice choice);

/* Columns of the terminal on FD, else $COLUMNS, else 80. */
unsigned terminal_width(int fd);

/* Whether a terminal might do more with CODE than show it: control characters
 * (C0, C1, DEL), line separators, bidirectional overrides. */
bool terminal_obeys(uint32_t code);

/* Appends TEXT as one line without anything that a terminal would obey:
 * control characters (C0, C1, DEL, bidirectional overrides) become spaces,
 * invalid bytes U+FFFD. */
void terminal_append_safe(struct buf *out, struct span text);

/* Columns TEXT takes: 0 for combining marks, 2 for wide characters. */
size_t terminal_columns(struct span text);

#endif
