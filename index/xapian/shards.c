#include "index/xapian/shards.h"

#include <stdio.h>
#include <stdlib.h>

/* Milliseconds for an answer, and for connecting. */
#define REMOTE_TIMEOUT 30000
#define CONNECT_TIMEOUT 10000

/* A writer may switch to the next database between the reading of the stub
 * file and the opening of what it names. */
#define OPEN_TRIES 5

static const char tcp_scheme[] = "xapian+tcp://", ssh_scheme[] = "xapian+ssh://";

/* ---- Addresses -------------------------------------------------------- */

/* Whether TEXT has none but letters, digits and the characters in MORE. */
static bool
is_plain(const char *text, const char *more)
{
	for (; *text; text++) {
		bool letter = (*text >= 'a' && *text <= 'z') || (*text >= 'A' && *text <= 'Z') || (*text >= '0' && *text <= '9');

		if (!letter && !strchr(more, *text))
			return false;
	}
	return true;
}

static bool
parse_port(const char *text, unsigned *port)
{
	char *end;
	unsigned long number = strtoul(text, &end, 10);

	*port = (unsigned)number;
	return text[0] >= '0' && text[0] <= '9' && !*end && number >= 1 && number <= 65535;
}

static enum status
open_tcp(const char *address, struct xapian_database **db, struct error *err)
{
	char host[256];
	const char *colon = strrchr(address, ':');
	unsigned port;

	if (!colon || colon == address || (size_t)(colon - address) >= sizeof(host) || !parse_port(colon + 1, &port))
		return error_set(err, STATUS_BADQUERY, NULL, "the address of a served index is xapian+tcp://HOST:PORT");
	memcpy(host, address, (size_t)(colon - address));
	host[colon - address] = '\0';
	return xapian_database_open_tcp(host, port, REMOTE_TIMEOUT, CONNECT_TIMEOUT, db, err);
}

/* What goes into ADDRESS ends up on ssh's command line, the path in the shell
 * at the other end: plain characters only, and nothing that reads as an option. */
static enum status
open_ssh(const char *address, struct xapian_database **db, struct error *err)
{
	char host[256], args[4096], port_option[16] = "";
	const char *path = strchr(address, '/');
	char *colon;
	unsigned port;

	if (!path || !path[1] || path == address || (size_t)(path - address) >= sizeof(host))
		return error_set(err, STATUS_BADQUERY, NULL, "the address of an index behind ssh is xapian+ssh://HOST/PATH");
	memcpy(host, address, (size_t)(path - address));
	host[path - address] = '\0';
	colon = strrchr(host, ':');
	if (colon) {
		*colon = '\0';
		if (!parse_port(colon + 1, &port))
			return error_set(err, STATUS_BADQUERY, NULL, "%s is not a port", colon + 1);
		snprintf(port_option, sizeof(port_option), "-p %u ", port);
	}
	if (host[0] == '-' || !is_plain(host, "._-@") || !is_plain(path, "/._-+~"))
		return error_set(err, STATUS_BADQUERY, NULL, "host and path may have letters, digits and the characters ._-+~@/ only");
	if (snprintf(args, sizeof(args), "-oBatchMode=yes -oConnectTimeout=%d %s%s xapian-progsrv --timeout %d %s", CONNECT_TIMEOUT / 1000,
	             port_option, host, REMOTE_TIMEOUT, path) >= (int)sizeof(args))
		return error_set(err, STATUS_LIMIT, NULL, "the path is too long");
	return xapian_database_open_program("ssh", args, REMOTE_TIMEOUT, db, err);
}

/* ---- Opening ---------------------------------------------------------- */

static enum status
open_local(const char *path, struct xapian_database **db, struct error *err)
{
	struct error why = ERROR_INIT;
	enum status status = STATUS_NOTFOUND;

	for (int i = 0; i < OPEN_TRIES && status == STATUS_NOTFOUND; i++) {
		error_clear(&why);
		status = xapian_database_open(path, db, &why);
	}
	return status < 0 ? error_set(err, status, NULL, "%s", why.reason) : STATUS_OK;
}

static enum status
shard_open(struct shard *shard, struct error *err)
{
	struct span place = span_from_string(shard->place);
	enum status status;

	shard->remote = true;
	if (span_starts(place, span_from_string(tcp_scheme))) {
		status = open_tcp(shard->place + strlen(tcp_scheme), &shard->db, err);
	} else if (span_starts(place, span_from_string(ssh_scheme))) {
		status = open_ssh(shard->place + strlen(ssh_scheme), &shard->db, err);
	} else {
		shard->remote = false;
		status = open_local(shard->place, &shard->db, err);
	}
	return status == STATUS_OK ? state_read(shard->db, &shard->state, err) : status;
}

static void
shard_release(struct shard *shard)
{
	xapian_database_free(shard->db);
	free(shard->place);
	memset(shard, 0, sizeof(*shard));
}

/* Makes the group of all shards anew. */
static enum status
shards_join(struct shards *shards, struct error *err)
{
	struct xapian_database *all = NULL;
	enum status status = xapian_database_new(&all, err);

	for (size_t i = 0; i < shards->count && status == STATUS_OK; i++)
		status = xapian_database_add(all, shards->items[i].db, err);
	if (status < 0) {
		xapian_database_free(all);
		return status;
	}
	xapian_database_free(shards->all);
	shards->all = all;
	return STATUS_OK;
}

enum status
shards_open(struct shards *shards, const struct span *paths, size_t count, struct buf *partial, struct error *err)
{
	struct error first = ERROR_INIT;
	enum status status = STATUS_OK;

	shards->items = calloc(count, sizeof(*shards->items));
	if (!shards->items)
		return error_set(err, STATUS_NOMEM, NULL, "out of memory");
	for (size_t i = 0; i < count && status == STATUS_OK; i++) {
		struct shard *shard = &shards->items[shards->count];
		struct error why = ERROR_INIT;

		shard->place = strndup(paths[i].ptr, paths[i].len);
		status = shard->place ? shard_open(shard, &why) : error_set(&why, STATUS_NOMEM, NULL, "out of memory");
		if (status == STATUS_OK) {
			shards->remote |= shard->remote;
			shards->count++;
			continue;
		}
		error_set(&first, status, shard->place, "%s", why.reason);
		if (partial && status != STATUS_NOMEM) {
			buf_append_format(partial, "%s: %s\n", shard->place, why.reason);
			status = STATUS_OK;
		}
		shard_release(shard);
	}
	if (status < 0 || !shards->count)
		return error_set(err, first.status, first.place, "%s", first.reason);
	return shards_join(shards, err);
}

void
shards_release(struct shards *shards)
{
	xapian_database_free(shards->all);
	for (size_t i = 0; i < shards->count; i++)
		shard_release(&shards->items[i]);
	free(shards->items);
	*shards = (struct shards)SHARDS_INIT;
}

enum status
shards_reopen(struct shards *shards, struct error *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < shards->count && status == STATUS_OK; i++) {
		struct shard *shard = &shards->items[i];

		status = xapian_database_reopen(shard->db, NULL, err);
		if (status == STATUS_OK)
			status = state_read(shard->db, &shard->state, err);
	}
	return status == STATUS_OK ? shards_join(shards, err) : status;
}
