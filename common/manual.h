/* manual.h - the manual page of a command, shown by man(1).
 */
#ifndef NEWSDEX_COMMON_MANUAL_H
#define NEWSDEX_COMMON_MANUAL_H

/* Becomes `man SECTION PAGE` where man has that page; returns where it has
 * not, with nothing printed.  PREPARE (may be NULL) is called before anything
 * is executed, to undo what a child must not inherit. */
void manual_show(const char *section, const char *page, void (*prepare)(void));

#endif
