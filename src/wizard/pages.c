/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pages.c: the whole conversation as one table, readable from top to bottom. */
#include "base/alloc.h"
#include "wizard/field_key_group.h"
#include "wizard/page.h"
#include "wizard/parts.h"

static const struct ik_choice actions[] = {
	{
		.id = "generate",
		.label = N_("Generate a new certificate"),
		.hint = N_("Same names as now, new key and dates."),
		.shown = ik_start_keeps_all,
	},
	{
		.id = "generate",
		.label = N_("Generate a new certificate"),
		.hint = N_("New key and dates. The review says what is lost."),
		.shown = ik_start_loses,
	},
	{
		.id = "generate",
		.label = N_("Generate a new certificate"),
		.hint = N_("The first key and certificate of this server."),
		.shown = ik_start_has_none,
	},
	{
		.id = "request",
		.label = N_("Have it signed by an authority"),
		.shown = ik_start_may_change,
	},
	{
		.id = "import",
		.label = N_("Import an existing certificate"),
		.hint = N_("From Windows, another tool or an authority."),
		.shown = ik_start_may_change,
	},
	{
		.id = "restore",
		.label = N_("Restore from a backup"),
		.shown = ik_start_may_change,
	},
	{
		.id = "backup",
		.label = N_("Back up now"),
		.shown = ik_start_is_readable,
	},
	{
		.id = "rollback",
		.label = N_("Go back to an earlier one"),
		.shown = ik_start_can_roll_back,
	},
	{
		.id = "verify",
		.label = N_("Look at the certificates"),
		.shown = ik_start_is_readable,
	},
};

static const struct ik_field start_fields[] = {
	{
		.id = IK_F_ACTION,
		.kind = IK_FIELD_RADIO,
		.label = N_("Action"),
		.help = N_("Arrows or a digit choose. Nothing changes yet."),
		.explain = N_("Generate makes a new key and a new certificate that take the place of those in use. The names are "
			      "taken over from the certificate in use, so that none is lost.\n"
			      "An authority signs a request: its key waits here, and importing the certificate that comes back "
			      "completes it.\n"
			      "Import takes a key and certificate that were made elsewhere, from whatever file they came in.\n"
			      "Restore brings back what a backup of inkan holds, on a new server or into this one.\n"
			      "Going back uses an earlier generation again whose key is still here.\n"
			      "Back up saves all generations of keys and certificates into one file that only your password "
			      "opens, and opens it again to prove it.\n"
			      "Nothing is changed before you accept the review page. Leaving earlier leaves no trace."),
		.needed = true,
		.fill = ik_start_fill_action,
		.check = ik_start_check_action,
		.choices = actions,
		.n_choices = IK_COUNT(actions),
	},
};

