/* JSON lines as tab separated number, date and text, for Sphinx's tsvpipe. */
#include "articles.h"

int
main(int argc, char **argv)
{
	static char buffer[1 << 20];
	unsigned number = 0;

	if (argc != 2)
		return 2;
	std::setvbuf(stdout, buffer, _IOFBF, sizeof(buffer));
	try {
		articles_read(argv[1], [&](peer_article &article) {
			for (char &c : article.text)
				if (c == '\t' || c == '\n' || c == '\r')
					c = ' ';
			std::printf("%u\t", ++number);
			std::fwrite(article.text.data(), 1, article.text.size(), stdout);
			std::putchar('\n');
		});
	} catch (const std::exception &error) {
		std::fprintf(stderr, "tsv: %s\n", error.what());
		return 1;
	}
	return 0;
}
