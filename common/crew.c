#include "common/crew.h"

#include <pthread.h>
#include <sched.h>
#include <stdbool.h>

struct member {
	void (*work)(void *context, unsigned number);
	void *context;
	unsigned number;
	pthread_t thread;
	bool started;
};

static void *
member_run(void *argument)
{
	struct member *member = argument;

	member->work(member->context, member->number);
	return NULL;
}

void
crew_run(unsigned count, void (*work)(void *context, unsigned number), void *context)
{
	struct member members[CREW_MAX];

	if (count > CREW_MAX)
		count = CREW_MAX;
	for (unsigned i = 0; i < count; i++) {
		members[i] = (struct member){ .work = work, .context = context, .number = i };
		if (i)
			members[i].started = pthread_create(&members[i].thread, NULL, member_run, &members[i]) == 0;
	}
	for (unsigned i = 0; i < count; i++) {
		if (members[i].started)
			pthread_join(members[i].thread, NULL);
		else
			member_run(&members[i]);
	}
}

unsigned
crew_processors(void)
{
	cpu_set_t set;

	return sched_getaffinity(0, sizeof(set), &set) == 0 ? (unsigned)CPU_COUNT(&set) : 1;
}
