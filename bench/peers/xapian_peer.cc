/* libxapian as its own documentation shows it: TermGenerator, stems and words,
 * positions, the text as document data.
 *
 *   xapian_peer index DATABASE JSONL | optimize DATABASE | query DATABASE QUERIES ROUNDS
 */
#include <xapian.h>

#include <filesystem>

#include "articles.h"
#include "driver.h"

enum { SLOT_DATE };

static void
index_file(const char *path, const char *jsonl)
{
	Xapian::WritableDatabase database(path, Xapian::DB_CREATE_OR_OVERWRITE);
	Xapian::TermGenerator generator;

	generator.set_stemmer(Xapian::Stem("en"));
	articles_read(jsonl, [&](const peer_article &article) {
		Xapian::Document document;

		generator.set_document(document);
		generator.index_text(article.text);
		document.set_data(article.text);
		document.add_boolean_term("Q" + std::string(article.id.substr(0, 200)));
		document.add_value(SLOT_DATE, std::string(article.date));
		database.add_document(document);
	});
	database.commit();
}

static Xapian::Query
query_build(const peer_query &query, const Xapian::Stem &stem)
{
	std::vector<std::string> terms;
	bool phrase = query.kind == "phrase";

	for (const std::string &word : query.words)
		terms.push_back(phrase ? word : "Z" + stem(word));
	if (phrase)
		return Xapian::Query(Xapian::Query::OP_PHRASE, terms.begin(), terms.end());
	Xapian::Query built(query.kind == "or" ? Xapian::Query::OP_OR : Xapian::Query::OP_AND, terms.begin(), terms.end());
	if (query.month.empty())
		return built;
	return Xapian::Query(Xapian::Query::OP_FILTER, built,
	                     Xapian::Query(Xapian::Query::OP_VALUE_RANGE, SLOT_DATE, query.month, query.month + "~"));
}

static void
query_file(const char *path, const char *queries, int rounds)
{
	Xapian::Database database(path);
	Xapian::Stem stem("en");

	queries_time(queries, rounds, [&](const peer_query &query, unsigned limit) {
		Xapian::Enquire enquire(database);

		enquire.set_query(query_build(query, stem));
		if (query.kind == "newest")
			enquire.set_sort_by_value(SLOT_DATE, true);
		if (limit)
			return (size_t)enquire.get_mset(0, limit).size();
		return (size_t)enquire.get_mset(0, 0, database.get_doccount()).get_matches_estimated();
	});
}

int
main(int argc, char **argv)
{
	std::string command = argc > 2 ? argv[1] : "";

	try {
		if (command == "index" && argc == 4) {
			index_file(argv[2], argv[3]);
		} else if (command == "optimize") {
			std::string compacted = std::string(argv[2]) + ".compact";

			Xapian::Database(argv[2]).compact(compacted);
			std::filesystem::remove_all(argv[2]);
			std::filesystem::rename(compacted, argv[2]);
		} else if (command == "query" && argc == 5) {
			query_file(argv[2], argv[3], std::atoi(argv[4]));
		} else if (command == "version") {
			std::puts(Xapian::version_string());
		} else {
			return 2;
		}
	} catch (const Xapian::Error &error) {
		std::fprintf(stderr, "xapian: %s\n", error.get_description().c_str());
		return 1;
	} catch (const std::exception &error) {
		std::fprintf(stderr, "xapian: %s\n", error.what());
		return 1;
	}
	return 0;
}
