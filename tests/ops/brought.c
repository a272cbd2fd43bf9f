/* SPDX-License-Identifier: GPL-3.0-or-later */
/* brought.c: what an operator may bring, and bringing it. */
#include "config.h"

#include "brought.h"

#include <check.h>
#include <stdlib.h>
#include <time.h>

#include "base/alloc.h"
#include "made.h"

char *brought_directory, *brought_store;

void brought_shell(const char *command)
{
	char *line = ik_format("cd '%s' && { %s; } >said 2>&1", brought_directory, command);
	int status = system(line);

	ck_assert_msg(status == 0, "%s", command);
	free(line);
}

void brought_begin(void)
{
	brought_directory = made_directory();
	brought_store = ik_format("%s/store", brought_directory);
	made_create(brought_directory, NULL);
	brought_shell("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "
		      "-keyout ca.key -out ca.pem "
		      "-subj /CN=Authority -days 900 && "
		      "openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "
		      "a.key -out a.csr "
		      "-subj /CN=a.example.jp && "
		      "openssl x509 -req -in a.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out "
		      "a.pem -days 300 && "
		      "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-384 -nodes "
		      "-keyout b.key -out b.pem "
		      "-subj /CN=b.example.jp -days 300 && "
		      "openssl pkcs12 -export -inkey a.key -in a.pem -certfile ca.pem -out a.p12 "
		      "-passout 'pass:" FILE_PASSWORD "' && "
		      "openssl pkcs12 -export -nomac -inkey a.key -in a.pem -out nomac.p12 "
		      "-passout 'pass:" FILE_PASSWORD "'");
}

void brought_end(void)
{
	free(brought_store);
	made_remove(brought_directory);
}

char *brought_in(const char *name)
{
	return ik_format("%s/%s", brought_directory, name);
}

enum ik_error_id brought_look(const char *name, struct ik_import_look *look)
{
	struct ik_error err = {0};
	char *path = brought_in(name);

	ck_assert_int_eq(ik_import_look(path, look, &err), err.id == IK_E_NONE);
	free(path);
	return err.id;
}

enum ik_error_id brought_open_files(const char *name, const char *key_name, const char *password,
				    const char *inner, struct ik_import **import)
{
	struct ik_error err = {0};
	char *file = brought_in(name), *key_file = key_name ? brought_in(key_name) : NULL;
	ik_secret *secret = password ? made_secret(password) : NULL,
		  *second = inner ? made_secret(inner) : NULL;
	/* Openssl dates what it makes by the true clock. */
	struct ik_import_source source = {.file = file,
					  .key_file = key_file,
					  .password = secret,
					  .inner_password = second,
					  .now = time(NULL)};

	ck_assert_int_eq(ik_import_open(&source, brought_store, NULL, import, &err),
			 err.id == IK_E_NONE);
	ck_assert_int_eq(*import == NULL, err.id != IK_E_NONE);
	ik_secret_free(second);
	ik_secret_free(secret);
	free(key_file);
	free(file);
	return err.id;
}

enum ik_error_id brought_refused(const char *name, const char *key_name, const char *password)
{
	struct ik_import *import;
	enum ik_error_id id = brought_open_files(name, key_name, password, NULL, &import);

	ik_import_free(import);
	return id;
}

struct ik_import *brought_opened(const char *name, const char *key_name, const char *password)
{
	struct ik_import *import;
	enum ik_error_id id = brought_open_files(name, key_name, password, NULL, &import);

	ck_assert_msg(id == IK_E_NONE, "%s: INK-%u", name, ik_error_number(id));
	return import;
}

struct ik_import_plan *brought_plan_for(const struct ik_import *import,
					const struct ik_import_wish *wish)
{
	/* Openssl dates what it makes by the true clock, which is far from that of the tests. */
	struct ik_import_wish accepting = *wish;
	struct ik_import_plan *plan = NULL;
	struct ik_error err = {0};

	accepting.accept_expired = true;
	ck_assert_msg(ik_import_plan(import, &accepting, brought_store, MADE_AT + 60, &plan, &err),
		      "INK-%u %s", ik_error_number(err.id), err.detail);
	return plan;
}

enum ik_error_id brought_plan_fails(const struct ik_import *import,
				    const struct ik_import_wish *wish)
{
	struct ik_import_plan *plan = NULL;
	struct ik_error err = {0};

	ck_assert(!ik_import_plan(import, wish, brought_store, MADE_AT + 60, &plan, &err));
	ck_assert_ptr_null(plan);
	return err.id;
}

void brought_perform(const struct ik_import_plan *plan, struct ik_outcome *outcome)
{
	struct ik_error err = {0};

	ck_assert_msg(ik_import_perform(plan, NULL, outcome, &err), "INK-%u %s",
		      ik_error_number(err.id), err.detail);
	ck_assert_int_eq(outcome->late.id, IK_E_NONE);
	ck_assert(outcome->switched);
}

void brought_load(unsigned number, struct ik_generation *generation)
{
	ik_store *opened_store = ik_store_open(brought_store, NULL);

	ck_assert(ik_generation_load(opened_store, number, IK_KEY_LOAD, generation, NULL));
	ck_assert(generation->key_read);
	ik_store_close(opened_store);
}

void brought_import_all(const char *name, struct ik_outcome *outcome)
{
	struct ik_import *import = brought_opened(name, NULL, NULL);
	struct ik_import_wish wish = {0};
	struct ik_import_plan *plan = brought_plan_for(import, &wish);

	brought_perform(plan, outcome);
	ik_import_plan_free(plan);
	ik_import_free(import);
}
