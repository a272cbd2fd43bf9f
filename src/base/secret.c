/* SPDX-License-Identifier: GPL-3.0-or-later */
/* secret.c: pages for passwords and keys: guarded, locked, undumpable, wiped. */
#include "config.h"

#include "base/secret.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/alloc.h"

struct ik_secret {
	char *pages;   /* between two pages that nobody may touch */
	size_t mapped; /* bytes of the pages, without the guards */
	size_t room;
	size_t size;
	size_t reached; /* no byte at or behind this was ever written */
	size_t given;   /* bytes at the front whose pages were given back */
};

/* How far a caller that writes behind the content and then fails to say so is still wiped after. */
enum { UNTOLD = 64 * 1024, FORGET_AT_ONCE = 1024 * 1024 };

static size_t page_size(void)
{
	return (size_t)sysconf(_SC_PAGESIZE);
}

/* Locking takes what the limits leave.  Of a large room only the pages that are used, so that room
 * costs nothing. */
static void protect(void *pages, size_t size)
{
	(void)!(size <= UNTOLD ? mlock(pages, size) : mlock2(pages, size, MLOCK_ONFAULT));
	madvise(pages, size, MADV_DONTDUMP);
	madvise(pages, size, MADV_WIPEONFORK);
}

static char *map_guarded(size_t size)
{
	const size_t page = page_size();
	char *all = mmap(NULL, size + 2 * page, PROT_NONE,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (all == MAP_FAILED)
		return NULL;
	if (mprotect(all + page, size, PROT_READ | PROT_WRITE) != 0) {
		munmap(all, size + 2 * page);
		return NULL;
	}
	protect(all + page, size);
	return all + page;
}

ik_secret *ik_secret_new(size_t room)
{
	const size_t page = page_size();
	ik_secret *secret = ik_alloc(sizeof(*secret));

	/* One byte more than the room: a NUL always follows the content. */
	if (room < SIZE_MAX / 2)
		secret->pages = map_guarded((room / page + 1) * page);
	if (!secret->pages)
		ik_alloc(SIZE_MAX / 2); /* says that the memory is exhausted, and does not return */
	secret->mapped = (room / page + 1) * page;
	secret->room = room;
	return secret;
}

void ik_secret_free(ik_secret *secret)
{
	if (!secret)
		return;
	ik_secret_wipe(secret);
	munmap(secret->pages - page_size(), secret->mapped + 2 * page_size());
	free(secret);
}

void ik_secret_wipe(ik_secret *secret)
{
	if (!secret)
		return;
	if (secret->reached > secret->given)
		explicit_bzero(secret->pages + secret->given, secret->reached - secret->given);
	secret->size = 0;
	secret->reached = 0;
	secret->given = 0;
}

/* SIZE bytes are content from now on; what was behind them is gone. */
static void resize(ik_secret *secret, size_t size)
{
	if (size < secret->size)
		explicit_bzero(secret->pages + size, secret->size - size);
	secret->size = size;
	if (secret->reached < size)
		secret->reached = size;
	secret->pages[size] = '\0';
}

/* Pages that were given back count again. */
static void written_at(ik_secret *secret, size_t at)
{
	if (at < secret->given)
		secret->given = 0;
}

bool ik_secret_set(ik_secret *secret, const void *data, size_t size, struct ik_error *err)
{
	if (size > secret->room)
		return ik_fail(err, IK_E_SECRET_LONG);
	written_at(secret, 0);
	if (size)
		memmove(secret->pages, data, size);
	resize(secret, size);
	return true;
}

bool ik_secret_append(ik_secret *secret, const void *data, size_t size, struct ik_error *err)
{
	return ik_secret_insert(secret, secret->size, data, size, err);
}

bool ik_secret_insert(ik_secret *secret, size_t at, const void *data, size_t size,
		      struct ik_error *err)
{
	const size_t old = secret->size;

	if (at > old)
		at = old;
	if (size > secret->room - old)
		return ik_fail(err, IK_E_SECRET_LONG);
	written_at(secret, at);
	if (size) {
		memmove(secret->pages + at + size, secret->pages + at, old - at);
		memcpy(secret->pages + at, data, size);
	}
	resize(secret, old + size);
	return true;
}

void ik_secret_erase(ik_secret *secret, size_t at, size_t size)
{
	if (at >= secret->size)
		return;
	if (size > secret->size - at)
		size = secret->size - at;
	written_at(secret, at);
	memmove(secret->pages + at, secret->pages + at + size, secret->size - at - size);
	resize(secret, secret->size - size);
}

ik_secret *ik_secret_copy(const ik_secret *secret)
{
	ik_secret *copy = ik_secret_new(secret->room);

	ik_secret_set(copy, secret->pages, secret->size, NULL);
	return copy;
}

const char *ik_secret_data(const ik_secret *secret)
{
	return secret->pages;
}

size_t ik_secret_size(const ik_secret *secret)
{
	return secret->size;
}

size_t ik_secret_room(const ik_secret *secret)
{
	return secret->room;
}

char *ik_secret_tail(ik_secret *secret)
{
	const size_t left = secret->room - secret->size;
	const size_t reach = secret->size + (left < UNTOLD ? left : UNTOLD);

	if (secret->reached < reach)
		secret->reached = reach;
	return secret->pages + secret->size;
}

void ik_secret_grown(ik_secret *secret, size_t by)
{
	const size_t left = secret->room - secret->size;

	resize(secret, secret->size + (by < left ? by : left));
}

/* Not for each small piece: every call changes the map of the process. */
void ik_secret_forget(ik_secret *secret, size_t n)
{
	const size_t page = page_size();
	size_t end = (n < secret->size ? n : secret->size) / page * page;

	if (end < secret->given + FORGET_AT_ONCE)
		return;
	explicit_bzero(secret->pages + secret->given, end - secret->given);
	munlock(secret->pages + secret->given, end - secret->given);
	madvise(secret->pages + secret->given, end - secret->given, MADV_DONTNEED);
	secret->given = end;
}

bool ik_secret_equal(const ik_secret *a, const ik_secret *b)
{
	unsigned char apart = 0;

	if (a->size != b->size)
		return false;
	for (size_t i = 0; i < a->size; i++)
		apart |= (unsigned char)(a->pages[i] ^ b->pages[i]);
	return apart == 0;
}

/* Deeper than any call that is handed a secret goes. */
enum { STACK_WIPED = 64 * 1024 };

__attribute__((noinline)) void ik_secret_wipe_stack(void)
{
	char room[STACK_WIPED];

	explicit_bzero(room, sizeof(room));
}
