/* SPDX-License-Identifier: GPL-3.0-or-later */
/* judge.h: what clients and servers will say of a certificate and of each one of the chain behind
 * it. */
#ifndef IK_PKI_JUDGE_H
#define IK_PKI_JUDGE_H

#include <stddef.h>
#include <stdint.h>

#include "base/objection.h"

/* Judges CHAIN (PEM: the certificate, then its issuers) at NOW, the certificate's own dates left
 * out, and adds what there is to say to OBJECTIONS.  What cannot be read adds nothing. */
void ik_chain_judge(const void *chain, size_t size, int64_t now, struct ik_objections *objections);

#endif
