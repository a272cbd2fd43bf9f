/* SPDX-License-Identifier: GPL-3.0-or-later */
/* library.c: finds libarchive at run time.  Linked, it and what it needs would cost every start 2
 * ms and 2 MB. */
#include "config.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/alloc.h"
#include "zip/library.h"

#define LIBRARY "libarchive.so.13"

/* Linked, it would stand in the program's NEEDED, where those look who make packages: loaded, it is
 * declared in an ELF note, as the specification "ELF dlopen metadata" has it. */
#define NOTE_OWNER "FDO"
#define NOTE_TYPE 0x407c0c0a
#define NOTE \
	"[{\"feature\":\"zip\"," \
	"\"description\":\"Backups, and keys that come in a ZIP\"," \
	"\"priority\":\"required\"," \
	"\"soname\":[\"" LIBRARY "\"]}]"

__attribute__((used, section(".note.dlopen"), aligned(sizeof(uint32_t)))) static const struct {
	uint32_t owner_size;
	uint32_t size;
	uint32_t type;
	char owner[sizeof(NOTE_OWNER)];
	char json[sizeof(NOTE)];
} note = {sizeof(NOTE_OWNER), sizeof(NOTE), NOTE_TYPE, NOTE_OWNER, NOTE};

_Static_assert(offsetof(__typeof__(note), json) % sizeof(uint32_t) == 0,
	       "the parts of a note stand on four octets");

static const struct {
	const char *name;
	size_t at;
} calls[] = {
#define X(name) {#name, offsetof(struct ik_archive, name)},
	IK_ARCHIVE_CALLS(X)
#undef X
};

/* Never closed: what it has set up for itself lives as long as we do. */
static bool load(struct ik_archive *archive)
{
	void *handle = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);

	for (size_t i = 0; handle && i < IK_COUNT(calls); i++) {
		void *call = dlsym(handle, calls[i].name);
		if (!call)
			return false;
		memcpy((char *)archive + calls[i].at, &call, sizeof call);
	}
	return handle != NULL;
}

const struct ik_archive *ik_archive_load(struct ik_error *err)
{
	static struct ik_archive archive;
	static bool loaded;

	if (!loaded && !load(&archive)) {
		const char *why = dlerror();
		ik_fail(err, IK_E_LIBRARY_MISSING, LIBRARY);
		ik_error_detail(err, "%s", why ? why : "");
		return NULL;
	}
	loaded = true;
	return &archive;
}
