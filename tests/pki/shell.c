/* SPDX-License-Identifier: GPL-3.0-or-later */
/* shell.c: other programs at work in a directory of our own. */
#include "config.h"

#include "shell.h"

#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"

static char directory[512];

void shell_begin(void)
{
	const char *parent = getenv("TMPDIR");

	snprintf(directory, sizeof(directory), "%s/inkan-pki-XXXXXX",
		 parent && *parent ? parent : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(directory));
}

void shell_end(void)
{
	DIR *dir = opendir(directory);
	struct dirent *entry;

	while (dir && (entry = readdir(dir)) != NULL) {
		if (entry->d_type == DT_REG)
			unlinkat(dirfd(dir), entry->d_name, 0);
	}
	if (dir)
		closedir(dir);
	rmdir(directory);
}

void put(const char *name, const void *bytes, size_t size)
{
	char *path = ik_format("%s/%s", directory, name);
	FILE *file = fopen(path, "wb");

	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(bytes, 1, size, file), size);
	ck_assert_int_eq(fclose(file), 0);
	free(path);
}

static void read_all(FILE *file, struct ik_buffer *out)
{
	char part[4096];
	size_t n;

	while ((n = fread(part, 1, sizeof(part), file)) > 0)
		ik_buffer_add(out, part, n);
}

struct ik_buffer get(const char *name)
{
	char *path = ik_format("%s/%s", directory, name);
	FILE *file = fopen(path, "rb");
	struct ik_buffer out = {0};

	ck_assert_msg(file != NULL, "%s", path);
	read_all(file, &out);
	fclose(file);
	free(path);
	return out;
}

struct ik_buffer run(const char *command, int *status)
{
	struct ik_buffer out = {0};
	char *line = ik_format("cd '%s' && { %s; } 2>&1", directory, command);
	FILE *pipe = popen(line, "r");

	ck_assert_ptr_nonnull(pipe);
	read_all(pipe, &out);
	*status = pclose(pipe);
	free(line);
	return out;
}

bool works(const char *command)
{
	int status;
	struct ik_buffer out = run(command, &status);

	ik_buffer_free(&out);
	return status == 0;
}

struct ik_buffer says(const char *command)
{
	int status;
	struct ik_buffer out = run(command, &status);

	ck_assert_msg(status == 0, "%s\n%s", command, ik_buffer_string(&out));
	return out;
}

void must(const char *command)
{
	struct ik_buffer out = says(command);

	ik_buffer_free(&out);
}

void must_say(const char *command, const char *part)
{
	struct ik_buffer out = says(command);

	ck_assert_msg(strstr(ik_buffer_string(&out), part) != NULL, "%s\n%s\nlacks: %s", command,
		      ik_buffer_string(&out), part);
	ik_buffer_free(&out);
}

void must_fail(const char *command)
{
	int status;
	struct ik_buffer out = run(command, &status);

	ck_assert_msg(status != 0, "%s\n%s", command, ik_buffer_string(&out));
	ik_buffer_free(&out);
}

bool is_here(const char *tool)
{
	char *command = ik_format("command -v %s", tool);
	bool here = works(command);

	if (!here)
		printf("%s is not installed: test skipped\n", tool);
	free(command);
	return here;
}

void sign_dated(const char *csr, const char *ca, const char *from, const char *until,
		const char *ext, const char *out)
{
	char *command = ik_format(
		"printf "
		"'[ca]\\ndefault_ca=c\\n[c]\\ndatabase=db\\nrand_serial=yes\\nnew_certs_dir=."
		"\\ndefault_md=sha256\\n"
		"unique_subject=no\\npolicy=p\\n[p]\\nCN=optional\\nO=optional\\n' > cnf; : > db;"
		" openssl ca -config cnf -batch -notext -preserveDN -in %s -cert %s.crt -keyfile "
		"%s.key -startdate %s000000Z"
		" -enddate %s000000Z -extfile %s -out %s",
		csr, ca, ca, from, until, ext, out);

	must(command);
	free(command);
}
