/* SPDX-License-Identifier: GPL-3.0-or-later */
/* unwrap.h: what editors, consoles and transfers did to a file is undone.  Private to the room. */
#ifndef IK_FOREIGN_UNWRAP_H
#define IK_FOREIGN_UNWRAP_H

#include "pki/der.h"

/* BYTES as they were meant: PEM or base64 in UTF-16 (an editor on Windows) in single bytes, base64
 * without its marks decoded to the DER or PEM that it is, zeros and line ends behind DER cut off.
 * What is new stands in *HELD, which the caller frees; NULL if BYTES are pointed into. */
struct ik_der ik_unwrap(const void *bytes, size_t size, ik_secret **held);

/* Base64 with blanks decoded, if it is DER or PEM; else NULL.  Caller frees. */
ik_secret *ik_decode_base64(struct ik_der in);

#endif