static const struct ik_field identity_fields[] = {
	{
		.id = IK_F_NAME,
		.kind = IK_FIELD_TEXT,
		.label = N_("Server name"),
		.help = N_("The name clients connect to. Japanese domains are fine."),
		.explain = N_("The full name by which agents and browsers reach this server, such as srv01.example.jp. A "
			      "certificate is only accepted for the names that stand in it.\n"
			      "A Japanese domain name is written into the certificate in its internet form; you see that form "
			      "before anything is made.\n"
			      "An address such as 192.0.2.7 belongs to the other names."),
		.fill = ik_identity_fill_name,
		.check = ik_identity_check_name,
		.remark = ik_identity_remark_name,
	},
	{
		.id = IK_F_ALT_NAMES,
		.kind = IK_FIELD_TEXT,
		.label = N_("Other names"),
		.help = N_("Other names and addresses, with a comma (,) in between."),
		.explain = N_("Every other name and IP address under which this server is reached: the short name, an alias, "
			      "an address that agents were given. *.example.jp stands for all names one level below "
			      "example.jp.\n"
			      "They are filled in from the certificate in use. A name taken away here stops working for those "
			      "who still use it; the review page says which ones differ."),
		.fill = ik_identity_fill_alt_names,
		.check = ik_identity_check_alt_names,
		.remark = ik_identity_remark_alt_names,
	},
	{
		.id = IK_F_ORGANIZATION,
		.kind = IK_FIELD_TEXT,
		.label = N_("Organization (optional)"),
		.help = N_("The organization in the certificate. It may stay empty."),
		.explain = N_("The name of your company or department, as people should read it in the certificate. It has no "
			      "effect on who accepts the certificate. At most 64 characters."),
		.fill = ik_identity_fill_organization,
		.check = ik_identity_check_organization,
	},
	{
		.id = IK_F_DAYS,
		.kind = IK_FIELD_NUMBER,
		.label = N_("Valid for"),
		.help = N_("1 to 36500 days. The start is put 24 hours back."),
		.explain = N_("How long the certificate is valid, counted from now. 730 days are two years. Clients from Apple "
			      "refuse certificates that are valid for more than 825 days.\n"
			      "The start is put 24 hours back, so that computers whose clock is slow accept it at once."),
		.shown = ik_when_generating,
		.fill = ik_identity_fill_days,
		.check = ik_identity_check_days,
		.remark = ik_identity_remark_days,
		.suffix = ik_identity_suffix_days,
	},
	{
		.id = IK_F_KEY_TYPE,
		.kind = IK_FIELD_PICK,
		.label = N_("Key"),
		.help = N_("Leave it as it is unless you were told otherwise."),
		.explain = N_("ECDSA P-256 is strong, fast and understood by everything of today. RSA is for old clients that "
			      "know nothing else; making an RSA key takes some seconds."),
		.fill = ik_identity_fill_key_type,
		.check = ik_identity_check_key_type,
		.remark = ik_identity_remark_key_type,
		.list = ik_identity_list_key_types,
	},
	IK_FIELD_KEY_GROUP(NULL),
	{
		.id = IK_F_REQUEST_FILE,
		.kind = IK_FIELD_PATH,
		.label = N_("Request file"),
		.help = N_("Where the request goes that the authority is given."),
		.explain = N_("The request is a small text file (PKCS #10, PEM). It holds the names and the public half of the key, "
			      "nothing secret, so it may be sent by mail.\n"
			      "The key itself stays on this server and waits for its certificate."),
		.shown = ik_when_requesting,
		.fill = ik_identity_fill_request_file,
		.check = ik_identity_check_request_file,
		.makes = true,
	},
};

static const struct ik_button identity_buttons[] = {
	{.does = IK_BUTTON_BROWSE, .label = N_("Browse ^O"), .shown = ik_when_requesting},
};

static const struct ik_choice no_yes[] = {
	{.id = "no", .label = N_("No")},
	{.id = "yes", .label = N_("Yes")},
};

