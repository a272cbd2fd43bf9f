/* SPDX-License-Identifier: GPL-3.0-or-later */
/* world.c: a server that publishes, and agents that follow it. */
#include "config.h"

#include "agent/world.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "agent/commands.h"
#include "agent/refusal.h"
#include "base/alloc.h"
#include "base/i18n.h"
#include "base/print.h"
#include "pki/certificate.h"
#include "pki/cms.h"
#include "pki/digest.h"
#include "pki/key.h"
#include "trust/statement.h"

int64_t now;
struct ik_updated updated;

static char *world;
static struct who all[CERTIFICATES];
static struct ik_buffer steps; /* newest first */

/* --- certificates ----------------------------------------------------------------------------- */

static void name_it(struct who *who)
{
	struct ik_buffer der = {0};

	ck_assert(ik_certificate_der(who->certificate.data, who->certificate.size, &der, NULL));
	ck_assert(ik_digest_sha256(der.data, der.size, who->hex, NULL));
	ck_assert(ik_sha256_read(who->hex, &who->sha256));
	ik_buffer_free(&der);
}

static void make(int n, const ik_secret *key)
{
	struct ik_list names = {0}, none = {0};
	struct ik_certificate_wish wish = {.common_name = "srv01.example.jp",
					   .dns_names = &names,
					   .ip_addresses = &none,
					   .not_before = now - DAY,
					   .not_after = now + 730 * DAY};

	ck_assert_int_lt(n, CERTIFICATES);
	ik_list_add(&names, "srv01.example.jp");
	all[n].key = ik_secret_copy(key);
	ck_assert(ik_certificate_self_sign(&wish, key, &all[n].certificate, NULL));
	name_it(&all[n]);
	ik_list_free(&names);
}

const struct who *who(int n)
{
	ik_secret *key;

	if (!all[n].key) {
		ck_assert(ik_key_generate("ecdsa-p256", &key, NULL));
		make(n, key);
		ik_secret_free(key);
	}
	return &all[n];
}

const struct who *renewed(int n, int same)
{
	make(n, who(same)->key);
	return &all[n];
}

/* --- what is signed --------------------------------------------------------------------------- */

static void sign(const struct ik_statement *statement, int one, int other, struct ik_buffer *pem)
{
	const struct who *signers[] = {who(one), who(other ? other : one)};
	struct ik_cms_signer by[2];
	struct ik_buffer text = {0};

	for (size_t i = 0; i < 2; i++)
		by[i] = (struct ik_cms_signer){signers[i]->key, signers[i]->certificate.data,
					       signers[i]->certificate.size};
	ik_statement_write(statement, &text);
	ck_assert(ik_cms_sign(text.data, text.size, by, other ? 2 : 1, now, pem, NULL));
	ik_buffer_free(&text);
}

static void add(const struct ik_statement *statement, int one, int other)
{
	struct ik_buffer fresh = {0};

	sign(statement, one, other, &fresh);
	ik_buffer_add(&fresh, steps.data, steps.size);
	ik_buffer_free(&steps);
	steps = fresh;
}

void step(uint64_t sequence, int from, int to)
{
	struct ik_statement statement = {.kind = IK_STATEMENT_HANDOVER,
					 .sequence = sequence,
					 .from = who(from)->sha256,
					 .to = who(to)->sha256,
					 .reason = IK_STEP_REPLACED,
					 .issued = now};

	add(&statement, from, to);
}

void recovery(uint64_t sequence, int recovery, int to, int next)
{
	struct ik_statement statement = {.kind = IK_STATEMENT_RECOVERY,
					 .sequence = sequence,
					 .to = who(to)->sha256,
					 .has_recovery = true,
					 .recovery = who(next)->sha256,
					 .issued = now};

	add(&statement, recovery, to);
}

void forget_steps(void)
{
	ik_buffer_free(&steps);
}

/* --- what is published ------------------------------------------------------------------------ */

static void put(const char *folder, const char *name, const struct ik_buffer *text)
{
	char *path = ik_format("%s/%s", folder, name);

	mkdir(folder, 0755);
	put_text(path, ik_buffer_string(text));
	free(path);
}

void publish_steps(const char *folder, int in_use)
{
	struct ik_buffer text = {0};

	ik_buffer_add(&text, who(in_use)->certificate.data, who(in_use)->certificate.size);
	ik_buffer_add(&text, steps.data, steps.size);
	put(folder, "agent.pem", &text);
	ik_buffer_free(&text);
}

void publish_index(const char *folder, uint64_t sequence, int in_use, int days, int recovery)
{
	struct ik_statement index = {.kind = IK_STATEMENT_INDEX,
				     .sequence = sequence,
				     .to = who(in_use)->sha256,
				     .has_recovery = recovery != 0,
				     .recovery = who(recovery)->sha256,
				     .issued = now,
				     .expires = now + days * (int64_t)DAY};
	struct ik_buffer pem = {0};

	sign(&index, in_use, 0, &pem);
	put(folder, "index", &pem);
	ik_buffer_free(&pem);
}

