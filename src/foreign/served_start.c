/* SPDX-License-Identifier: GPL-3.0-or-later */
/* served_start.c: what mail servers and others want to hear, in the clear, before TLS begins. */
#include "config.h"

#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "foreign/served_inside.h"

/* A line to say (NULL: the service begins) and how the line begins that agrees.  Lines that begin
 * like PASSED, or PASSED_TOO, come before it; any other refuses. */
struct step {
	const char *say;
	const char *agrees;
	const char *passed;
	const char *passed_too;
};

enum { STEPS = 3, LINE = 4096, LINES = 128 };

struct way {
	const char *name;
	struct step steps[STEPS];
	const char *farewell;
};

static const struct way ways[IK_STARTTLS_COUNT] = {
	[IK_STARTTLS_NONE] = {.farewell = ""},
	[IK_STARTTLS_SMTP] =
		{
			"smtp",
			{{NULL, "220 ", "220-", NULL},
			 {"EHLO localhost\r\n", "250 ", "250-", NULL},
			 {"STARTTLS\r\n", "220", NULL, NULL}},
			"QUIT\r\n",
		},
	[IK_STARTTLS_LMTP] =
		{
			"lmtp",
			{{NULL, "220 ", "220-", NULL},
			 {"LHLO localhost\r\n", "250 ", "250-", NULL},
			 {"STARTTLS\r\n", "220", NULL, NULL}},
			"QUIT\r\n",
		},
	[IK_STARTTLS_IMAP] =
		{
			"imap",
			{{NULL, "* OK", NULL, NULL}, {"a STARTTLS\r\n", "a OK", "* ", NULL}},
			"z LOGOUT\r\n",
		},
	[IK_STARTTLS_POP3] =
		{
			"pop3",
			{{NULL, "+OK", NULL, NULL}, {"STLS\r\n", "+OK", NULL, NULL}},
			"QUIT\r\n",
		},
	[IK_STARTTLS_SIEVE] =
		{
			"sieve",
			{{NULL, "OK", "\"", NULL}, {"STARTTLS\r\n", "OK", NULL, NULL}},
			"LOGOUT\r\n",
		},
	/* Lines between the first and the last need not begin with the number (RFC 959), but with a
	   blank where they might. */
	[IK_STARTTLS_FTP] =
		{
			"ftp",
			{{NULL, "220 ", "220-", " "}, {"AUTH TLS\r\n", "234", NULL, NULL}},
			"QUIT\r\n",
		},
	[IK_STARTTLS_POSTGRES] = {.name = "postgres", .farewell = ""},
};

const char *ik_starttls_name(enum ik_starttls starttls)
{
	return ways[starttls].name;
}

bool ik_starttls_find(const char *name, enum ik_starttls *starttls)
{
	for (int i = IK_STARTTLS_NONE + 1; i < IK_STARTTLS_COUNT; i++)
		if (strcmp(ways[i].name, name) == 0) {
			*starttls = (enum ik_starttls)i;
			return true;
		}
	return false;
}

const char *ik_peer_farewell(const struct ik_peer *peer)
{
	return ways[peer->wish->starttls].farewell;
}

static bool say(struct ik_peer *peer, const void *bytes, size_t size, struct ik_error *err)
{
	const char *at = bytes;

	while (size > 0) {
		const ssize_t n = ik_peer_write(peer, at, size);

		if (n <= 0)
			return ik_peer_fail(peer, err);
		at += n;
		size -= (size_t)n;
	}
	return true;
}

/* Something else than was wanted. */
static bool refuse(const struct ik_peer *peer, const char *answer, struct ik_error *err)
{
	ik_fail(err, IK_E_SERVICE_STARTTLS, peer->wish->name,
		ik_starttls_name(peer->wish->starttls));
	return ik_error_detail(err, "%.200s", answer);
}

/* One byte at a time: what comes behind the last line belongs to TLS. */
static bool hear_line(struct ik_peer *peer, char line[LINE], struct ik_error *err)
{
	size_t size = 0;
	char byte = 0;

	while (byte != '\n') {
		const ssize_t n = ik_peer_read(peer, &byte, 1);

		if (n <= 0)
			return ik_peer_fail(peer, err);
		line[size++] = byte;
		line[size] = '\0';
		if (size == LINE - 1)
			return refuse(peer, line, err);
	}
	line[strcspn(line, "\r\n")] = '\0';
	return true;
}

static bool begins(const char *line, const char *with)
{
	return with && strncasecmp(line, with, strlen(with)) == 0;
}

static bool hear(struct ik_peer *peer, const struct step *step, struct ik_error *err)
{
	char line[LINE] = "";

	for (int i = 0; i < LINES; i++) {
		if (!hear_line(peer, line, err))
			return false;
		if (begins(line, step->agrees))
			return true;
		if (!begins(line, step->passed) && !begins(line, step->passed_too))
			break;
	}
	return refuse(peer, line, err);
}

/* SSLRequest of PostgreSQL's protocol; one letter answers. */
static bool start_postgres(struct ik_peer *peer, struct ik_error *err)
{
	static const unsigned char request[] = {0, 0, 0, 8, 4, 210, 22, 47};
	char answer[2] = "";

	if (!say(peer, request, sizeof(request), err))
		return false;
	if (ik_peer_read(peer, answer, 1) <= 0)
		return ik_peer_fail(peer, err);
	return *answer == 'S' || refuse(peer, answer, err);
}

bool ik_peer_start_tls(struct ik_peer *peer, struct ik_error *err)
{
	const struct way *way = &ways[peer->wish->starttls];

	if (peer->wish->starttls == IK_STARTTLS_POSTGRES)
		return start_postgres(peer, err);
	for (size_t i = 0; i < STEPS && way->steps[i].agrees; i++) {
		const struct step *step = &way->steps[i];

		if (step->say && !say(peer, step->say, strlen(step->say), err))
			return false;
		if (!hear(peer, step, err))
			return false;
	}
	return true;
}
