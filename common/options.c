#include "common/options.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/edit.h"

void
option_parser_init(struct option_parser *parser, const struct option *table, int argc, const char *const *argv)
{
	*parser = (struct option_parser){ .table = table, .argv = argv, .argc = argc, .at = 1 };
}

static const char *
nearest_name(const struct option *table, const char *name)
{
	const char *nearest = NULL;
	unsigned best = 3;

	for (; table->id; table++) {
		unsigned distance = table->name ? edit_distance_string(name, table->name, best) : best;

		if (distance < best) {
			best = distance;
			nearest = table->name;
		}
	}
	return nearest;
}

static const struct option *
find_letter(const struct option *table, char letter)
{
	for (; table->id; table++)
		if (table->letter && table->letter == letter)
			return table;
	return NULL;
}

static const struct option *
find_name(const struct option *table, const char *name, size_t len)
{
	for (; table->id; table++)
		if (table->name && strlen(table->name) == len && memcmp(table->name, name, len) == 0)
			return table;
	return NULL;
}

static enum status
next_long(struct option_parser *parser, const char *arg, int *id, const char **value, struct error *err)
{
	const char *name = arg + 2, *equals = strchr(name, '=');
	size_t len = equals ? (size_t)(equals - name) : strlen(name);
	const struct option *option = find_name(parser->table, name, len);

	if (!option) {
		char typed[EDIT_WORD_MAX + 1];
		const char *nearest;

		snprintf(typed, sizeof(typed), "%.*s", (int)(len < EDIT_WORD_MAX ? len : EDIT_WORD_MAX), name);
		nearest = nearest_name(parser->table, typed);
		if (nearest)
			return error_set(err, STATUS_BADQUERY, arg, "no such option; did you mean --%s?", nearest);
		return error_set(err, STATUS_BADQUERY, arg, "no such option");
	}
	*id = option->id;
	*value = equals ? equals + 1 : NULL;
	if (equals && option->takes == OPTION_NONE)
		return error_set(err, STATUS_BADQUERY, arg, "takes no value");
	if (!equals && option->takes == OPTION_REQUIRED) {
		if (parser->at == parser->argc)
			return error_set(err, STATUS_BADQUERY, arg, "needs a value: --%s %s", option->name, option->value);
		*value = parser->argv[parser->at++];
	}
	return STATUS_OK;
}

/* Whether -XREST is option -X with its value REST and not a word to leave out:
 * only values that no word begins with, a digit or the start of a path. */
static bool
is_joined_value(const struct option *option, const char *rest)
{
	return option->takes == OPTION_REQUIRED && strchr("0123456789/.~", *rest);
}

static enum status
next_short(struct option_parser *parser, const char *arg, int *id, const char **value, struct error *err)
{
	const struct option *option = find_letter(parser->table, arg[1]);

	if (parser->dash_words && arg[2] && (!option || !is_joined_value(option, arg + 2))) {
		*id = OPTION_ARGUMENT;
		*value = arg;
		return STATUS_OK;
	}
	if (!option)
		return error_set(err, STATUS_BADQUERY, arg, "no such option");
	*id = option->id;
	*value = NULL;
	if (option->takes == OPTION_REQUIRED) {
		if (arg[2])
			*value = arg + 2;
		else if (parser->at < parser->argc)
			*value = parser->argv[parser->at++];
		else
			return error_set(err, STATUS_BADQUERY, arg, "needs a value: -%c %s", arg[1], option->value);
	} else if (arg[2]) {
		return error_set(err, STATUS_BADQUERY, arg, "no such option; letters stand alone, as in -%c -%c", arg[1], arg[2]);
	}
	return STATUS_OK;
}

enum status
option_next(struct option_parser *parser, int *id, const char **value, struct error *err)
{
	const char *arg;

	if (parser->at < parser->argc && !parser->ended && strcmp(parser->argv[parser->at], "--") == 0) {
		parser->ended = true;
		parser->at++;
	}
	if (parser->at >= parser->argc)
		return STATUS_END;
	arg = parser->argv[parser->at++];
	if (!parser->ended && arg[0] == '-' && arg[1] == '-')
		return next_long(parser, arg, id, value, err);
	if (!parser->ended && arg[0] == '-' && arg[1])
		return next_short(parser, arg, id, value, err);
	*id = OPTION_ARGUMENT;
	*value = arg;
	return STATUS_OK;
}

static void
option_usage(const struct option *option, struct buf *out)
{
	if (option->letter)
		buf_append_format(out, "-%c", option->letter);
	if (option->letter && option->name)
		buf_append_string(out, ", ");
	if (option->name)
		buf_append_format(out, "--%s", option->name);
	if (option->takes == OPTION_REQUIRED)
		buf_append_format(out, " %s", option->value);
	else if (option->takes == OPTION_OPTIONAL)
		buf_append_format(out, "[=%s]", option->value);
}

void
option_help(const struct option *table, struct buf *out)
{
	const size_t column = 28;

	for (; table->id; table++) {
		size_t start;

		if (!table->help)
			continue;
		buf_append_string(out, "  ");
		start = out->len;
		option_usage(table, out);
		if (out->len - start >= column - 2)
			buf_append_format(out, "\n%*s", (int)column, "");
		else
			buf_append_format(out, "%*s", (int)(column - 2 - (out->len - start)), "");
		buf_append_format(out, "%s\n", table->help);
	}
}

enum status
option_number(const char *name, const char *value, long long low, long long high,
              long long *number, struct error *err)
{
	char *end;
	long long got;

	errno = 0;
	got = strtoll(value, &end, 10);
	if (end == value || *end || errno || got < low || got > high)
		return error_set(err, STATUS_BADQUERY, name, "'%s' is not a number from %lld to %lld", value, low, high);
	*number = got;
	return STATUS_OK;
}

enum status
option_size(const char *name, const char *value, unsigned long long *size, struct error *err)
{
	static const char units[] = "KMGT";
	unsigned long long got;
	unsigned shift = 0;
	const char *unit;
	char *end;

	errno = 0;
	got = strtoull(value, &end, 10);
	if (end == value || errno || *value == '-')
		goto bad;
	if (*end) {
		unit = strchr(units, *end >= 'a' && *end <= 'z' ? *end - 'a' + 'A' : *end);
		if (!unit || end[1])
			goto bad;
		shift = 10 * (unsigned)(unit - units + 1);
	}
	if (got == 0 || got > ULLONG_MAX >> shift)
		goto bad;
	*size = got << shift;
	return STATUS_OK;
bad:
	return error_set(err, STATUS_BADQUERY, name, "'%s' is not a size, such as 512M or 2G", value);
}

enum status
option_choice(const char *name, const char *value, const char *const *choices, int *choice, struct error *err)
{
	struct buf list = BUF_INIT;
	enum status status;

	for (int i = 0; choices[i]; i++) {
		if (strcmp(choices[i], value) == 0) {
			*choice = i;
			buf_release(&list);
			return STATUS_OK;
		}
		buf_append_format(&list, "%s%s", i ? ", " : "", choices[i]);
	}
	status = error_set(err, STATUS_BADQUERY, name, "'%s' is not one of %s", value, buf_string(&list));
	buf_release(&list);
	return status;
}