static const struct ik_field source_fields[] = {
	{
		.id = IK_F_FILE,
		.kind = IK_FIELD_PATH,
		.label = N_("File"),
		.help = N_("The path of the file. Tab completes it, ^O looks for it."),
		.explain = N_("The file is recognised by what is in it, never by its name: PKCS #12 (.pfx, .p12, and "
			      "OfficeScanAuth.dat, which is one), PEM, DER, PKCS #8, PKCS #7 (.p7b), or a ZIP that holds those.\n"
			      "What it is stands under its name at once; F3 tells more. Nothing in it is believed before its "
			      "protection was checked, and nothing is changed before you accept the review.\n"
			      "A certificate that an authority made from your request belongs here too: its key waits already.\n"
			      "To restore, name a backup that inkan made, on this server or another."),
		.needed = true,
		.shown = ik_source_has_file,
		.check = ik_source_check_file,
		.remark = ik_source_remark_file,
	},
	{
		.id = IK_F_KEY_FILE,
		.kind = IK_FIELD_PATH,
		.label = N_("Key file"),
		.help = N_("The file with the private key of this certificate."),
		.explain = N_("The file holds a certificate without its key, and no request waits here that it would complete. Name "
			      "the file in which the key is."),
		.shown = ik_source_has_key_file,
		.fill = ik_source_fill_nothing,
		.check = ik_source_check_key_file,
		.remark = ik_source_remark_key_file,
	},
	{
		.id = IK_F_FILE_PASSWORD,
		.kind = IK_FIELD_PASSWORD,
		.label = N_("Its password"),
		.help = N_("The password that was set when the file was made."),
		.explain = N_("Who made the file chose this password. It only opens the file; the backup that inkan makes gets a "
			      "password of its own.\n"
			      "Some tools set none: then leave it empty."),
		.shown = ik_source_has_password,
		.fill = ik_source_fill_nothing,
		.check = ik_source_check_password,
	},
	{
		.id = IK_F_INNER_PASSWORD,
		.kind = IK_FIELD_PASSWORD,
		.label = N_("Password of what is inside"),
		.help = N_("The ZIP is open; the file in it has another password."),
		.explain = N_("The password opened the ZIP, but what is in the ZIP is protected once more, by another password."),
		.shown = ik_source_has_inner_password,
		.fill = ik_source_fill_nothing,
		.check = ik_source_check_inner_password,
	},
	{
		.id = IK_F_KEY_CHOICE,
		.kind = IK_FIELD_RADIO,
		.label = N_("Which key"),
		.help = N_("The file has several keys. Choose the one to be used."),
		.explain = N_("The file holds several keys with a certificate each. One of them is taken; the others stay in the "
			      "file."),
		.shown = ik_source_has_several_keys,
		.fill = ik_source_fill_nothing,
		.check = ik_source_check_choice,
		.list = ik_source_list_keys,
	},
	{
		.id = IK_F_ACCEPT_UNPROTECTED,
		.kind = IK_FIELD_PICK,
		.label = N_("Take it all the same"),
		.help = N_("Yes only if you know that nobody could change the file."),
		.explain = N_("A PKCS #12 file normally carries a seal that shows any change. This one has none, so whoever had it "
			      "in his hands could have put another key or certificate into it."),
		.shown = ik_source_is_unprotected,
		.fill = ik_source_fill_no,
		.check = ik_source_check_unprotected,
		.choices = no_yes,
		.n_choices = IK_COUNT(no_yes),
	},
	IK_FIELD_KEY_GROUP(ik_when_importing),
	{
		.id = IK_F_USE,
		.kind = IK_FIELD_RADIO,
		.label = N_("In use afterwards"),
		.help = N_("Which generation is in use when the backup is restored."),
		.explain = N_("All generations of the backup that are missing here come back. One of them can be put in use by the "
			      "same step; what is in use now is kept as a generation, and can be put in use again.\n"
			      "Only generations whose key is in the backup can be used."),
		.shown = ik_restore_has_use,
		.fill = ik_restore_fill_use,
		.check = ik_restore_check_use,
		.list = ik_restore_list_uses,
	},
	{
		.id = IK_F_NOT_EXPORTABLE,
		.kind = IK_FIELD_PICK,
		.label = N_("Keep keys on this server"),
		.help = N_("Yes: later backups and exports leave these keys out."),
		.explain = N_("With Yes, the keys that come back are marked as not exportable: inkan leaves them out of every later "
			      "backup and export.\n"
			      "That binds inkan alone. Whoever may read the key files of this server, and its administrator, can "
			      "still copy them."),
		.shown = ik_when_restoring,
		.fill = ik_source_fill_no,
		.choices = no_yes,
		.n_choices = IK_COUNT(no_yes),
	},
};

static const struct ik_button source_buttons[] = {
	{.does = IK_BUTTON_REVEAL, .label = N_("Show ^R"), .label_on = N_("Hide ^R"), .shown = ik_source_has_password},
	{.does = IK_BUTTON_BROWSE, .label = N_("Browse ^O"), .shown = ik_source_has_file},
};

