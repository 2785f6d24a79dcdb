/* SQLite's FTS5: porter over unicode61, detail=full, one transaction.
 *
 *   sqlite_peer index DATABASE JSONL | optimize DATABASE | query DATABASE QUERIES ROUNDS
 */
#include <sqlite3.h>

#include "articles.h"
#include "driver.h"

class database {
public:
	explicit database(const char *path)
	{
		check(sqlite3_open(path, &handle));
	}

	~database()
	{
		for (sqlite3_stmt *statement : statements)
			sqlite3_finalize(statement);
		sqlite3_close(handle);
	}

	void run(const char *sql)
	{
		check(sqlite3_exec(handle, sql, nullptr, nullptr, nullptr));
	}

	sqlite3_stmt *prepare(const char *sql)
	{
		sqlite3_stmt *statement;

		check(sqlite3_prepare_v2(handle, sql, -1, &statement, nullptr));
		statements.push_back(statement);
		return statement;
	}

	void check(int code)
	{
		if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW)
			throw std::runtime_error(sqlite3_errmsg(handle));
	}

private:
	sqlite3 *handle = nullptr;
	std::vector<sqlite3_stmt *> statements;
};

static void
bind(database &db, sqlite3_stmt *statement, int column, std::string_view text)
{
	db.check(sqlite3_bind_text(statement, column, text.data(), (int)text.size(), SQLITE_STATIC));
}

static void
index_file(const char *path, const char *jsonl)
{
	database db(path);
	sqlite3_stmt *insert;

	db.run("CREATE VIRTUAL TABLE articles USING fts5"
	       "(id UNINDEXED, date UNINDEXED, text, tokenize='porter unicode61', detail=full); BEGIN");
	insert = db.prepare("INSERT INTO articles VALUES (?, ?, ?)");
	articles_read(jsonl, [&](const peer_article &article) {
		bind(db, insert, 1, article.id);
		bind(db, insert, 2, article.date);
		bind(db, insert, 3, article.text);
		db.check(sqlite3_step(insert));
		sqlite3_reset(insert);
	});
	db.run("COMMIT");
}

static std::string
match_build(const peer_query &query)
{
	const char *between = query.kind == "or" ? " OR " : query.kind == "phrase" ? " + " : " AND ";
	std::string match;

	for (const std::string &word : query.words)
		match += (match.empty() ? "\"" : between + std::string("\"")) + word + "\"";
	return match;
}

static void
query_file(const char *path, const char *queries, int rounds)
{
	database db(path);
	sqlite3_stmt *top = db.prepare("SELECT id FROM articles WHERE articles MATCH ? ORDER BY rank LIMIT ?");
	sqlite3_stmt *count = db.prepare("SELECT count(*) FROM articles WHERE articles MATCH ?");
	sqlite3_stmt *month = db.prepare("SELECT id FROM articles WHERE articles MATCH ? AND date BETWEEN ?3 AND ?3 || '~' "
	                                 "ORDER BY rank LIMIT ?2");
	sqlite3_stmt *newest = db.prepare("SELECT id FROM articles WHERE articles MATCH ? ORDER BY date DESC LIMIT ?");

	queries_time(queries, rounds, [&](const peer_query &query, unsigned limit) {
		sqlite3_stmt *select = !limit ? count : query.kind == "month" ? month : query.kind == "newest" ? newest : top;
		std::string match = match_build(query);
		size_t found = 0;
		int code;

		bind(db, select, 1, match);
		if (limit)
			db.check(sqlite3_bind_int(select, 2, (int)limit));
		if (select == month)
			bind(db, select, 3, query.month);
		while ((code = sqlite3_step(select)) == SQLITE_ROW)
			found = limit ? found + 1 : (size_t)sqlite3_column_int64(select, 0);
		db.check(code);
		sqlite3_reset(select);
		return found;
	});
}

int
main(int argc, char **argv)
{
	std::string command = argc > 2 ? argv[1] : "";

	try {
		if (command == "index" && argc == 4)
			index_file(argv[2], argv[3]);
		else if (command == "optimize")
			database(argv[2]).run("INSERT INTO articles(articles) VALUES ('optimize'); VACUUM");
		else if (command == "query" && argc == 5)
			query_file(argv[2], argv[3], std::atoi(argv[4]));
		else if (command == "version")
			std::puts(sqlite3_libversion());
		else
			return 2;
	} catch (const std::exception &error) {
		std::fprintf(stderr, "sqlite: %s\n", error.what());
		return 1;
	}
	return 0;
}
