/* settings.h - where things are when the command line does not say.
 *
 * The file is $XDG_CONFIG_HOME/newsdex/config (~/.config without it): lines
 * `key = value`, empty lines, and comments from a # at the start of a line.
 * A leading ~/ in a path stands for $HOME.  Keys: `index`, which may stand
 * several times.  What cannot be read is an error with its line, never
 * passed over.
 */
#ifndef NEWSDEX_COMMON_SETTINGS_H
#define NEWSDEX_COMMON_SETTINGS_H

#include "common/arena.h"
#include "common/buf.h"
#include "common/error.h"

/* The indexes that are meant when none is named: $NEWSDEX_DB, else the file's
 * `index` lines in their order, else $XDG_DATA_HOME/newsdex/default
 * (~/.local/share without it).  Paths with a NUL behind them; they and the
 * array live in ARENA.  STATUS_NOTFOUND when not even $HOME is set. */
enum status settings_indexes(struct arena *arena, struct span **paths, size_t *count, struct error *err);

/* Appends the folder for what newsdex remembers between runs:
 * $XDG_STATE_HOME/newsdex (~/.local/state without it). */
enum status settings_state_folder(struct buf *path, struct error *err);

#endif
