/* Lucene as its own documentation shows it: EnglishAnalyzer, BM25, positions,
 * stored text.
 *
 *   java LuceneBench index FOLDER JSONL THREADS | optimize FOLDER | query FOLDER QUERIES ROUNDS | version
 */
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexOrDocValuesQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TopFieldCollector;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.QueryBuilder;
import org.apache.lucene.util.Version;

public class LuceneBench {
	static final String END = "";

	/* The string that KEY has in LINE, one flat object, or null. */
	static String value(String line, String key) {
		String start = "\"" + key + "\"";
		int at = line.indexOf(start);

		/* a key is what a colon follows */
		while (at >= 0) {
			int colon = at + start.length();

			while (colon < line.length() && line.charAt(colon) == ' ')
				colon++;
			if (colon < line.length() && line.charAt(colon) == ':') {
				int quote = line.indexOf('"', colon);

				return quote < 0 ? null : unescape(line, quote + 1);
			}
			at = line.indexOf(start, at + 1);
		}
		return null;
	}

	static String unescape(String line, int at) {
		StringBuilder out = new StringBuilder(line.length() - at);

		for (int run = at; ; at++) {
			char c = line.charAt(at);

			if (c != '"' && c != '\\')
				continue;
			out.append(line, run, at);
			if (c == '"')
				return out.toString();
			c = line.charAt(++at);
			if (c == 'u') {
				out.append((char) Integer.parseInt(line.substring(at + 1, at + 5), 16));
				at += 4;
			} else {
				int escape = "nrtbf".indexOf(c);

				out.append(escape < 0 ? c : "\n\r\t\b\f".charAt(escape));
			}
			run = at + 1;
		}
	}

	/* 20130405060708 */
	static long date(String text) {
		StringBuilder digits = new StringBuilder();

		for (int i = 0; text != null && i < text.length() && i < 19; i++)
			if (Character.isDigit(text.charAt(i)))
				digits.append(text.charAt(i));
		while (digits.length() < 14)
			digits.append('0');
		return Long.parseLong(digits.toString());
	}

	static String either(String a, String b) {
		return a != null ? a : b != null ? b : "";
	}

	static void add(IndexWriter writer, String line) throws IOException {
		Document document = new Document();
		String text = either(value(line, "title"), null) + "\n\n" + either(value(line, "body"), value(line, "text"));
		long date = date(either(value(line, "published"), value(line, "date")));

		document.add(new StringField("id", either(value(line, "id"), null), Field.Store.YES));
		document.add(new TextField("text", text, Field.Store.YES));
		document.add(new LongPoint("date", date));
		document.add(new NumericDocValuesField("date", date));
		writer.addDocument(document);
	}

	static IndexWriter writer(String folder) throws IOException {
		IndexWriterConfig config = new IndexWriterConfig(new EnglishAnalyzer());

		config.setSimilarity(new BM25Similarity());
		config.setRAMBufferSizeMB(256);
		return new IndexWriter(FSDirectory.open(Paths.get(folder)), config);
	}

	static void index(String folder, String jsonl, int threads) throws Exception {
		ArrayBlockingQueue<String> lines = new ArrayBlockingQueue<>(1000);
		List<Thread> workers = new ArrayList<>();
		List<Throwable> failures = new ArrayList<>();

		try (IndexWriter writer = writer(folder);
		     BufferedReader in = new BufferedReader(new InputStreamReader(
				Files.newInputStream(Paths.get(jsonl)), StandardCharsets.UTF_8), 1 << 20)) {
			for (int i = 1; threads > 1 && i <= threads; i++) {
				Thread worker = new Thread(() -> {
					try {
						for (String line = lines.take(); line != END; line = lines.take())
							add(writer, line);
					} catch (Throwable failure) {
						synchronized (failures) {
							failures.add(failure);
						}
					}
				});
				worker.start();
				workers.add(worker);
			}
			for (String line = in.readLine(); line != null && failures.isEmpty(); line = in.readLine()) {
				if (threads > 1)
					lines.put(line);
				else
					add(writer, line);
			}
			for (Thread worker : workers)
				lines.put(END);
			for (Thread worker : workers)
				worker.join();
			if (!failures.isEmpty())
				throw new Exception(failures.get(0));
			writer.commit();
		}
	}

