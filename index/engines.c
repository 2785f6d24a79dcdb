#include "config.h"

#include "index/engines.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "index/segment/segment_engine.h"

#ifdef HAVE_XAPIAN
static pthread_mutex_t module_lock = PTHREAD_MUTEX_INITIALIZER;
static const struct index_engine *module_engine;

static enum status
module_load_locked(struct error *err)
{
	const char *folder = getenv("NEWSDEX_MODULES");
	char path[1024];
	void *module, *symbol;

	if (module_engine)
		return STATUS_OK;
	if (!folder || !*folder)
		folder = PKGLIBDIR;
	if (snprintf(path, sizeof(path), "%s/%s", folder, ENGINE_MODULE_FILE) >= (int)sizeof(path))
		return error_set(err, STATUS_LIMIT, folder, "path is too long");
	/* Never closed: C++ libraries do not like to be unloaded. */
	module = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (!module)
		return error_set(err, STATUS_UNSUPPORTED, NULL, "cannot load the Xapian engine: %s", dlerror());
	symbol = dlsym(module, ENGINE_MODULE_SYMBOL);
	if (!symbol)
		return error_set(err, STATUS_UNSUPPORTED, path, "is not the Xapian engine: %s", dlerror());
	module_engine = symbol;
	return STATUS_OK;
}

static enum status
module_load(const struct index_engine **engine, struct error *err)
{
	enum status status;

	pthread_mutex_lock(&module_lock);
	status = module_load_locked(err);
	*engine = module_engine;
	pthread_mutex_unlock(&module_lock);
	return status;
}
#else
static enum status
module_load(const struct index_engine **engine, struct error *err)
{
	*engine = NULL;
	return error_set(err, STATUS_UNSUPPORTED, NULL, "newsdex was built without libxapian");
}
#endif

static bool
file_exists(const char *folder, const char *name)
{
	char path[4096];
	struct stat st;

	return snprintf(path, sizeof(path), "%s/%s", folder, name) < (int)sizeof(path)
		&& stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* What libxapian itself looks for: a stub file, or a glass database. */
static bool
xapian_recognise(const char *path)
{
	struct span span = span_from_string(path);

	return span_starts(span, SPAN("xapian+tcp://")) || span_starts(span, SPAN("xapian+ssh://"))
		|| file_exists(path, "XAPIANDB") || file_exists(path, "iamglass");
}

static enum status
xapian_open(const struct span *paths, size_t count, struct buf *partial,
            struct index_reader **reader, struct error *err)
{
	const struct index_engine *engine;
	enum status status = module_load(&engine, err);

	return status < 0 ? status : engine->open(paths, count, partial, reader, err);
}

static enum status
xapian_writer_open(const char *path, const struct index_writer_options *options,
                   struct index_writer **writer, struct error *err)
{
	const struct index_engine *engine;
	enum status status = module_load(&engine, err);

	return status < 0 ? status : engine->writer_open(path, options, writer, err);
}

static enum status
xapian_check(const char *path, void (*report)(void *, const char *), void *context, struct error *err)
{
	const struct index_engine *engine;
	enum status status = module_load(&engine, err);

	return status < 0 ? status : engine->check(path, report, context, err);
}

/* Stands for the engine of the module until it is loaded. */
static const struct index_engine xapian_engine = {
	.name = "xapian",
	.recognise = xapian_recognise,
	.open = xapian_open,
	.writer_open = xapian_writer_open,
	.check = xapian_check,
};

/* The first is the default. */
static const struct index_engine *const engines[] = {
	&segment_engine,
	&xapian_engine,
};

#define ENGINE_COUNT (sizeof(engines) / sizeof(engines[0]))

const struct index_engine *
engine_of_path(const char *path)
{
	for (size_t i = 0; i < ENGINE_COUNT; i++)
		if (engines[i]->recognise(path))
			return engines[i];
	return NULL;
}

const struct index_engine *
engine_named(const char *name)
{
	for (size_t i = 0; i < ENGINE_COUNT; i++)
		if (!name || strcmp(engines[i]->name, name) == 0)
			return engines[i];
	return NULL;
}
