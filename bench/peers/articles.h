/* articles.h - JSON lines to articles for the peers' drivers: the same reader
 * for all that are written in C++, as fast as simdjson is, so that what is
 * measured is the peer.
 */
#ifndef NEWSDEX_BENCH_PEERS_ARTICLES_H
#define NEWSDEX_BENCH_PEERS_ARTICLES_H

#include <simdjson.h>

#include <string>
#include <string_view>

struct peer_article {
	std::string_view id;
	std::string_view date;   /* wall clock, 2013-04-05T06:07:08 */
	std::string text;        /* title, empty line, body */
};

/* Calls TAKE for every article of the file PATH. */
template <typename Take>
void
articles_read(const char *path, Take take)
{
	simdjson::dom::parser parser;
	simdjson::dom::document_stream lines;
	peer_article article;
	auto text_of = [](simdjson::dom::element line, const char *key, const char *other) {
		std::string_view value;

		if (line[key].get(value) != simdjson::SUCCESS && (!other || line[other].get(value) != simdjson::SUCCESS))
			value = {};
		return value;
	};

	if (parser.load_many(path, 64 << 20).get(lines) != simdjson::SUCCESS)
		throw std::runtime_error(std::string(path) + ": cannot be read");
	for (auto line : lines) {
		simdjson::dom::element element;

		if (line.get(element) != simdjson::SUCCESS)
			throw std::runtime_error(std::string(path) + ": a line is not JSON");
		article.id = text_of(element, "id", nullptr);
		article.date = text_of(element, "published", "date").substr(0, 19);
		article.text = text_of(element, "title", nullptr);
		article.text += "\n\n";
		article.text += text_of(element, "body", "text");
		take(article);
	}
}

#endif
