/* SPDX-License-Identifier: GPL-3.0-or-later */
/* source_url.h: where agents fetch what a server publishes, as an operator writes it: what the
 * server says of it agents have to take, so that both read it here. */
#ifndef IK_BASE_SOURCE_URL_H
#define IK_BASE_SOURCE_URL_H

#include <stdbool.h>

/* Whether SOURCE begins as a URL of http or https. */
bool ik_source_is_web(const char *source);

/* Whether URL, which begins so, has a user in it, who would stand in logs and reports. */
bool ik_source_has_user(const char *url);

/* Whether URL, which begins so, names a host, and a folder there: no question, no fragment, no
 * blank. */
bool ik_source_is_folder(const char *url);

/* The path in a file URL, "%41" of it read as what it means; NULL: it is no file URL, or none of
 * this machine.  Caller frees. */
char *ik_source_directory(const char *url);

/* SOURCE without "/" at its end; caller frees. */
char *ik_source_trimmed(const char *source);

#endif
