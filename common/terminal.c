#include "common/terminal.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utf8proc.h>

#include "common/utf8.h"

bool
terminal_color(int fd, enum color_choice choice)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

	if (choice != COLOR_AUTO)
		return choice == COLOR_ALWAYS;
	return isatty(fd) && !(no_color && *no_color) && term && *term && strcmp(term, "dumb") != 0;
}

unsigned
terminal_width(int fd)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;
	long number;

	if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
	number = columns ? strtol(columns, NULL, 10) : 0;
	return number >= 20 && number <= 1000 ? (unsigned)number : 80;
}

bool
terminal_obeys(uint32_t code)
{
	return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 || code == 0x2029 ||
	       (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) ||
	       code == 0x200E || code == 0x200F || code == 0x061C;
}

void
terminal_append_safe(struct buf *out, struct span text)
{
	const char *p = text.ptr, *end = text.ptr + text.len;

	while (p < end) {
		size_t len;
		uint32_t code = utf8_decode(p, end, &len);
		char bytes[4];

		if (terminal_obeys(code))
			buf_append_byte(out, ' ');
		else
			buf_append(out, bytes, utf8_encode(bytes, code));
		p += len;
	}
}

size_t
terminal_columns(struct span text)
{
	const char *p = text.ptr, *end = text.ptr + text.len;
	size_t columns = 0, len;

	for (; p < end; p += len) {
		uint32_t code = utf8_decode(p, end, &len);
		int width = code < 0x80 ? code >= 0x20 : utf8proc_charwidth((utf8proc_int32_t)code);

		columns += width > 0 ? (size_t)width : 0;
	}
	return columns;
}