static const struct ik_field generation_fields[] = {
	{
		.id = IK_F_GENERATION,
		.kind = IK_FIELD_RADIO,
		.label = N_("Generation"),
		.help = N_("Arrows or a digit choose. Nothing changes yet."),
		.explain = N_("Only generations whose key is still here can be used again. The one chosen becomes a new generation; "
			      "nothing is lost, and this step can be undone in the same way.\n"
			      "A certificate that has expired does not come back to life."),
		.fill = ik_source_fill_generation,
		.check = ik_source_check_generation,
		.remark = ik_source_remark_generation,
		.list = ik_source_list_generations,
	},
};

static const struct ik_field password_fields[] = {
	{
		.id = IK_F_BACKUP_PASSWORD,
		.kind = IK_FIELD_PASSWORD,
		.label = N_("Backup password"),
		.help = N_("At least 12 characters. It is needed only to restore."),
		.explain = N_("It protects the keys in the backup file. Daily work never asks for it, but without it nobody can "
			      "restore, not even we. Write it down and keep it away from this server.\n"
			      "12 to 128 characters. Length counts more than odd signs: four or five words that do not "
			      "belong together are good.\n"
			      "Turn the input method off while you type: composing shows the password on the screen.\n"
			      "A new password does not change what protects the backups made before."),
		.needed = true,
		.check = ik_password_check,
		.remark = ik_password_remark,
	},
	{
		.id = IK_F_BACKUP_PASSWORD_AGAIN,
		.kind = IK_FIELD_PASSWORD,
		.label = N_("Once more"),
		.help = N_("Type the same password again, as a check."),
		.explain = N_("Typing it twice makes sure that the password is what you meant: a slip of the finger would make "
			      "the backup useless."),
		.needed = true,
		.shown = ik_password_was_typed,
		.check = ik_password_check_again,
		.remark = ik_password_remark_again,
	},
	{
		.id = IK_F_BACKUP_PASSWORD_NOTED,
		.kind = IK_FIELD_PASSWORD,
		.label = N_("Its first 4 and last 4"),
		.help = N_("From your note, one after the other: 8 characters."),
		.explain = N_("The password that was made for you is shown on the page behind this help; if it is hidden, ^R shows it there. "
			      "Write it down first. Then type its first 4 and its last 4 characters from your note, to prove that "
			      "the note is right.\n"
			      "Hyphens and blanks do not matter here. Small letters do: the password has no capitals."),
		.needed = true,
		.shown = ik_password_was_made,
		.check = ik_password_check_noted,
		.remark = ik_password_remark_again,
	},
};

static const struct ik_button password_buttons[] = {
	{.does = IK_BUTTON_REVEAL, .label = N_("Show ^R"), .label_on = N_("Hide ^R")},
	{.does = IK_BUTTON_MAKE, .label = N_("Make one for me")},
};

static const struct ik_button backup_buttons[] = {
	{.does = IK_BUTTON_BROWSE, .label = N_("Browse ^O")},
};

static const struct ik_field backup_fields[] = {
	{
		.id = IK_F_BACKUP_FILE,
		.kind = IK_FIELD_PATH,
		.label = N_("Backup file"),
		.help = N_("Tab completes a path. Copy the file elsewhere later."),
		.explain = N_("The backup is a ZIP file. The keys in it are sealed with your password, and README.txt inside tells "
			      "how to open it without this program.\n"
			      "A backup on the disk of this server is lost together with it: copy the file to another machine or "
			      "medium, or give the path of one here. Nothing is ever overwritten."),
		.fill = ik_backup_fill_file,
		.check = ik_backup_check_file,
		.remark = ik_backup_remark_file,
		.makes = true,
	},
};

