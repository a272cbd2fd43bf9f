/* SPDX-License-Identifier: GPL-3.0-or-later */
/* recognise.c: what a file is, in a sentence under its name, and more of it for who asks. */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/key_type.h"
#include "ops/backup/backup_look.h"
#include "rows/words.h"
#include "wizard/recognise.h"
#include "wizard/source.h"

static char *count_keys(unsigned n)
{
	return n ? ik_format(ngettext("%u key", "%u keys", n), n) : ik_strdup(_("no key"));
}

static char *count_certificates(unsigned n)
{
	return n ? ik_format(ngettext("%u certificate", "%u certificates", n), n)
		 : ik_strdup(_("no certificate"));
}

static char *counted(const char *format, const struct ik_content_look *look)
{
	char *keys = count_keys(look->keys);
	char *certificates = count_certificates(look->certificates);
	char *text = ik_format(format, keys, certificates);

	free(keys);
	free(certificates);
	return text;
}

static char *say_pkcs12(const struct ik_content_look *look)
{
	if (look->hidden && look->keys + look->certificates == 0)
		return ik_strdup(_("PKCS #12. What it holds is seen when it is open."));
	if (!look->hidden)
		return counted(_("PKCS #12 with %s and %s."), look);
	char *seen = look->keys > 0 ? count_keys(look->keys)
				    : count_certificates(look->certificates);
	char *text = ik_format(_("PKCS #12 with %s; the rest is encrypted."), seen);

	free(seen);
	return text;
}

static char *say_zip(const struct ik_import_look *look)
{
	if (look->is_backup)
		return ik_strdup(_("A backup made by inkan."));
	if (look->zip_encrypted)
		return ik_strdup(_("An encrypted ZIP. What it holds is seen when it is open."));
	return counted(_("A ZIP file with %s and %s."), &look->content);
}

static char *say_kind(const struct ik_import_look *look)
{
	switch (look->content.kind) {
	case IK_CONTENT_PKCS12:
		return say_pkcs12(&look->content);
	case IK_CONTENT_PEM:
		return counted(_("A PEM file with %s and %s."), &look->content);
	case IK_CONTENT_KEY_DER:
		return ik_strdup(look->content.needs_password
					 ? _("A private key, sealed with a password.")
					 : _("A private key, not encrypted."));
	case IK_CONTENT_CERTIFICATE_DER:
		return ik_strdup(_("A certificate."));
	case IK_CONTENT_PKCS7:
		return ik_format(ngettext("PKCS #7 with %u certificate.",
					  "PKCS #7 with %u certificates.",
					  look->content.certificates),
				 look->content.certificates);
	case IK_CONTENT_ZIP:
		return say_zip(look);
	case IK_CONTENT_UNKNOWN:
		break;
	}
	return ik_strdup("");
}

static char *say_all(const struct ik_import_look *look)
{
	char *kind = say_kind(look);
	const struct ik_content_look *content = &look->content;
	char *text = NULL;

	if (content->unsupported)
		text = ik_format(_("%s Not supported: %s"), kind, content->unsupported);
	else if (content->weak)
		text = ik_format(_("%s Weak protection."), kind);
	else if (content->quoted)
		text = ik_format(_("%s Taken from quoted text."), kind);
	else
		return kind;
	free(kind);
	return text;
}

/* What it says of itself: before it is open, nobody vouches for that. */
static char *say_claim(const struct ik_backup_claim *claim)
{
	char *made, *text;

	if (!claim->server)
		return ik_strdup(_("A backup made by inkan."));
	made = ik_date_full(claim->time);
	text = ik_format(_("A backup of %s, %s."), claim->server, made);
	free(made);
	return text;
}

char *ik_source_say(const struct ik_looked *looked)
{
	if (looked->error.id != IK_E_NONE)
		return NULL;
	if (looked->as_backup)
		return say_claim(&looked->claim);
	char *text = say_all(&looked->look);

	if (!looked->completes)
		return text;
	char *fits = ik_format(_("%s It fits the key that waits here."), text);

	free(text);
	return fits;
}

