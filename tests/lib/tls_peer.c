/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tls_peer.c: services of every kind, each a child of the test. */
#include "lib/tls_peer.h"

#include <arpa/inet.h>
#include <check.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <gnutls/gnutls.h>

/* Of one connection. */
struct call {
	const struct tls_peer *peer;
	int fd;
	size_t written;
};

static void say(const struct call *call, const char *bytes, size_t size)
{
	while (size > 0) {
		ssize_t n = write(call->fd, bytes, size);

		if (n <= 0)
			return;
		bytes += n;
		size -= (size_t)n;
	}
}

/* A line, as far as its beginning is wanted; PostgreSQL's request has no end. */
static bool hear(const struct call *call, const char *wanted)
{
	char heard[512] = "";
	size_t size, n = 0;
	bool line = strcmp(wanted, "SSLRequest") != 0;

	size = line ? sizeof(heard) - 1 : 8;
	while (n < size && read(call->fd, heard + n, 1) == 1)
		if (heard[n++] == '\n')
			break;
	return line ? strncmp(heard, wanted, strlen(wanted)) == 0
		    : memcmp(heard, "\0\0\0\x08\x04\xd2\x16\x2f", 8) == 0;
}

static bool talk(const struct call *call)
{
	const char *const *next = call->peer->talk;

	for (bool says = true; next && *next; next++, says = !says) {
		if (says)
			say(call, *next, strlen(*next));
		else if (!hear(call, *next))
			return false;
	}
	return true;
}

/* Until the other side has hung up. */
static void wait_for_end(const struct call *call)
{
	char byte;

	while (read(call->fd, &byte, 1) == 1)
		continue;
}

static ssize_t push(gnutls_transport_ptr_t pointer, const void *bytes, size_t size)
{
	struct call *call = pointer;
	size_t most = call->peer->cut_after;
	size_t flip = call->peer->flip_at ? call->peer->flip_at - 1 : SIZE_MAX;

	if (most && call->written + size > most) {
		say(call, bytes, most - call->written);
		_exit(0);
	}
	if (flip >= call->written && flip < call->written + size) {
		const char *all = bytes;
		const char other = (char)(all[flip - call->written] ^ 0x41);

		say(call, all, flip - call->written);
		say(call, &other, 1);
		say(call, all + (flip - call->written) + 1, call->written + size - flip - 1);
	} else {
		say(call, bytes, size);
	}
	call->written += size;
	return (ssize_t)size;
}

static ssize_t pull(gnutls_transport_ptr_t pointer, void *bytes, size_t size)
{
	return read(((struct call *)pointer)->fd, bytes, size);
}

static int find_server(gnutls_session_t session)
{
	const struct call *call = gnutls_session_get_ptr(session);
	char name[256] = "";
	size_t size = sizeof(name);
	unsigned type;

	if (!call->peer->sni)
		return 0;
	if (gnutls_server_name_get(session, name, &size, &type, 0) == 0
	    && strcmp(name, call->peer->sni) == 0)
		return 0;
	return GNUTLS_E_UNRECOGNIZED_NAME;
}

static void add_pair(gnutls_certificate_credentials_t credentials, const char *certificate,
		     const char *key)
{
	gnutls_datum_t pem = {(unsigned char *)(uintptr_t)certificate,
			      (unsigned)strlen(certificate)};
	gnutls_datum_t secret = {(unsigned char *)(uintptr_t)key, (unsigned)strlen(key)};

	if (gnutls_certificate_set_x509_key_mem(credentials, &pem, &secret, GNUTLS_X509_FMT_PEM)
	    < 0)
		_exit(1);
}

