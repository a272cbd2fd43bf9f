/* SPDX-License-Identifier: GPL-3.0-or-later */
/* option_kinds.c: what the values of options and arguments may be, for shells to complete. */
#include "inkan/options.h"

#include "base/key_type.h"
#include "command/completion.h"
#include "ops/change/export.h"
#include "ops/status/service.h"

static const char *key_type(size_t i)
{
	return i < IK_KEY_TYPE_COUNT ? ik_key_type_id((enum ik_key_type)i) : NULL;
}

static const char *format(size_t i)
{
	return i < IK_EXPORT_FORMAT_COUNT ? ik_export_format_id((enum ik_export_format)i) : NULL;
}

/* The first is none of them. */
static const char *protocol(size_t i)
{
	return i + 1 < IK_STARTTLS_COUNT ? ik_starttls_name((enum ik_starttls)(i + 1)) : NULL;
}

const struct ik_value_kind ik_inkan_kinds[IK_INKAN_KINDS] = {
	{.value = "FILE", .completed = IK_COMPLETED_FILES},
	{.value = "DIR", .completed = IK_COMPLETED_FOLDERS},
	{.value = "GROUP", .completed = IK_COMPLETED_GROUPS},
	{.value = "HOST:PORT", .completed = IK_COMPLETED_HOSTS},
	{.value = "COMMAND", .completed = IK_COMPLETED_COMMANDS},
	{.value = "TYPE", .word = key_type},
	{.value = "FORMAT", .word = format},
	{.value = "PROTOCOL", .word = protocol},
	{.value = "LANG", .word = ik_completion_language},
	{.value = "GENERATION", .command = "list", .listed = "Generation"},
	{.value = "ID", .command = "requests", .listed = "Request"},
	/* Of "compare". */
	{.value = "A", .completed = IK_COMPLETED_FILES, .command = "list", .listed = "Generation"},
	{.value = "B", .completed = IK_COMPLETED_FILES, .command = "list", .listed = "Generation"},
};
