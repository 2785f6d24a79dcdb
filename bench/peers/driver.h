/* driver.h - queries in, times out: what bench/query_driver.c does, for peers. */
#ifndef NEWSDEX_BENCH_PEERS_DRIVER_H
#define NEWSDEX_BENCH_PEERS_DRIVER_H

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

struct peer_query {
	std::string kind;                 /* word, or, and, phrase, month, newest */
	std::vector<std::string> words;
	std::string month;                /* 2013-04, for kind month */
};

inline std::vector<peer_query>
queries_read(const char *path)
{
	std::vector<peer_query> queries;
	std::ifstream in(path);
	std::string line, words, word;

	while (std::getline(in, line)) {
		std::istringstream columns(line);
		peer_query query;

		std::getline(columns, query.kind, '\t');
		std::getline(columns, words, '\t');
		std::getline(columns, query.month, '\t');
		std::istringstream split(words);
		while (split >> word)
			query.words.push_back(word);
		queries.push_back(query);
	}
	return queries;
}

/* ANSWER(query, limit) returns the number of articles; limit 0: count all. */
template <typename Answer>
void
queries_time(const char *path, int rounds, Answer answer)
{
	const struct { const char *name; unsigned limit; } modes[] = { { "top10", 10 }, { "top100", 100 }, { "count", 0 } };
	const double budget = 200000;
	std::vector<peer_query> queries = queries_read(path);

	for (const auto &mode : modes) {
		std::vector<std::vector<double>> times(queries.size());
		std::vector<double> spent(queries.size());
		std::vector<size_t> found(queries.size());

		for (int round = 0; round <= rounds; round++) {
			for (size_t i = 0; i < queries.size(); i++) {
				bool top10_only = queries[i].kind == "month" || queries[i].kind == "newest";

				if ((mode.limit != 10 && top10_only) || spent[i] > budget)
					continue;
				auto start = std::chrono::steady_clock::now();
				found[i] = answer(queries[i], mode.limit);
				std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - start;
				spent[i] += took.count();
				if (round || took.count() > budget)
					times[i].push_back(took.count());
			}
		}
		for (size_t i = 0; i < queries.size(); i++) {
			if (times[i].empty())
				continue;
			std::sort(times[i].begin(), times[i].end());
			std::printf("%s\t%s\t%zu\t%.1f\t%zu\n", mode.name, queries[i].kind.c_str(), i,
			            times[i][times[i].size() / 2], found[i]);
		}
	}
}

#endif
