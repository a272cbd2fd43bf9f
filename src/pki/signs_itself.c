/* SPDX-License-Identifier: GPL-3.0-or-later */
/* signs_itself.c: whether a certificate was signed by its own key. */
#include "pki/certificate.h"

#include "pki/link.h"

bool ik_certificate_signs_itself(const void *bytes, size_t size)
{
	struct ik_link link;
	bool itself = ik_link_read(bytes, size, &link) && ik_link_signed_by(&link, &link);

	ik_link_free(&link);
	return itself;
}
