/* SPDX-License-Identifier: GPL-3.0-or-later */
/* agent_report.h: what agents and servers agree upon about a report, ID.json. */
#ifndef IK_TRUST_AGENT_REPORT_H
#define IK_TRUST_AGENT_REPORT_H

#include <stdbool.h>
#include <stdint.h>

enum {
	IK_AGENT_REPORT_FORMAT = 1,
	IK_AGENT_REPORT_MAX = 64 * 1024, /* bytes of the file */
	IK_AGENT_REFUSAL_DAYS = 30,      /* after which nobody asks any more */
	IK_AGENT_ID_BYTES = 16,
	IK_AGENT_ID_HEX = 32,
};

/* 32 lower-case hex digits at TEXT, whatever comes behind them; false: something else. */
bool ik_agent_id_read(const char *text, uint8_t id[IK_AGENT_ID_BYTES]);
void ik_agent_id_write(const uint8_t id[IK_AGENT_ID_BYTES], char text[IK_AGENT_ID_HEX + 1]);

/* Whether NAME is that of a report, whose ID it then is; whatever else lies in a folder of reports
 * is none, such as what a web server is still writing. */
bool ik_agent_report_is_name(const char *name, uint8_t id[IK_AGENT_ID_BYTES]);

/* How the other end was known: "tls" in a report. */
enum ik_carried_by {
	IK_BY_PLAIN,  /* it was not: a directory, or http */
	IK_BY_SYSTEM, /* https, by the certificates that this system trusts */
	IK_BY_PIN,    /* by the pin */
	IK_BY_BEFORE, /* by the certificate left last */
	IK_BY_CA,     /* by --ca */
	IK_BY_NONE,   /* https, and by none of these */
	IK_BY_COUNT   /* "": it does not say, or has a word of a later version */
};
const char *ik_carried_by_id(enum ik_carried_by by); /* "plain", "system", ..., "" */
enum ik_carried_by ik_carried_by_read(const char *id);

#endif
