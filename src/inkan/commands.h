/* SPDX-License-Identifier: GPL-3.0-or-later */
/* commands.h: what the commands' files give each other.  For this room only. */
#ifndef IK_INKAN_COMMANDS_H
#define IK_INKAN_COMMANDS_H

#include <stdbool.h>

#include "base/secret.h"
#include "inkan/cli.h"
#include "inkan/options.h"
#include "ops/status/service.h"
#include "ops/status/show.h"
#include "wizard/wizard.h"

struct ik_waiting;

/* The commands: each returns the exit status. */
int ik_command_create(const struct ik_line *line);
int ik_command_renew(const struct ik_line *line);
int ik_command_backup(const struct ik_line *line);
int ik_command_restore(const struct ik_line *line);
int ik_command_import(const struct ik_line *line);
int ik_command_rollback(const struct ik_line *line);
int ik_command_request(const struct ik_line *line);
int ik_command_requests(const struct ik_line *line);
int ik_command_show(const struct ik_line *line);
int ik_command_compare(const struct ik_line *line);
int ik_command_list(const struct ik_line *line);
int ik_command_sheet(const struct ik_line *line);
int ik_command_export(const struct ik_line *line);
int ik_command_check(const struct ik_line *line);
int ik_command_agents(const struct ik_line *line);
int ik_command_prune(const struct ik_line *line);
int ik_command_log(const struct ik_line *line);
int ik_command_sign(const struct ik_line *line);
int ik_command_hooks(const struct ik_line *line);
int ik_command_publish(const struct ik_line *line);
int ik_command_answers(const struct ik_line *line); /* inkan --answers FILE */

/* The store that LINE, or INKAN_STORE, names; NULL: the default one. */
const char *ik_cli_store(const struct ik_line *line);
/* The same, the default one included; caller frees; NULL with ERR. */
char *ik_cli_store_path(const struct ik_line *line, struct ik_error *err);

/* Prints ERR, with which nothing was changed; as JSON, too, if LINE asks for that.  Returns the
 * exit status. */
int ik_cli_fail(const struct ik_line *line, const struct ik_error *err);

/* WAITING as a line and one below it, on standard output. */
void ik_cli_print_request(const struct ik_waiting *waiting);

/* The number of a generation; IK_E_STORE_NO_GENERATION where TEXT is none. */
bool ik_cli_generation(const char *text, unsigned *number, struct ik_error *err);

/* ARGUMENT of a command line as UTF-8, in which answers are; caller frees; NULL with
 * IK_E_TEXT_BYTES. */
char *ik_cli_text(const char *argument, struct ik_error *err);

/* The password that LINE names by file or descriptor; *OUT NULL if it names none.  Caller frees. */
bool ik_cli_password(const struct ik_line *line, ik_secret **out, struct ik_error *err);

/* The same for the file that is imported. */
bool ik_cli_file_password(const struct ik_line *line, ik_secret **out, struct ik_error *err);

/* The password of a backup that is to be opened: as LINE says, else asked once on the terminal. */
bool ik_cli_opening_password(const struct ik_line *line, ik_secret **out, struct ik_error *err);

/* Fills SHOWN with what ARGUMENT means: a generation of STORE, or a file, which *FILE then is;
 * NULL: the one in use.  Of a file without a certificate that can be read, what it is is printed,
 * unless QUIETLY. */
bool ik_cli_look(const char *store, const char *argument, bool quietly, struct ik_shown *shown,
		 const char **file, struct ik_error *err);

/* The fingerprint of FACTS as pictures on standard output. */
void ik_cli_print_pictures(const struct ik_line *line, const struct ik_facts *facts);

/* Adds the service at TEXT, as --starttls and --sni of LINE say. */
bool ik_cli_add_service(const struct ik_line *line, const char *text, struct ik_services *services,
			struct ik_error *err);

/* Prints ERR, which came of asking the one of SERVICES, and what helps.  Returns the exit status.
 */
int ik_cli_fail_service(const struct ik_line *line, const char *store, const struct ik_error *err,
			const struct ik_services *services, const struct ik_seen *seen);

struct ik_agents;

/* The list of AGENTS for programs, on standard output. */
void ik_cli_agents_json(const struct ik_agents *agents, bool all);

/* inkan show --connect. */
int ik_cli_show_service(const struct ik_line *line, const char *store);

/* --- conversations that ask nothing ----------------------------------------------------------- */

/* Starts WIZARD on the store of LINE, with its --save-answers and its password, if it names one. */
bool ik_cli_wizard_start(const struct ik_line *line, struct ik_wizard *wizard,
			 struct ik_error *err);

/* Takes the password of the file that is imported into the answers, if LINE names one. */
bool ik_cli_take_file_password(const struct ik_line *line, struct ik_wizard *wizard,
			       struct ik_error *err);

/* Where a backup is restored, the password that was brought is the one that opens it. */
bool ik_cli_password_opens(struct ik_wizard *wizard, struct ik_error *err);

/* Gives the answer ARGUMENT, as from an option.  NULL: none was given, that is fine. */
bool ik_cli_give(struct ik_wizard *wizard, enum ik_field_id id, const char *argument,
		 struct ik_error *err);

/* The same for a file that exists: bytes of its name that are no text are kept, unless the answers
 * are to be saved. */
bool ik_cli_give_file(struct ik_wizard *wizard, enum ik_field_id id, const char *argument,
		      struct ik_error *err);

/* Gives the answers of --name and the others that say for whom a certificate is. */
bool ik_cli_give_identity(const struct ik_line *line, struct ik_wizard *wizard,
			  struct ik_error *err);

/* How many days what is signed for agents is to be valid, as LINE says; USUAL where it does not.
 * IK_E_PUBLISH_VALID. */
bool ik_cli_valid_days(const struct ik_line *line, unsigned usual, unsigned *days,
		       struct ik_error *err);

/* The group that LINE gives the key to: "" for none, NULL where it does not say. */
const char *ik_cli_key_group(const struct ik_line *line);

/* Reads the answers in SIZE bytes of TEXT into WIZARD, with everything refused that is not asked.
 */
bool ik_answers_take(struct ik_wizard *wizard, const void *text, size_t size, struct ik_error *err);

/* Runs WIZARD on FRONTEND; if it failed for want of a choice, says what there is to choose from.
 * Returns the exit status. */
int ik_cli_run(const struct ik_line *line, struct ik_wizard *wizard,
	       const struct ik_frontend *frontend);

/* A command that takes the wizard's way: ANSWER gives what LINE says as answers.  Returns the exit
 * status. */
int ik_cli_converse(const struct ik_line *line,
		    bool (*answer)(const struct ik_line *line, struct ik_wizard *wizard,
				   struct ik_error *err));

#endif
