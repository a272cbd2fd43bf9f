/* SPDX-License-Identifier: GPL-3.0-or-later */
/* served.c: one handshake, for the certificates that it shows. */
#include "config.h"

#include "foreign/served.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include <gnutls/gnutls.h>

#include "base/alloc.h"
#include "foreign/served_inside.h"
#include "pki/certificate.h"
#include "pki/tls.h"

/* As much as the library can speak that does not end without a certificate: a service that is old
 * is asked, too. */
static const char priorities[] =
	"NORMAL:+VERS-TLS1.1:+VERS-TLS1.0:+DHE-RSA:+RSA:+3DES-CBC:+SHA1:+SIGN-RSA-SHA1:"
	"+SIGN-ECDSA-SHA1:%COMPAT:%VERIFY_ALLOW_SIGN_WITH_SHA1";

/* A service may have a certificate for each kind of key: by what it is offered it shows one or the
 * other. */
static const struct {
	const char *kind, *offers;
} kinds[] = {
	{"rsa-", ":-ECDHE-ECDSA:-SIGN-ALL:+SIGN-RSA-SHA256:+SIGN-RSA-SHA384:+SIGN-RSA-SHA512:"
		 "+SIGN-RSA-PSS-RSAE-SHA256:+SIGN-RSA-PSS-RSAE-SHA384:+SIGN-RSA-PSS-RSAE-SHA512:"
		 "+SIGN-RSA-SHA1"},
	{"ecdsa-", ":-ECDHE-RSA:-DHE-RSA:-RSA:-SIGN-ALL:+SIGN-ECDSA-SHA256:+SIGN-ECDSA-SHA384:"
		   "+SIGN-ECDSA-SHA512:+SIGN-ECDSA-SECP256R1-SHA256:"
		   "+SIGN-ECDSA-SECP384R1-SHA384:+SIGN-ECDSA-SECP521R1-SHA512:+SIGN-ECDSA-SHA1"},
};

static int set_priorities(gnutls_session_t tls, const char *key_type)
{
	const char *offers = "";
	char *all;
	int rc;

	for (size_t i = 0; key_type && i < IK_COUNT(kinds); i++)
		if (strncmp(key_type, kinds[i].kind, strlen(kinds[i].kind)) == 0)
			offers = kinds[i].offers;
	all = ik_format("%s%s", priorities, offers);
	rc = gnutls_priority_set_direct(tls, all, NULL);
	free(all);
	return rc;
}

/* --- the library's way to the connection ------------------------------------------------------ */

static struct ik_peer *peer_of(gnutls_transport_ptr_t pointer)
{
	return pointer;
}

static void keep_first(struct ik_peer *peer, const void *bytes, size_t size)
{
	const size_t room = IK_PEER_FIRST - peer->n_first;
	const size_t taken = size < room ? size : room;

	memcpy(peer->first + peer->n_first, bytes, taken);
	peer->n_first += taken;
}

static ssize_t pull(gnutls_transport_ptr_t pointer, void *bytes, size_t size)
{
	struct ik_peer *peer = peer_of(pointer);
	const ssize_t n = ik_peer_read(peer, bytes, size);

	if (n > 0)
		keep_first(peer, bytes, (size_t)n);
	return n;
}

static ssize_t push(gnutls_transport_ptr_t pointer, const void *bytes, size_t size)
{
	return ik_peer_write(peer_of(pointer), bytes, size);
}

static int pull_timeout(gnutls_transport_ptr_t pointer, unsigned ms)
{
	return ik_peer_waits(peer_of(pointer), ms);
}

/* --- the handshake ---------------------------------------------------------------------------- */

struct session {
	gnutls_session_t tls;
	gnutls_certificate_credentials_t credentials;
};

static int open_session(struct ik_peer *peer, struct session *session)
{
	const char *sni = peer->wish->sni;
	int rc = gnutls_certificate_allocate_credentials(&session->credentials);

	if (rc >= 0)
		rc = gnutls_init(&session->tls, GNUTLS_CLIENT | GNUTLS_NO_SIGNAL);
	if (rc >= 0)
		rc = set_priorities(session->tls, peer->wish->key_type);
	if (rc >= 0)
		rc = gnutls_credentials_set(session->tls, GNUTLS_CRD_CERTIFICATE,
					    session->credentials);
	if (rc >= 0 && sni)
		rc = gnutls_server_name_set(session->tls, GNUTLS_NAME_DNS, sni, strlen(sni));
	if (rc < 0)
		return rc;
	gnutls_transport_set_ptr(session->tls, peer);
	gnutls_transport_set_pull_function(session->tls, pull);
	gnutls_transport_set_push_function(session->tls, push);
	gnutls_transport_set_pull_timeout_function(session->tls, pull_timeout);
	return rc;
}

static void close_session(struct session *session)
{
	if (session->tls)
		gnutls_deinit(session->tls);
	if (session->credentials)
		gnutls_certificate_free_credentials(session->credentials);
}

