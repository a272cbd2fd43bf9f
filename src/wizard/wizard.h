/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wizard.h: one conversation, from how things stand to the proof. */
#ifndef IK_WIZARD_WIZARD_H
#define IK_WIZARD_WIZARD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "ops/change/backup.h"
#include "ops/change/create.h"
#include "ops/change/import.h"
#include "ops/change/outcome.h"
#include "ops/change/renew.h"
#include "ops/change/request.h"
#include "ops/change/restore.h"
#include "ops/change/rollback.h"
#include "ops/records/waiting.h"
#include "ops/rules/password.h"
#include "ops/status/agents.h"
#include "ops/status/service.h"
#include "ops/status/situation.h"
#include "wizard/answers.h"
#include "wizard/frontend.h"

struct ik_backup_look;
struct ik_choices_kept;
struct ik_source;

/* Whether F3's details are shown: wherever there is room for them, until the operator says. */
enum ik_details { IK_DETAILS_BY_ROOM, IK_DETAILS_SHOWN, IK_DETAILS_HIDDEN };

/* What was found out about the backup password. */
struct ik_verdict {
	bool known;
	bool stands;  /* it may be one; else ERROR says why not */
	bool changed; /* its normal form is another than what was typed */
	enum ik_strength strength;
	struct ik_error error;
};

/* What agents report. */
struct ik_reported {
	bool served;                  /* agents follow this server at all */
	struct ik_agents_count count; /* of so many as are read in no time; more: there are others
				       */
	struct ik_error failure;      /* why COUNT is not known; none if it is */
	struct ik_agents_count all;   /* as of the review, where COUNT had not all */
	bool all_known;
	size_t unled;      /* of a restore's plan: those that follow nothing of the backup */
	bool read;         /* they were asked for */
	ik_agents *agents; /* each of them; NULL: not read, or there is no folder to read */
	char *csv_file;    /* where their list was written; NULL: it was not */
};

struct ik_wizard {
	char *store;
	int64_t (*clock)(void);        /* seconds since 1970; tests put their own */
	struct ik_situation situation; /* as of the start, and again after a change */
	ik_answers *answers;
	const char *key_group; /* where no page asks for it: --key-group, "" for --no-key-group, or
				  NULL */
	bool no_backup;        /* --no-backup: neither password nor backup page */
	bool ascii;            /* --ascii, or the terminal: nothing is drawn that ASCII has not */
	bool same_key;         /* --same-key: a request for the key in use */
	bool dry_run;          /* --dry-run: the review is told, and nothing is done */
	bool keep_keys;        /* --keep-keys: old keys stay, however old they are */
	bool renews;           /* inkan renew: judged each time it is planned */
	struct ik_renew_wish renew;
	struct ik_renewal renewal; /* what was judged */
	bool password_brought; /* that of the backup came with the command, for making or opening
				* one
				*/
	bool password_made;    /* the password was made for the operator */
	bool made_shown;       /* and stands on its page in clear; see reveal.h */
	const struct ik_field *revealed; /* the password field that is shown in clear, or NULL */
	struct ik_verdict verdict; /* on the backup password, as long as that is the one judged */
	enum ik_details details;   /* F3 on source and on the last page */
	bool roomy;                /* the screen has room for them */
	bool on_lines;   /* pages are questions on lines: there are neither keys nor a screen */
	bool told;       /* what the last page shows was said where the end is printed */
	bool unattended; /* all is answered beforehand: the front-end that runs does not ask */
	bool opening;    /* what the source page names is being opened */
	/* what the page that is shown (again) is about, or NULL */
	const struct ik_field *attention;
	struct ik_choices_kept *choices;    /* see choices.c */
	struct ik_source *source;           /* what the source page found out: see source.h */
	struct ik_backup_look *backup_look; /* the place of the backup: see page_backup.c */
	/* requests that wait for their certificate, as of the last look */
	struct ik_waiting *waiting;
	size_t n_waiting;
	bool can_roll_back; /* a generation before the one in use still has its key */
	struct ik_rollback_choices ways_back; /* those, as of the last look */
	const char *save_answers;             /* --save-answers FILE, or NULL */
	struct ik_list more_files;            /* of an import: beside its file and its key file */
	/* The plan of the action chosen, made when the review is entered. */
	struct ik_create_plan *create;
	struct ik_request_plan *request;
	struct ik_import_plan *import;
	struct ik_restore_plan *restore;
	struct ik_rollback_plan *rollback;
	struct ik_backup_plan *backup;
	struct ik_outcome outcome;
	struct ik_followed followed; /* what services showed after that */
	struct ik_reported reported; /* as of the last look */
	/* of the last try, and why a conversation that is over came to nothing */
	struct ik_error failure;
	/* What was proven before the operator went back to the start for more, as it is printed at
	 * the end, and the exit status of it. */
	struct ik_buffer earlier;
	int earlier_status;
	bool proven;    /* there is such an earlier one, told already or not */
	bool tried;     /* what the review shows was accepted just now, and failed */
	char *sheet;    /* where the recovery sheet was written; NULL: it was not */
	bool rehearsed; /* the dry run came to its end */
	bool done; /* something was performed (or looked at) and OUTCOME is what the proof shows */
};

