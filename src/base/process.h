/* SPDX-License-Identifier: GPL-3.0-or-later */
/* process.h: what the process does to itself before it does anything else. */
#ifndef IK_BASE_PROCESS_H
#define IK_BASE_PROCESS_H

#include <sys/types.h>

/* Descriptors 0 to 2 are open (on /dev/null where they were not), umask is 077, there will be no
 * core and no debugger, GNUTLS_* and SSLKEYLOGFILE are gone from the environment.  The first call
 * of main(). */
void ik_process_start(void);

/* The umask the caller had; what the program starts gets it back. */
mode_t ik_process_umask(void);

#endif
