/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fields.h: every field of the pages by name, from one list: answers are found by it, and a
 * misspelt one does not compile. */
#ifndef IK_WIZARD_FIELDS_H
#define IK_WIZARD_FIELDS_H

/* id, name in an answer file and in the manual page */
/* clang-format off */
#define IK_FIELDS(X) \
	X(ACTION,                "action") \
	X(NAME,                  "name") \
	X(ALT_NAMES,             "alt_names") \
	X(ORGANIZATION,          "organization") \
	X(DAYS,                  "days") \
	X(KEY_TYPE,              "key_type") \
	X(KEY_GROUP,             "key_group") \
	X(REQUEST_FILE,          "request_file") \
	X(FILE,                  "file") \
	X(KEY_FILE,              "key_file") \
	X(FILE_PASSWORD,         "file_password") \
	X(INNER_PASSWORD,        "inner_password") \
	X(KEY_CHOICE,            "key_choice") \
	X(ACCEPT_UNPROTECTED,    "accept_unprotected") \
	X(ACCEPT_EXPIRED,        "accept_expired") \
	X(USE,                   "use") \
	X(NOT_EXPORTABLE,        "not_exportable") \
	X(GENERATION,            "generation") \
	X(BACKUP_PASSWORD,       "backup_password") \
	X(BACKUP_PASSWORD_AGAIN, "backup_password_again") \
	X(BACKUP_PASSWORD_NOTED, "backup_password_noted") \
	X(BACKUP_FILE,           "backup_file") \
	X(CAUSE,                 "cause") \
	X(CSV_FILE,              "csv_file")
/* clang-format on */

#define X(id, name) IK_F_##id,
enum ik_field_id {
	IK_FIELDS(X) IK_F_COUNT,

	/* Secrets that no field asks for, kept beside the answers: the password that was made, and
	   the one last judged. */
	IK_F_MADE = IK_F_COUNT,
	IK_F_JUDGED,
	IK_F_KEPT
};
#undef X

/* The name of a field, ID < IK_F_COUNT. */
const char *ik_field_name(enum ik_field_id id);

#endif
