/* SPDX-License-Identifier: GPL-3.0-or-later */
/* secret.c: tests of the home of passwords and keys. */
#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/secret.h"
#include "suites.h"

START_TEST(too_long_is_refused_and_changes_nothing)
{
	ik_secret *secret = ik_secret_new(8);
	struct ik_error err = {0};

	ck_assert(ik_secret_set(secret, "12345678", 8, NULL));
	ck_assert(!ik_secret_set(secret, "123456789", 9, &err));
	ck_assert_uint_eq(err.id, IK_E_SECRET_LONG);
	ck_assert(!ik_secret_append(secret, "9", 1, NULL));
	ck_assert(!ik_secret_insert(secret, 0, "0", 1, NULL));
	ck_assert_str_eq(ik_secret_data(secret), "12345678");
	ck_assert_uint_eq(ik_secret_size(secret), 8);
	ck_assert_uint_eq(ik_secret_room(secret), 8);
	ik_secret_free(secret);
	ik_secret_free(NULL);
	ik_secret_wipe(NULL);
}
END_TEST

START_TEST(wiping_leaves_no_byte)
{
	static const char zeros[64];
	ik_secret *secret = ik_secret_new(64);

	ik_secret_set(secret, "a long password", 15, NULL);
	ik_secret_set(secret, "short", 5, NULL);
	ck_assert_mem_eq(ik_secret_data(secret) + 5, zeros, 59);
	memcpy(ik_secret_tail(secret), "never told", 10);
	ik_secret_wipe(secret);
	ck_assert_mem_eq(ik_secret_data(secret), zeros, 64);
	ck_assert_uint_eq(ik_secret_size(secret), 0);
	ik_secret_free(secret);
}
END_TEST

START_TEST(editing_in_place_moves_what_is_behind)
{
	ik_secret *secret = ik_secret_new(16);

	ik_secret_append(secret, "ad", 2, NULL);
	ik_secret_insert(secret, 1, "bc", 2, NULL);
	ik_secret_insert(secret, 99, "e", 1, NULL);
	ck_assert_str_eq(ik_secret_data(secret), "abcde");
	ik_secret_erase(secret, 1, 2);
	ck_assert_str_eq(ik_secret_data(secret), "ade");
	ck_assert_mem_eq(ik_secret_data(secret), "ade\0\0", 5);
	ik_secret_erase(secret, 2, 99);
	ik_secret_erase(secret, 9, 1);
	ck_assert_str_eq(ik_secret_data(secret), "ad");
	ik_secret_free(secret);
}
END_TEST

START_TEST(reading_into_the_tail_never_passes_the_room)
{
	ik_secret *secret = ik_secret_new(4);

	ik_secret_set(secret, "ab", 2, NULL);
	memcpy(ik_secret_tail(secret), "cd", 2);
	ik_secret_grown(secret, 1000);
	ck_assert_uint_eq(ik_secret_size(secret), 4);
	ck_assert_str_eq(ik_secret_data(secret), "abcd");
	ik_secret_free(secret);
}
END_TEST

START_TEST(equal_means_every_byte)
{
	ik_secret *a = ik_secret_new(8), *b;

	ik_secret_set(a, "a\0b", 3, NULL);
	b = ik_secret_copy(a);
	ck_assert(ik_secret_equal(a, b));
	ik_secret_set(b, "a\0c", 3, NULL);
	ck_assert(!ik_secret_equal(a, b));
	ik_secret_set(b, "a\0", 2, NULL);
	ck_assert(!ik_secret_equal(a, b));
	ik_secret_free(a);
	ik_secret_free(b);
}
END_TEST

START_TEST(the_page_behind_the_room_cannot_be_touched)
{
	ik_secret *secret = ik_secret_new((size_t)sysconf(_SC_PAGESIZE) - 1);
	volatile char *behind = ik_secret_tail(secret) + sysconf(_SC_PAGESIZE);

	signal(SIGSEGV, SIG_DFL);
	*behind = 1;
}
END_TEST

START_TEST(the_page_before_the_secret_cannot_be_touched)
{
	ik_secret *secret = ik_secret_new(10);
	volatile char *before = ik_secret_tail(secret) - 1;

	signal(SIGSEGV, SIG_DFL);
	*before = 1;
}
END_TEST

