/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tls_peer.h: services of every kind, good and bad, for whoever asks them for their certificate. */
#ifndef TESTS_LIB_TLS_PEER_H
#define TESTS_LIB_TLS_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* What follows when all that is to be said in the clear was said. */
enum tls_peer_end {
	PEER_SHAKES_HANDS,
	PEER_LEAVES, /* hangs up */
	PEER_HANGS,  /* is silent, and stays */
	PEER_SAYS,   /* BYTES, and waits */
	PEER_FLOODS, /* BYTES again and again, as long as somebody listens */
	PEER_DRIPS,  /* a byte of BYTES now and then, for ever */
};

struct tls_peer {
	const char *certificate;       /* PEM, with its chain */
	const char *key;               /* PEM */
	const char *other_certificate; /* one more, which it prefers; NULL: none */
	const char *other_key;
	const char *const *talk; /* what is said, heard, said, ... up to NULL; what is heard begins
				    like that */
	enum tls_peer_end end;
	const char *bytes;
	size_t size;            /* of BYTES; 0: it is text */
	const char *priorities; /* of GnuTLS; NULL: usual ones */
	bool wants_certificate; /* of its client, and ends the handshake without one */
	const char *sni;        /* the one server that it knows; NULL: it does not mind */
	size_t flip_at;         /* the byte of the handshake that is another; 0: none */
	size_t cut_after;       /* bytes of the handshake, then it hangs up; 0: never */
};

/* A child that serves one connection; *FD is the other end of it. */
pid_t tls_peer_connect(const struct tls_peer *peer, int *fd);

/* A child that serves whoever connects to ADDRESS ("127.0.0.1", "::1"), one after another, at a
 * port that it finds: *PORT. */
pid_t tls_peer_listen(const struct tls_peer *peer, const char *address, unsigned *port);

/* Whether this machine has ADDRESS. */
bool tls_peer_has(const char *address);

void tls_peer_end(pid_t pid);

#endif