/* --- F3 --------------------------------------------------------------------------------------- */

static void add_look(const struct ik_import_look *look, struct ik_report *report)
{
	const struct ik_content_look *content = &look->content;
	char *passed_over = ik_list_join(&content->passed_over, ", ");

	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Size")), ik_words_bytes(look->size));
	if (content->protection)
		ik_report_pair(report, content->weak ? IK_TONE_WARNING : IK_TONE_PLAIN,
			       ik_strdup(_("Protection")), ik_strdup(content->protection));
	if (content->rounds > 0)
		ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Rounds")),
			       ik_format("%llu", (unsigned long long)content->rounds));
	if (content->unsupported)
		ik_report_pair(report, IK_TONE_WARNING, ik_strdup(_("Not supported")),
			       ik_strdup(content->unsupported));
	if (content->kind == IK_CONTENT_PKCS12 && !content->has_mac)
		ik_report_text(report, IK_TONE_WARNING,
			       ik_strdup(_("Nothing protects the file against changes.")));
	if (*passed_over)
		ik_report_pair(report, IK_TONE_QUIET, ik_strdup(_("Not taken")),
			       ik_strdup(passed_over));
	free(passed_over);
}

char *ik_recognise(const char *file, struct ik_report *report, struct ik_error *err)
{
	struct ik_import_look look;
	char *text = NULL;

	if (ik_import_look(file, &look, err)) {
		text = say_all(&look);
		add_look(&look, report);
	}
	ik_import_look_free(&look);
	return text;
}

static void add_key(const struct ik_import_key *key, struct ik_report *report)
{
	const struct ik_facts *facts = &key->facts;

	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Key")),
		       ik_strdup(ik_key_type_name(key->type)));
	if (!key->fits) {
		ik_report_pair(report, IK_TONE_QUIET, NULL, ik_strdup(_("no certificate for it")));
		return;
	}
	char *until = ik_date_day(facts->not_after);

	ik_report_pair(report, IK_TONE_PLAIN, NULL,
		       ik_format(_("%s, until %s"), facts->subject ? facts->subject : "", until));
	ik_report_pair(report, IK_TONE_PLAIN, NULL, ik_words_hex(facts->serial));
	free(until);
}

static void add_import(const struct ik_wizard *wizard, const struct ik_import_look *look,
		       struct ik_report *report)
{
	const struct ik_import *import = wizard->source->import;

	add_look(look, report);
	for (size_t i = 0; import && ik_source_is_open(wizard) && i < import->n_keys; i++)
		add_key(&import->keys[i], report);
}

static void add_claim(const struct ik_backup_claim *claim, struct ik_report *report)
{
	ik_report_pair(report, IK_TONE_PLAIN, ik_strdup(_("Size")), ik_words_bytes(claim->size));
	if (claim->server)
		ik_report_pair(
			report, IK_TONE_PLAIN, ik_strdup(_("Holds")),
			ik_format(ngettext("%u generation", "%u generations", claim->generations),
				  (unsigned)claim->generations));
	ik_report_text(report, IK_TONE_QUIET,
		       ik_strdup(_("Only its password proves what a backup says of itself.")));
}

void ik_source_details(const struct ik_wizard *wizard, struct ik_report *report)
{
	const struct ik_looked *looked = ik_source_look(wizard, IK_F_FILE);

	if (looked->error.id != IK_E_NONE)
		ik_report_text(
			report, IK_TONE_QUIET,
			ik_strdup(*looked->file
					  ? _("There is no more to tell of this file.")
					  : _("Name a file first; its details are shown here.")));
	else if (looked->as_backup)
		add_claim(&looked->claim, report);
	else
		add_import(wizard, &looked->look, report);
}