START_TEST(a_forked_child_finds_nothing)
{
	ik_secret *secret = ik_secret_new(16);
	int status = -1;

	ik_secret_set(secret, "hidden", 6, NULL);

	const pid_t pid = fork();

	if (pid == 0)
		_exit(memcmp(ik_secret_data(secret), "\0\0\0\0\0\0", 6) == 0 ? 0 : 1);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(status, 0);
	ck_assert_str_eq(ik_secret_data(secret), "hidden");
	ik_secret_free(secret);
}
END_TEST

/* The flags of the mapping that ADDRESS lies in, as the kernel tells them. */
static void mapping_flags(const void *address, char *flags, size_t size)
{
	FILE *maps = fopen("/proc/self/smaps", "r");
	char line[512];
	bool inside = false;
	unsigned long from, to;

	flags[0] = '\0';
	ck_assert_ptr_nonnull(maps);
	while (fgets(line, sizeof(line), maps)) {
		if (sscanf(line, "%lx-%lx ", &from, &to) == 2)
			inside = (unsigned long)address >= from && (unsigned long)address < to;
		else if (inside && strncmp(line, "VmFlags:", 8) == 0)
			snprintf(flags, size, "%s", line);
	}
	fclose(maps);
}

START_TEST(what_is_forgotten_reads_as_zeros_and_the_rest_stays)
{
	enum { PIECE = 3 * 1024 * 1024 };
	ik_secret *secret = ik_secret_new(PIECE);
	char *bytes = malloc(PIECE);

	memset(bytes, 's', PIECE);
	ck_assert(ik_secret_set(secret, bytes, PIECE, NULL));
	free(bytes);
	ik_secret_forget(secret, PIECE - 1);
	ck_assert_int_eq(ik_secret_data(secret)[0], '\0');
	ck_assert_int_eq(ik_secret_data(secret)[2 * 1024 * 1024], '\0');
	ck_assert_int_eq(ik_secret_data(secret)[PIECE - 1], 's');
	ck_assert_uint_eq(ik_secret_size(secret), PIECE);
	ck_assert(ik_secret_set(secret, "short", 5, NULL));
	ck_assert_str_eq(ik_secret_data(secret), "short");
	ik_secret_wipe(secret);
	ck_assert_str_eq(ik_secret_data(secret), "");
	ik_secret_free(secret);
}
END_TEST

START_TEST(no_dump_and_no_swap_gets_to_see_it)
{
	ik_secret *secret = ik_secret_new(100);
	char flags[512];

	mapping_flags(ik_secret_data(secret), flags, sizeof(flags));
	ck_assert_msg(strstr(flags, " dd ") != NULL, "not left out of dumps: %s", flags);
	ck_assert_msg(strstr(flags, " wf ") != NULL, "not wiped by fork: %s", flags);
#ifndef IK_SANITIZED /* whose mlock() does nothing */
	ck_assert_msg(strstr(flags, " lo ") != NULL, "not locked: %s", flags);
#endif
	ik_secret_free(secret);
}
END_TEST

Suite *suite_secret(void)
{
	Suite *suite = suite_create("secret");
	TCase *one = tcase_create("secret");

	tcase_set_timeout(one, 60);
	tcase_add_test(one, too_long_is_refused_and_changes_nothing);
	tcase_add_test(one, wiping_leaves_no_byte);
	tcase_add_test(one, editing_in_place_moves_what_is_behind);
	tcase_add_test(one, reading_into_the_tail_never_passes_the_room);
	tcase_add_test(one, equal_means_every_byte);
	tcase_add_test_raise_signal(one, the_page_behind_the_room_cannot_be_touched, SIGSEGV);
	tcase_add_test_raise_signal(one, the_page_before_the_secret_cannot_be_touched, SIGSEGV);
	tcase_add_test(one, a_forked_child_finds_nothing);
	tcase_add_test(one, what_is_forgotten_reads_as_zeros_and_the_rest_stays);
	tcase_add_test(one, no_dump_and_no_swap_gets_to_see_it);
	suite_add_tcase(suite, one);
	return suite;
}
