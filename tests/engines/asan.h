/* asan.h - what AddressSanitizer is not to say of libxapian: its own check
 * deletes an object by a type that is not quite its own.
 */
#ifndef NEWSDEX_TESTS_ENGINES_ASAN_H
#define NEWSDEX_TESTS_ENGINES_ASAN_H

const char *__asan_default_options(void) __attribute__((visibility("default")));

const char *
__asan_default_options(void)
{
	return "new_delete_type_mismatch=0";
}

#endif
