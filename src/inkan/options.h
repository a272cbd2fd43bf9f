/* SPDX-License-Identifier: GPL-3.0-or-later */
/* options.h: the options of inkan, as a table, and its syntax. */
#ifndef IK_INKAN_OPTIONS_H
#define IK_INKAN_OPTIONS_H

#include "base/i18n.h"
#include "command/line.h"

/* id, how it is written, its value in the help ("" : a switch), what it does */
/* clang-format off */
#define IK_OPTIONS(X) \
	X(NAME,          "--name",          "NAME", N_("The server's name. Otherwise that of the certificate in use, or this server's.")) \
	X(ALT_NAME,      "--alt-name",      "NAME", N_("Another name or address; may be repeated. The whole list is replaced.")) \
	X(ORGANIZATION,  "--organization",  "TEXT", N_("The organization in the certificate.")) \
	X(KEY_TYPE,      "--key-type",      "TYPE", N_("ecdsa-p256, ecdsa-p384, rsa-3072 or rsa-4096.")) \
	X(SAME_KEY,      "--same-key",      "",     N_("Asks for a certificate for the key in use, instead of a new one.")) \
	X(DAYS,          "--days",          "DAYS", N_("How long the certificate is valid: 1 to 36500 days, usually 730.")) \
	X(BACKUP,        "--backup",        "FILE", N_("Where the backup goes. Otherwise below the store.")) \
	X(NO_BACKUP,     "--no-backup",     "",     N_("Makes no backup. If the disk fails, the key is lost.")) \
	X(KEY_GROUP,     "--key-group",     "GROUP", N_("Lets this group read the new key. Otherwise the one that reads the key in use.")) \
	X(NO_KEY_GROUP,  "--no-key-group",  "",     N_("Lets no group read the new key, whatever was before.")) \
	X(KEEP_KEYS,     "--keep-keys",     "",     N_("Keeps old keys. Otherwise each is deleted 30 days after it went out of use.")) \
	X(VERIFY,        "--verify",        "",     N_("Opens a backup that exists and checks all of it. Nothing is written.")) \
	X(USE,           "--use",           "N",    N_("Puts this generation of the backup in use. Otherwise what is in use stays.")) \
	X(NOT_EXPORTABLE, "--not-exportable", "",   N_("Leaves the restored keys out of later backups and exports.")) \
	X(DRY_RUN,       "--dry-run",       "",     N_("Only says what would happen. Nothing is written.")) \
	X(IF_DUE,        "--if-due",        "",     N_("Only if few days are left; otherwise nothing is done. For timers and cron.")) \
	X(WITHIN,        "--within",        "DAYS", N_("Days left from which it is due: 30, or a third of its life if that is less.")) \
	X(ACCEPT_LOSS,   "--accept-loss",   "",     N_("Renews even if something is lost that a new certificate cannot say, such as OU.")) \
	X(GENERATION,    "--generation",    "GENERATION", N_("This generation, instead of the one in use.")) \
	X(FORMAT,        "--format",        "FORMAT", N_("pem (certificate and chain, the usual), der (the certificate alone) or p12 (with the key).")) \
	X(WITH_KEY,      "--with-key",      "",     N_("Also gives out the key, in a PKCS#12 file under a password.")) \
	X(COMPATIBILITY, "--compatibility", "",     N_("Protects that file by old methods (3DES, SHA-1), for old Windows and appliances.")) \
	X(REPLACE,       "--replace",       "",     N_("Lets the file replace an older one of that name.")) \
	X(WARNING,       "--warning",       "DAYS", N_("Warns when this many days are left, or fewer; usually 30.")) \
	X(CRITICAL,      "--critical",      "DAYS", N_("It is critical when this many days are left, or fewer; usually 7.")) \
	X(PROMETHEUS,    "--prometheus",    "",     N_("Writes metrics for Prometheus' textfile collector.")) \
	X(CALENDAR,      "--calendar",      "FILE", N_("Also writes a calendar (.ics) with the day of expiry to FILE; an older one is replaced.")) \
	X(CONNECT,       "--connect",       "HOST:PORT", N_("Asks the service there which certificate it shows; check: may be repeated.")) \
	X(STARTTLS,      "--starttls",      "PROTOCOL", N_("It begins in the clear, as smtp, lmtp, imap, pop3, sieve, ftp or postgres.")) \
	X(SNI,           "--sni",           "NAME", N_("The server to ask for. Otherwise HOST, or the name in the certificate in use.")) \
	X(SERVICES,      "--services",      "",     N_("Asks the services that the file services of the store lists.")) \
	X(TIMELINE,      "--timeline",      "",     N_("Draws the generations as bars over time, with today marked.")) \
	X(QR,            "--qr",            "",     N_("Also draws the fingerprint: as a QR code, and as a picture to compare by eye.")) \
	X(OUT,           "--out",           "FILE", N_("Where the request goes; a new file, for your certificate authority.")) \
	X(CANCEL,        "--cancel",        "ID",   N_("Withdraws this request: its key is deleted, after saying what is lost.")) \
	X(CSV,           "--csv",           "FILE", N_("Also writes the list to FILE, for spreadsheets; an older one is replaced.")) \
	X(ALL,           "--all",           "",     N_("Lists those that follow, too, and those that are gone.")) \
	X(EXPECT,        "--expect",        "FILE", N_("Who has to report: a name a line. Otherwise /etc/inkan/agents, if it is there.")) \
	X(REPORTS,       "--reports",       "DIR",  N_("The folder with the reports. Otherwise the one that agents of this store report to.")) \
	X(FORGET,        "--forget",        "NAME", N_("Deletes the reports of this agent, a name or an ID; may be repeated.")) \
	X(KEY_FILE,      "--key-file",      "FILE", N_("The file with the key, if it is not the one with the certificate.")) \
	X(KEY_CHOICE,    "--key-choice",    "N",    N_("Which key is taken, if several fit: 1 is the first.")) \
	X(ACCEPT_UNPROTECTED, "--accept-unprotected", "", N_("Takes a PKCS#12 file that nothing protects against changes.")) \
	X(ACCEPT_EXPIRED, "--accept-expired", "", N_("Uses a certificate that has expired, or is not valid yet.")) \
	X(FILE_PASSWORD_FILE, "--file-password-file", "FILE", N_("Takes the password of the imported file from the one line of FILE.")) \
	X(FILE_PASSWORD_FD, "--file-password-fd", "N", N_("Takes the password of the imported file from the open descriptor N.")) \
	X(FILE_PASSWORD_RAW, "--file-password-raw", "", N_("Takes the bytes of that file as they are, its last line end, too.")) \
	X(INNER_PASSWORD_FILE, "--inner-password-file", "FILE", N_("Takes the password of what is in an encrypted ZIP file, if it is another one, from FILE.")) \
	X(JSON,          "--json",          "",     N_("Writes JSON, for programs.")) \
	X(PASSWORD_FILE, "--password-file", "FILE", N_("Takes the password of the backup (export: of the new file) from the one line of FILE, which only you may read.")) \
	X(PASSWORD_FD,   "--password-fd",   "N",    N_("Takes the password of the backup (export: of the new file) from the open descriptor N.")) \
	X(KEEP,          "--keep",          "N",    N_("How many of the newest backups below the store stay: 1 or more, usually 3.")) \
	X(AGAIN,         "--again",         "",     N_("hooks: runs the commands once more; sign: signs messages of an earlier certificate anew.")) \
	X(SOURCE,        "--source",        "URL",  N_("Where agents fetch what is published: https://HOST/PATH, http://HOST/PATH, a directory, or none.")) \
	X(VALID,         "--valid",         "DAYS", N_("How long agents trust what was signed: 1 to 400 days; publish: usually 14, sign: 30.")) \
	X(REFRESH,       "--refresh",       "",     N_("Makes what agents fetch anew, as it stands. For timers and cron.")) \
	X(ANSWERS,       "--answers",       "FILE", N_("Runs the whole wizard without questions; FILE has the answers (- for standard input).")) \
	X(SAVE_ANSWERS,  "--save-answers",  "FILE", N_("Writes what was answered to FILE, without passwords.")) \
	X(STORE,         "--store",         "DIR",  N_("Where keys and certificates are kept.")) \
	X(LANG,          "--lang",          "LANG", N_("The language: %s.")) \
	X(ASCII,         "--ascii",         "",     N_("Draws the screen with plain ASCII characters only.")) \
	X(PLAIN,         "--plain",         "",     N_("Asks its questions line by line, for screen readers and serial lines.")) \
	X(QUIET,         "--quiet",         "",     N_("Leaves only errors on standard error: no remarks, no progress.")) \
	X(HELP,          "--help",          "",     N_("Shows this help.")) \
	X(VERSION,       "--version",       "",     N_("Shows the version."))
/* clang-format on */

#define X(id, name, value, help) IK_OPTION_##id,
enum ik_option { IK_OPTIONS(X) IK_OPTION_COUNT };
#undef X

/* What values may be. */
enum { IK_INKAN_KINDS = 13 };
extern const struct ik_value_kind ik_inkan_kinds[IK_INKAN_KINDS];

/* The tables of inkan. */
extern const struct ik_syntax ik_inkan_syntax;

#endif
