/* options.h - a command line, read by a table.
 *
 * One table a command: the parser reads it, the short help is printed from it,
 * a test holds manual and completions against it.
 *
 * `--name VALUE`, `--name=VALUE`, `-n VALUE`, `-nVALUE`; a value that may be
 * left out only as `--name=VALUE`.  Letters are not run together.  `--` ends
 * the options.  Arguments and options may come in any order.
 */
#ifndef NEWSDEX_COMMON_OPTIONS_H
#define NEWSDEX_COMMON_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "common/buf.h"
#include "common/error.h"

enum option_value {
	OPTION_NONE,      /* takes no value */
	OPTION_REQUIRED,
	OPTION_OPTIONAL,  /* --name or --name=VALUE */
};

struct option {
	int id;                   /* the command's own, from 1; 0 ends the table */
	const char *name;         /* without dashes; NULL: only a letter */
	char letter;              /* 0: only a name */
	enum option_value takes;
	const char *value;        /* what help calls the value: "N", "FILE" */
	const char *help;         /* one line; NULL: not in the short help */
};

struct option_parser {
	const struct option *table;
	const char *const *argv;  /* borrowed, not changed */
	int argc;
	int at;                   /* next argument to look at */
	bool ended;               /* behind -- */
	/* `-word` where no option of that letter is meant is an argument, not an
	 * error: newsquery's way to leave a word out. */
	bool dash_words;
};

#define OPTION_ARGUMENT (-1)  /* what option_next() answers for an argument */

/* Starts behind argv[0]. */
void option_parser_init(struct option_parser *parser, const struct option *table, int argc, const char *const *argv);

/* The next option or argument: STATUS_OK with its id (or OPTION_ARGUMENT) in
 * *ID and its value, or the argument, in *VALUE (NULL: none); STATUS_END;
 * STATUS_BADQUERY for what no option is, with the nearest name suggested. */
enum status option_next(struct option_parser *parser, int *id, const char **value, struct error *err);

/* Appends a line for each option that has help, names lined up, to OUT. */
void option_help(const struct option *table, struct buf *out);

/* The whole of VALUE as a number in [LOW, HIGH]; STATUS_BADQUERY says what was
 * wanted.  NAME is the option as typed, for the message. */
enum status option_number(const char *name, const char *value, long long low, long long high,
                          long long *number, struct error *err);

/* The same for a size: digits with K, M, G or T behind (powers of 1024). */
enum status option_size(const char *name, const char *value, unsigned long long *size, struct error *err);

/* The place of VALUE among CHOICES (ended by NULL); STATUS_BADQUERY lists them. */
enum status option_choice(const char *name, const char *value, const char *const *choices,
                          int *choice, struct error *err);

#endif