/* STORE NULL: the default one.  Looks at the situation.  False if no store path can be told. */
/* What the plan that there is begins with; NULL without a plan, and for a backup alone, which
 * changes nothing in use. */
const struct ik_plan *ik_wizard_head(const struct ik_wizard *wizard);

bool ik_wizard_start(struct ik_wizard *wizard, const char *store, int64_t (*clock)(void),
		     struct ik_error *err);
void ik_wizard_free(struct ik_wizard *wizard);

/* Runs the pages on FRONTEND from start to proof, closes it and prints the proof, or the error and
 * whether anything was changed, as plain lines.  Returns the exit status: 0 to 4. */
int ik_wizard_run(struct ik_wizard *wizard, const struct ik_frontend *frontend);

/* The end of a conversation, after the screen has closed: the proof of WIZARD's outcome on standard
 * output if it is done, or what failed on standard error.  LEFT: the operator quit.  Returns the
 * exit status. */
int ik_wizard_print_end(struct ik_wizard *wizard, bool left, const struct ik_error *err);

/* The exit status that the change would have had which was only rehearsed. */
int ik_wizard_would_end(const struct ik_wizard *wizard);

/* Fills in the defaults of PAGE that nobody has answered, afresh each time it is entered: they
 * follow the action chosen. */
void ik_wizard_enter(struct ik_wizard *wizard, const struct ik_page *page);

/* What is said first when the operator is on a page again because of NOTICE: whether anything was
 * changed, if something was tried, then the notice's sentence; caller frees. */
char *ik_wizard_notice(const struct ik_wizard *wizard, const struct ik_error *notice);

/* What was opened to be imported, as long as the answers stand; NULL: nothing. */
const struct ik_import *ik_wizard_opened(const struct ik_wizard *wizard);

/* Whether TYPED may be a new password, of a backup or another file. */
bool ik_wizard_password_rule(const ik_secret *typed, struct ik_error *err);

/* What is worth knowing of the key and the validity that are planned, for who was not shown the
 * page that asked; SENTENCES is appended to. */
void ik_wizard_remarks(const struct ik_wizard *wizard, struct ik_list *sentences);

/* Whether the details are shown now; and the other way round from now on. */
bool ik_wizard_details(const struct ik_wizard *wizard);
void ik_wizard_toggle_details(struct ik_wizard *wizard);

/* "Make one for me". */
bool ik_wizard_make_password(struct ik_wizard *wizard, struct ik_error *err);

/* Writes the recovery sheet, in the language in use, beside the backup, under a name that nothing
 * has yet; once for what is in use. */
bool ik_wizard_write_sheet(struct ik_wizard *wizard, struct ik_error *err);

/* What the completion of the path field FIELD would lengthen its answer to; caller frees; NULL if
 * by nothing. */
char *ik_wizard_complete(struct ik_wizard *wizard, const struct ik_field *field);

#endif
