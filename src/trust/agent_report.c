/* SPDX-License-Identifier: GPL-3.0-or-later */
/* agent_report.c: the names and words of reports. */
#include "config.h"

#include "trust/agent_report.h"

#include <string.h>

/* --- IDs -------------------------------------------------------------------------------------- */

static int digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool ik_agent_id_read(const char *text, uint8_t id[IK_AGENT_ID_BYTES])
{
	for (size_t i = 0; i < IK_AGENT_ID_BYTES; i++) {
		const int high = digit(text[2 * i]), low = high < 0 ? -1 : digit(text[2 * i + 1]);

		if (low < 0)
			return false;
		id[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}

void ik_agent_id_write(const uint8_t id[IK_AGENT_ID_BYTES], char text[IK_AGENT_ID_HEX + 1])
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < IK_AGENT_ID_BYTES; i++) {
		text[2 * i] = digits[id[i] >> 4];
		text[2 * i + 1] = digits[id[i] & 15];
	}
	text[IK_AGENT_ID_HEX] = '\0';
}

bool ik_agent_report_is_name(const char *name, uint8_t id[IK_AGENT_ID_BYTES])
{
	return ik_agent_id_read(name, id) && strcmp(name + IK_AGENT_ID_HEX, ".json") == 0;
}

/* --- how the other end was known -------------------------------------------------------------- */

static const char *const ids[] = {
	[IK_BY_PLAIN] = "plain",   [IK_BY_SYSTEM] = "system", [IK_BY_PIN] = "pin",
	[IK_BY_BEFORE] = "before", [IK_BY_CA] = "ca",         [IK_BY_NONE] = "none",
	[IK_BY_COUNT] = "",
};

const char *ik_carried_by_id(enum ik_carried_by by)
{
	return ids[by];
}

enum ik_carried_by ik_carried_by_read(const char *id)
{
	enum ik_carried_by by = 0;

	while (by < IK_BY_COUNT && strcmp(ids[by], id) != 0)
		by++;
	return by;
}