static int shake_hands(struct ik_peer *peer, struct session *session)
{
	int rc;

	do
		rc = gnutls_handshake(session->tls);
	while (rc < 0 && !gnutls_error_is_fatal(rc) && !peer->slow);
	return rc;
}

/* Whoever just hangs up stands in the log of the service as an error. */
static void take_leave(const struct ik_peer *peer, struct session *session)
{
	const char *farewell = ik_peer_farewell(peer);

	if (*farewell)
		gnutls_record_send(session->tls, farewell, strlen(farewell));
	gnutls_bye(session->tls, GNUTLS_SHUT_WR);
}

/* --- what came of it -------------------------------------------------------------------------- */

enum { HEAD = 5 }; /* bytes of a record before its content */

/* The types of records that may come first: an alert, a handshake. */
static bool is_tls(const struct ik_peer *peer)
{
	return peer->n_first >= 2 && (peer->first[0] == 21 || peer->first[0] == 22)
	       && peer->first[1] == 3;
}

/* The library takes no more than it needs to see that; the rest of the line has come with it, or
 * comes at once. */
static void read_on(struct ik_peer *peer)
{
	char more[IK_PEER_FIRST];
	const ssize_t n = ik_peer_waits(peer, 100) ? ik_peer_read(peer, more, sizeof(more)) : 0;

	if (n > 0)
		keep_first(peer, more, (size_t)n);
}

static bool fail_plain(struct ik_peer *peer, struct ik_error *err)
{
	size_t line = 0;

	read_on(peer);

	while (line < peer->n_first && !strchr("\r\n", peer->first[line]))
		line++;
	ik_fail(err, IK_E_SERVICE_PLAIN, peer->wish->name);
	return ik_error_detail(err, "%.*s", (int)line, peer->first);
}

static bool fail(struct ik_peer *peer, const struct session *session, int rc, struct ik_error *err)
{
	const struct ik_served_wish *wish = peer->wish;
	const bool alerted = rc == GNUTLS_E_FATAL_ALERT_RECEIVED;

	if (peer->slow || peer->n_first == 0 || (peer->ended && peer->n_first < HEAD))
		return ik_peer_fail(peer, err);
	if (!is_tls(peer))
		return fail_plain(peer, err);
	if (alerted && wish->sni && gnutls_alert_get(session->tls) == GNUTLS_A_UNRECOGNIZED_NAME)
		return ik_fail(err, IK_E_SERVICE_SNI, wish->name, wish->sni);
	if (!alerted && (peer->ended || rc == GNUTLS_E_PULL_ERROR || rc == GNUTLS_E_PUSH_ERROR))
		return ik_peer_fail(peer, err);
	ik_fail(err, IK_E_SERVICE_TLS, wish->name);
	if (alerted)
		return ik_error_detail(err, "TLS: %s",
				       gnutls_alert_get_name(gnutls_alert_get(session->tls)));
	return ik_error_detail(err, "GnuTLS: %s (%d)", gnutls_strerror(rc), rc);
}

static bool take(const gnutls_datum_t *peers, unsigned n, const char *name,
		 struct ik_served *served, struct ik_error *err)
{
	struct ik_error inner = {0};

	served->chain = ik_alloc_array(IK_SERVED_MAX, sizeof(*served->chain));
	for (unsigned i = 0; i < n && i < IK_SERVED_MAX; i++) {
		if (!ik_certificate_facts(peers[i].data, peers[i].size, &served->chain[i], &inner))
			return ik_fail_because(err, IK_E_SERVICE_CERTIFICATE, &inner, name);
		served->n++;
	}
	return true;
}

bool ik_served_take(int fd, const struct ik_served_wish *wish, struct ik_served *served,
		    struct ik_error *err)
{
	struct ik_peer peer = {.fd = fd, .wish = wish};
	struct session session = {0};
	const gnutls_datum_t *peers = NULL;
	unsigned n = 0;
	bool ok;
	int rc;

	*served = (struct ik_served){0};
	/* One that hangs up while we speak must not end us. */
	signal(SIGPIPE, SIG_IGN);
	if (!ik_peer_start_tls(&peer, err))
		return false;
	rc = open_session(&peer, &session);
	if (rc < 0) {
		close_session(&session);
		return ik_tls_fail(err, IK_E_LIBRARY, rc);
	}
	rc = shake_hands(&peer, &session);
	peers = gnutls_certificate_get_peers(session.tls, &n);
	ok = peers && n > 0 ? take(peers, n, wish->name, served, err)
			    : fail(&peer, &session, rc, err);
	if (rc >= 0)
		take_leave(&peer, &session);
	close_session(&session);
	return ok;
}

void ik_served_free(struct ik_served *served)
{
	for (size_t i = 0; i < served->n; i++)
		ik_facts_free(&served->chain[i]);
	free(served->chain);
	*served = (struct ik_served){0};
}
