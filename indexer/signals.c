#include "indexer/signals.h"

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool held;
static void (*held_wake)(void *);
static void *held_context;
static atomic_int caught;
static atomic_bool requested;
static sigset_t taken;
static sem_t started;

static void
signal_arrived(int number)
{
	pthread_mutex_lock(&lock);
	if (number == SIGUSR1)
		atomic_store(&requested, true);
	else if (!held || atomic_load(&caught))
		_exit(128 + number);
	else
		atomic_store(&caught, number);
	if (held_wake)
		held_wake(held_context);
	pthread_mutex_unlock(&lock);
}

static void *
signal_thread(void *unused)
{
	int number;

	(void)unused;
	sem_post(&started);
	for (;;)
		if (sigwait(&taken, &number) == 0)
			signal_arrived(number);
	return NULL;
}

enum status
signals_start(struct error *err)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN }, old;
	pthread_t thread;
	int errnum;

	sigaction(SIGPIPE, &ignore, NULL);
	sigaction(SIGXFSZ, &ignore, NULL);
	sigemptyset(&taken);
	sigaddset(&taken, SIGINT);
	sigaddset(&taken, SIGTERM);
	sigaddset(&taken, SIGUSR1);
	/* nohup means it. */
	if (sigaction(SIGHUP, NULL, &old) == 0 && old.sa_handler != SIG_IGN)
		sigaddset(&taken, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &taken, NULL);
	errnum = sem_init(&started, 0, 0) < 0 ? errno : pthread_create(&thread, NULL, signal_thread, NULL);
	if (errnum)
		return error_set_errno(err, NULL, "cannot start a thread", errnum);
	pthread_detach(thread);
	/* A thread in the making may hold the lock of an allocator, for ever in the child of a fork. */
	while (sem_wait(&started) < 0)
		;
	return STATUS_OK;
}

void
signals_hold(bool hold, void (*wake)(void *), void *context)
{
	pthread_mutex_lock(&lock);
	held = hold;
	held_wake = wake;
	held_context = context;
	pthread_mutex_unlock(&lock);
}

int
signals_caught(void)
{
	return atomic_load(&caught);
}

bool
signals_take_request(void)
{
	return atomic_exchange(&requested, false);
}

void
signals_restore(void)
{
	struct sigaction usual = { .sa_handler = SIG_DFL };

	sigaction(SIGPIPE, &usual, NULL);
	sigaction(SIGXFSZ, &usual, NULL);
	pthread_sigmask(SIG_UNBLOCK, &taken, NULL);
}