static const struct ik_page pages[] = {
	{
		.id = "start",
		.kind = IK_PAGE_FORM,
		.rail = N_("Start"),
		.title = ik_start_title,
		.fields = start_fields,
		.n_fields = IK_COUNT(start_fields),
		.rows = ik_start_rows,
	},
	{
		.id = "identity",
		.kind = IK_PAGE_FORM,
		.rail = N_("Identity"),
		.title = ik_identity_title,
		.shown = ik_when_named,
		.fields = identity_fields,
		.n_fields = IK_COUNT(identity_fields),
		.buttons = identity_buttons,
		.n_buttons = IK_COUNT(identity_buttons),
	},
	{
		.id = "source",
		.kind = IK_PAGE_FORM,
		.rail = N_("File"),
		.title = ik_source_title,
		.shown = ik_source_has_file,
		.fields = source_fields,
		.n_fields = IK_COUNT(source_fields),
		.buttons = source_buttons,
		.n_buttons = IK_COUNT(source_buttons),
		.has_details = true,
		.rows = ik_source_rows,
	},
	{
		.id = "generation",
		.kind = IK_PAGE_FORM,
		.rail = N_("Generation"),
		.title = ik_generation_title,
		.shown = ik_source_has_generation,
		.fields = generation_fields,
		.n_fields = IK_COUNT(generation_fields),
	},
	{
		.id = "password",
		.kind = IK_PAGE_FORM,
		.rail = N_("Password"),
		.title = ik_password_title,
		.shown = ik_when_saving,
		.fields = password_fields,
		.n_fields = IK_COUNT(password_fields),
		.buttons = password_buttons,
		.n_buttons = IK_COUNT(password_buttons),
		.rows = ik_password_rows,
	},
	{
		.id = "backup",
		.kind = IK_PAGE_FORM,
		.rail = N_("Backup"),
		.title = ik_backup_title,
		.shown = ik_when_saving,
		.fields = backup_fields,
		.n_fields = IK_COUNT(backup_fields),
		.buttons = backup_buttons,
		.n_buttons = IK_COUNT(backup_buttons),
		.rows = ik_backup_rows,
	},
	{
		.id = "review",
		.kind = IK_PAGE_REVIEW,
		.rail = N_("Review"),
		.title = ik_review_title,
		.help = N_("Tab to the button [Accept], then press Enter."),
		.explain = N_("This is everything that will be done, in this order. Nothing has been done yet.\n"
			      "Nothing is overwritten: the new key and certificate are a new generation, and one switch puts it in "
			      "use after the backup was opened again. If the power or the line fails meanwhile, either the old or "
			      "the new one is in use, whole.\n"
			      "Back leads to the questions again; your answers are kept."),
		.shown = ik_when_changing,
		.rows = ik_review_rows,
	},
	{
		.id = "progress",
		.kind = IK_PAGE_PROGRESS,
		.rail = N_("Progress"),
		.title = ik_progress_title,
		.help = N_("Until the switch you can still cancel."),
		.explain = N_("Cancel works until the switch. What was made until then is removed again, and the certificate in use "
			      "stays in use."),
		.shown = ik_when_changing,
	},
	{
		.id = "proof",
		.kind = IK_PAGE_PROOF,
		.rail = N_("Proof"),
		.title = ik_proof_title,
		.help = N_("Keep a copy of the backup away from this server."),
		.help_now = ik_proof_help,
		.explain = N_("Everything here was read back from disk after the work, not remembered. Compare the serial number with "
			      "what a client shows, to see that the client got the new certificate.\n"
			      "When you leave, the same is printed as plain lines, for your records."),
		.has_details = true,
		.rows = ik_proof_rows,
	},
};

size_t ik_page_count(void)
{
	return IK_COUNT(pages);
}

const struct ik_page *ik_page_at(size_t i)
{
	return i < IK_COUNT(pages) ? &pages[i] : NULL;
}
