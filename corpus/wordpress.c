#include "corpus/wordpress.h"

/* Is what stands in brackets at P one of WordPress's own marks?  Its length, 0 when it is not. */
static size_t
shortcode(const char *p, const char *end, const char **name)
{
	static const char *const names[] = {
		"caption", "gallery", "embed", "audio", "video", "playlist", "dropcap", "wp_caption", "youtube", "more",
	};
	const char *at = p + 1, *close;

	at += at < end && *at == '/';
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		size_t len = strlen(names[i]);

		if ((size_t)(end - at) <= len || memcmp(at, names[i], len) != 0 || !strchr(" ]/=", at[len]) || !at[len])
			continue;
		close = memchr(at, ']', (size_t)(end - at));
		*name = names[i];
		return close ? (size_t)(close + 1 - p) : 0;
	}
	return 0;
}

/* Behind the caption that starts at P, which belongs to a picture. */
static const char *
caption_end(const char *p, const char *end)
{
	const char *close = memmem(p, (size_t)(end - p), "[/caption]", 10);

	return close ? close + 10 : p;
}

void
wordpress_append_html(struct span post, struct buf *out)
{
	const char *p = post.ptr, *end = post.len ? post.ptr + post.len : p;
	bool lines = post.len && !memmem(post.ptr, post.len, "<p>", 3) && !memmem(post.ptr, post.len, "<p ", 3)
		&& !memmem(post.ptr, post.len, "<!-- wp:", 8);

	while (p < end) {
		const char *name = NULL;
		size_t skip = *p == '[' ? shortcode(p, end, &name) : 0;

		if (skip) {
			p = name[0] == 'c' && p[1] != '/' ? caption_end(p + skip, end) : p + skip;
			continue;
		}
		if (*p == '\n' && lines) {
			const char *next = p + 1;

			while (next < end && (*next == '\r' || *next == ' '))
				next++;
			buf_append_string(out, next < end && *next == '\n' ? "\n<p>" : "<br>\n");
			p = next < end && *next == '\n' ? next + 1 : p + 1;
			continue;
		}
		buf_append_byte(out, *p++);
	}
}