void publish_in(const char *folder, uint64_t sequence, int in_use, int days, int recovery)
{
	publish_steps(folder, in_use);
	publish_index(folder, sequence, in_use, days, recovery);
}

void publish(uint64_t sequence, int in_use)
{
	publish_in("publish", sequence, in_use, 14, 0);
}

/* --- agents ----------------------------------------------------------------------------------- */

static void redirect(int fd, const char *file)
{
	int to = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	dup2(to, fd);
	close(to);
}

/* In a child, as it would run; what it would lose at its end is printed. */
int agent(const char *argument, ...)
{
	char *argv[24] = {(char *)(uintptr_t) "inkan-agent"};
	int argc = 1, status;
	va_list more;

	va_start(more, argument);
	for (const char *at = argument; at; at = va_arg(more, const char *))
		argv[argc++] = (char *)(uintptr_t)at;
	va_end(more);

	pid_t child = fork();

	if (child == 0) {
		redirect(STDOUT_FILENO, "out");
		redirect(STDERR_FILENO, "err");
		status = ik_agent_main(argc, argv);
		fflush(stdout);
		_exit(status);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFEXITED(status));
	return WEXITSTATUS(status);
}

int enrol(const char *state, int n)
{
	return agent("enroll", "publish", "--fingerprint", who(n)->hex, "--state", state, NULL);
}

enum ik_follow_end update_from(const char *name, const char *source)
{
	struct ik_agent_state state;
	struct ik_error err = {0};

	ck_assert_msg(ik_agent_open(name, IK_AGENT_CHANGE, &state, &err), "%u",
		      ik_error_number(err.id));
	ik_agent_update(&state, source, now, &updated);
	ck_assert_int_eq(updated.unkept.id, IK_E_NONE);
	ik_agent_close(&state);
	return updated.end;
}

enum ik_follow_end update(const char *state)
{
	return update_from(state, NULL);
}

void ck_follows(const char *name, int n)
{
	struct ik_agent_state state;
	char hex[IK_SHA256_HEX + 1];

	ck_assert(ik_agent_open(name, IK_AGENT_LOOK, &state, NULL));
	ik_sha256_hex(&state.trust.pin.certificate, hex);
	ck_assert_str_eq(hex, who(n)->hex);
	ck_assert_str_eq(ik_buffer_string(&state.certificate),
			 ik_buffer_string(&who(n)->certificate));
	ik_agent_close(&state);
}

void ck_error(enum ik_error_id id)
{
	ck_assert_msg(updated.error.id == id, "INK-%u instead of INK-%u",
		      ik_error_number(updated.error.id), ik_error_number(id));
}

uint64_t sequence_of(const char *name)
{
	struct ik_agent_state state;

	ck_assert(ik_agent_open(name, IK_AGENT_LOOK, &state, NULL));

	uint64_t sequence = state.trust.pin.sequence;

	ik_agent_close(&state);
	return sequence;
}

/* --- files ------------------------------------------------------------------------------------ */

void put_text(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	ck_assert_msg(fd >= 0, "%s", path);
	ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
}

char *get_text(const char *path)
{
	struct ik_buffer text = {0};
	char part[4096];
	ssize_t n;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return NULL;
	while ((n = read(fd, part, sizeof(part))) > 0)
		ik_buffer_add(&text, part, (size_t)n);
	close(fd);

	char *copied = ik_strdup(ik_buffer_string(&text));

	ik_buffer_free(&text);
	return copied;
}

void copy(const char *from, const char *to)
{
	static const char *const names[] = {"pin.pem", "before.pem", "id", "index", "agent.pem"};

	mkdir(to, 0755);
	for (size_t i = 0; i < IK_COUNT(names); i++) {
		char *source = ik_format("%s/%s", from, names[i]);
		char *target = ik_format("%s/%s", to, names[i]);
		char *text = get_text(source);

		if (text)
			put_text(target, text);
		free(text);
		free(target);
		free(source);
	}
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

void world_begin(void)
{
	const char *tmp = getenv("TMPDIR");

	umask(022);
	unsetenv("INKAN_AGENT_STATE");
	world = ik_format("%s/inkan-agent-XXXXXX", tmp && *tmp ? tmp : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(world));
	ck_assert_int_eq(chdir(world), 0);
	now = (int64_t)time(NULL);
	publish(1, 1);
}

void world_end(void)
{
	for (int i = 0; i < CERTIFICATES; i++) {
		ik_secret_free(all[i].key);
		ik_buffer_free(&all[i].certificate);
		all[i] = (struct who){0};
	}
	forget_steps();
	ck_assert_int_eq(chdir("/"), 0);
	nftw(world, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	free(world);
}
