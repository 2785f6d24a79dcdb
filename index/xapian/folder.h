/* folder.h - the folder of an index: lock, stub file, databases by name.
 * schema.h says what lies in it.
 */
#ifndef NEWSDEX_INDEX_XAPIAN_FOLDER_H
#define NEWSDEX_INDEX_XAPIAN_FOLDER_H

#include "common/buf.h"
#include "common/error.h"
#include "index/index.h"

#define FOLDER_NAME_SIZE 16

struct folder {
	char *path;                      /* owned */
	char current[FOLDER_NAME_SIZE];  /* the committed database's name; "" before the first commit */
	int lock;                        /* descriptor of the lock file; -1: not held */
};

#define FOLDER_INIT { NULL, "", -1 }

/* Makes PATH if it is not there, takes the lock, and removes what writers that
 * were killed left behind.  Refuses a folder that holds anything but an index. */
enum status folder_open(struct folder *folder, const char *path, const struct index_writer_options *options, struct error *err);
void folder_release(struct folder *folder);

/* STATUS_LOCKED, naming the process that the lock file FD of folder PATH names. */
enum status folder_refused(const char *path, int fd, struct error *err);

/* Appends the path of NAME inside FOLDER, or of the committed database. */
enum status folder_path(const struct folder *folder, const char *name, struct buf *path, struct error *err);

/* Names PATH as the place of an error that has none: libxapian's have none. */
void error_place(struct error *err, const char *path);

/* Makes every file of folder PATH durable. */
enum status folder_sync(const char *path, struct error *err);

/* A name that no database has yet. */
void folder_next_name(const struct folder *folder, char name[FOLDER_NAME_SIZE]);

/* Makes NAME the committed database and removes the one before. */
enum status folder_switch(struct folder *folder, const char *name, struct error *err);

/* The name that the stub file in folder PATH holds; "" when there is none. */
enum status folder_current(const char *path, char name[FOLDER_NAME_SIZE], struct error *err);

/* Sum of the sizes of the files in folder PATH (not below it). */
uint64_t folder_bytes(const char *path);

#endif