static void shake_hands(struct call *call)
{
	const struct tls_peer *peer = call->peer;
	gnutls_certificate_credentials_t credentials;
	gnutls_session_t session;
	int rc;

	gnutls_certificate_allocate_credentials(&credentials);
	if (peer->other_certificate)
		add_pair(credentials, peer->other_certificate, peer->other_key);
	add_pair(credentials, peer->certificate, peer->key);
	gnutls_init(&session, GNUTLS_SERVER);
	if (gnutls_priority_set_direct(session, peer->priorities ? peer->priorities : "NORMAL",
				       NULL)
	    < 0)
		_exit(1);
	gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, credentials);
	if (peer->wants_certificate)
		gnutls_certificate_server_set_request(session, GNUTLS_CERT_REQUIRE);
	gnutls_session_set_ptr(session, call);
	gnutls_handshake_set_post_client_hello_function(session, find_server);
	gnutls_transport_set_ptr(session, call);
	gnutls_transport_set_push_function(session, push);
	gnutls_transport_set_pull_function(session, pull);
	do
		rc = gnutls_handshake(session);
	while (rc < 0 && !gnutls_error_is_fatal(rc));
	if (rc < 0)
		gnutls_alert_send_appropriate(session, rc);
	else
		wait_for_end(call);
	gnutls_deinit(session);
	gnutls_certificate_free_credentials(credentials);
}

static void flood(const struct call *call, size_t size)
{
	while (write(call->fd, call->peer->bytes, size) > 0)
		continue;
}

static void drip(const struct call *call, size_t size)
{
	for (size_t i = 0; write(call->fd, call->peer->bytes + i % size, 1) == 1; i++)
		nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
}

static void serve(const struct tls_peer *peer, int fd)
{
	struct call call = {.peer = peer, .fd = fd};
	size_t size = peer->size || !peer->bytes ? peer->size : strlen(peer->bytes);

	if (!talk(&call))
		return;
	switch (peer->end) {
	case PEER_SHAKES_HANDS:
		shake_hands(&call);
		return;
	case PEER_LEAVES:
		return;
	case PEER_SAYS:
		say(&call, peer->bytes, size);
		break;
	case PEER_FLOODS:
		flood(&call, size);
		break;
	case PEER_DRIPS:
		drip(&call, size);
		break;
	case PEER_HANGS:
		break;
	}
	wait_for_end(&call);
}

static pid_t begin(void)
{
	pid_t pid = fork();

	ck_assert_int_ge(pid, 0);
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
		signal(SIGPIPE, SIG_IGN);
	}
	return pid;
}

pid_t tls_peer_connect(const struct tls_peer *peer, int *fd)
{
	int ends[2];
	pid_t pid;

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	pid = begin();
	if (pid == 0) {
		close(ends[0]);
		serve(peer, ends[1]);
		_exit(0);
	}
	close(ends[1]);
	*fd = ends[0];
	return pid;
}

/* A socket bound to it, or -1. */
static int bind_to(const char *address, unsigned *port)
{
	struct sockaddr_in6 six = {.sin6_family = AF_INET6};
	struct sockaddr_in four = {.sin_family = AF_INET};
	bool is_six = inet_pton(AF_INET6, address, &six.sin6_addr) == 1;
	struct sockaddr *place = is_six ? (struct sockaddr *)&six : (struct sockaddr *)&four;
	socklen_t size = is_six ? sizeof(six) : sizeof(four);
	int fd = socket(place->sa_family, SOCK_STREAM, 0);

	inet_pton(AF_INET, address, &four.sin_addr);
	if (fd >= 0 && (bind(fd, place, size) != 0 || getsockname(fd, place, &size) != 0)) {
		close(fd);
		fd = -1;
	}
	*port = ntohs(is_six ? six.sin6_port : four.sin_port);
	return fd;
}

pid_t tls_peer_listen(const struct tls_peer *peer, const char *address, unsigned *port)
{
	int fd = bind_to(address, port);
	pid_t pid;

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(listen(fd, 8), 0);
	pid = begin();

	for (int one; pid == 0 && (one = accept(fd, NULL, NULL)) >= 0; close(one))
		serve(peer, one);
	if (pid == 0)
		_exit(0);
	close(fd);
	return pid;
}

bool tls_peer_has(const char *address)
{
	unsigned port;
	int fd = bind_to(address, &port);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

void tls_peer_end(pid_t pid)
{
	kill(pid, SIGKILL);
	ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
}