	static Query build(String[] columns, QueryBuilder builder) {
		BooleanQuery.Builder all = new BooleanQuery.Builder();

		switch (columns[0]) {
		case "word":
		case "newest":
			return builder.createBooleanQuery("text", columns[1]);
		case "or":
			return builder.createBooleanQuery("text", columns[1], BooleanClause.Occur.SHOULD);
		case "and":
			return builder.createBooleanQuery("text", columns[1], BooleanClause.Occur.MUST);
		case "phrase":
			return builder.createPhraseQuery("text", columns[1]);
		default:
			long month = Long.parseLong(columns[2].replace("-", "")) * 100000000L;
			long last = month + 99999999L;

			all.add(builder.createBooleanQuery("text", columns[1]), BooleanClause.Occur.MUST);
			all.add(new IndexOrDocValuesQuery(LongPoint.newRangeQuery("date", month, last),
					NumericDocValuesField.newSlowRangeQuery("date", month, last)), BooleanClause.Occur.FILTER);
			return all.build();
		}
	}

	static int answer(IndexSearcher searcher, QueryBuilder builder, String[] columns, int limit) throws IOException {
		Query query = build(columns, builder);

		if (limit == 0)
			return searcher.count(query);
		if (columns[0].equals("newest")) {
			TopFieldCollector newest = TopFieldCollector.create(
					new Sort(new SortField("date", SortField.Type.LONG, true)), limit, limit);

			searcher.search(query, newest);
			return newest.topDocs().scoreDocs.length;
		}
		TopScoreDocCollector top = TopScoreDocCollector.create(limit, limit);

		searcher.search(query, top);
		return top.topDocs().scoreDocs.length;
	}

	static void query(String folder, String queries, int rounds) throws IOException {
		Analyzer analyzer = new EnglishAnalyzer();
		IndexSearcher searcher = new IndexSearcher(DirectoryReader.open(FSDirectory.open(Paths.get(folder))));
		QueryBuilder builder = new QueryBuilder(analyzer);
		List<String[]> all = new ArrayList<>();
		String[] names = { "top10", "top100", "count" };
		int[] limits = { 10, 100, 0 };

		searcher.setSimilarity(new BM25Similarity());
		searcher.setQueryCache(null);
		for (String line : Files.readAllLines(Paths.get(queries)))
			all.add(line.split("\t"));
		for (int mode = 0; mode < 3; mode++) {
			double[][] times = new double[all.size()][rounds];
			int[] found = new int[all.size()];
			long warm = System.nanoTime() + 8_000_000_000L;

			for (int round = -1; round < rounds; round++) {
				for (int i = 0; i < all.size(); i++) {
					String[] columns = all.get(i);
					long start = System.nanoTime();

					if (mode > 0 && (columns[0].equals("month") || columns[0].equals("newest")))
						continue;
					found[i] = answer(searcher, builder, columns, limits[mode]);
					if (round >= 0)
						times[i][round] = (System.nanoTime() - start) / 1000.0;
				}
				/* the compiler of the JVM has had its time before anything counts */
				if (round < 0 && System.nanoTime() < warm)
					round--;
			}
			for (int i = 0; i < all.size(); i++) {
				if (times[i][0] == 0)
					continue;
				Arrays.sort(times[i]);
				System.out.printf("%s\t%s\t%d\t%.1f\t%d%n", names[mode], all.get(i)[0], i, times[i][rounds / 2], found[i]);
			}
		}
	}

	public static void main(String[] args) throws Exception {
		switch (args[0]) {
		case "index":
			index(args[1], args[2], Integer.parseInt(args[3]));
			break;
		case "optimize":
			try (IndexWriter writer = writer(args[1])) {
				writer.forceMerge(1);
			}
			break;
		case "query":
			query(args[1], args[2], Integer.parseInt(args[3]));
			break;
		default:
			System.out.println(Version.LATEST);
		}
	}
}
