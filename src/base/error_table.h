/* SPDX-License-Identifier: GPL-3.0-or-later */
/* error_table.h: every error inkan can have: its name, its number, the exit status, its sentence.
 *
 * Rows stand in the order of their numbers, which are the same in every language and never reused
 * (1002, 1116 and 5106 were taken): 1xxx usage, 2xxx input, 3xxx keys and files, 4xxx store, 5xxx
 * backup, 6xxx hooks, 7xxx agents. Status: 0 no failure: there is nothing to do; 1 failed or left,
 * nothing was changed; 2 usage, answers and our own rules for values; 3 switched, but something
 * after it failed; 4 nothing was changed, since somebody has to decide. %s stands for what
 * ik_fail() was told, in order. */
#ifndef IK_BASE_ERROR_TABLE_H
#define IK_BASE_ERROR_TABLE_H

#include "base/i18n.h"

/* clang-format off */
#define IK_ERRORS(X) \
	/* 1xxx: usage */ \
	X(CANCELLED,        1001, 1, N_("Stopped on request.")) \
	X(COMMAND_UNKNOWN,  1101, 2, N_("There is no command %s. The commands are listed by: %s --help")) \
	X(OPTION_UNKNOWN,   1102, 2, N_("There is no option %s here. The options are listed by: %s help %s")) \
	X(OPTION_VALUE,     1103, 2, N_("The option %s needs a value.")) \
	X(OPTION_TWICE,     1104, 2, N_("The option %s was given twice.")) \
	X(OPTION_CONFLICT,  1105, 2, N_("%s and %s cannot be used together.")) \
	X(OPTION_NO_VALUE,  1106, 2, N_("The option %s takes no value.")) \
	X(ARGUMENT_MISSING, 1107, 2, N_("Something is missing: %s. The way to write it: %s help %s")) \
	X(ARGUMENT_EXTRA,   1108, 2, N_("%s is one argument too many. The way to write it: %s help %s")) \
	X(PASSWORD_ARGUMENT,1109, 2, N_("There is an argument too many here, and a password is never one. Use --password-file FILE or --password-fd N.")) \
	X(PASSWORD_MISSING, 1110, 2, N_("A password is needed and there is no terminal to ask on. Use --password-file FILE or --password-fd N.")) \
	X(LANGUAGE_UNKNOWN, 1111, 2, N_("There is no language %s. There are: %s")) \
	X(TERMINAL_NONE,    1112, 2, N_("There is no terminal (over SSH it takes ssh -t). Use --plain, --answers FILE, or a command: inkan --help")) \
	X(TERMINAL_POOR,    1113, 2, N_("This terminal (%s) cannot place its cursor. The questions come line by line: inkan --plain")) \
	X(TERMINAL_LOST,    1114, 1, N_("The terminal was closed.")) \
	X(OPTION_NONE,      1115, 2, N_("There is no option %s. The options are listed by: %s --help")) \
	X(OPTION_ALONE,     1117, 2, N_("The option %s is only used together with %s.")) \
	X(PRUNE_KEEP,       1118, 2, N_("Please give a number from 1 to 9999 for --keep.")) \
	X(IMPORT_PASSWORD_MISSING,1119,2,N_("The file is protected by a password and there is no terminal to ask on. Use --file-password-file FILE or --file-password-fd N.")) \
	X(ANSWERS_READ,     1120, 2, N_("The answers cannot be read: %s")) \
	X(ANSWERS_LINE,     1121, 2, N_("Line %s of the answers is not of the form: id = value")) \
	X(ANSWERS_TEXT,     1122, 2, N_("The answers are not plain UTF-8 text.")) \
	X(ANSWERS_UNKNOWN,  1123, 2, N_("Line %s of the answers: there is no question %s.")) \
	X(ANSWERS_TWICE,    1124, 2, N_("Line %s of the answers: %s was answered before.")) \
	X(ANSWERS_HIDDEN,   1125, 2, N_("Line %s of the answers: %s is not asked for this action.")) \
	X(ANSWERS_MISSING,  1126, 2, N_("The answers lack: %s")) \
	X(ANSWERS_SECRET,   1127, 2, N_("Line %s of the answers: %s is a password, and those are never in the answers. Use --password-file FILE or --password-fd N.")) \
	X(ANSWERS_SAVE,     1128, 1, N_("The answers could not be saved: %s")) \
	X(ANSWERS_CHOICE,   1129, 2, N_("%s is not one of the choices of %s.")) \
	X(PAIRS_LINE,       1130, 1, N_("Line %s is not of the form: id = value")) \
	X(PAIRS_TEXT,       1131, 1, N_("This is not plain UTF-8 text.")) \
	X(ANSWERS_PASSWORD, 1132, 2, N_("A password is needed, and --answers asks no questions. Use --password-file FILE or --password-fd N.")) \
	X(ANSWERS_PIPE,     1133, 2, N_("Nobody writes into this pipe: %s")) \
	X(TERMINAL_UNKNOWN, 1134, 2, N_("This server does not know the terminal type %s. The questions come line by line; for the screen: TERM=xterm-256color inkan")) \
	X(TERMINAL_UNTOLD,  1135, 2, N_("TERM is not set. The questions come line by line; for the screen: TERM=xterm-256color inkan")) \
	X(TERMINAL_SSH,     1136, 2, N_("ssh gives a command no terminal unless it is asked to. Use: ssh -t HOST inkan, or line by line: ssh HOST inkan --plain")) \
	X(ARGUMENT_ONE_OF,  1137, 2, N_("One of these is needed: %s. The way to write it: %s help %s")) \
	X(NO_MEMORY,        1901, 1, N_("The memory is exhausted.")) \
	X(CHILD_DIED,       1902, 1, N_("A part of the work ended unexpectedly.")) \
	X(CHILD_SLOW,       1903, 1, N_("A part of the work took too long and was stopped.")) \
	X(CHILD_LIED,       1904, 1, N_("A part of the work gave an answer that makes no sense.")) \
	X(CHILD_START,      1905, 1, N_("A part of the work could not be started.")) \
	X(LIBRARY_MISSING,  1906, 1, N_("A library could not be loaded: %s")) \
	X(OUTPUT_LOST,      1907, 1, N_("The output could not be written.")) \
	X(NO_MEMORY_LATE,   1908, 3, N_("It is done and stands, but the memory is exhausted.")) \
	X(FILES_MANY,       1909, 1, N_("This program may not open enough files (ulimit -n).")) \
	X(PROCESSES_MANY,   1910, 1, N_("This user may not start enough processes (ulimit -u).")) \
	/* 2xxx: input */ \
	X(HOST_EMPTY,       2101, 2, N_("Please give a name.")) \
	X(HOST_DOTS,        2102, 2, N_("Two dots in a row. Example: srv01.example.jp")) \
	X(HOST_LONG,        2103, 2, N_("The name is too long (at most 253 characters).")) \
	X(HOST_LABEL_LONG,  2104, 2, N_("A part between two dots is too long (at most 63).")) \
	X(HOST_SPACE,       2105, 2, N_("A server name has no spaces.")) \
	X(HOST_HYPHEN,      2106, 2, N_("A part of a name cannot begin or end with a hyphen.")) \
	X(HOST_CHARACTER,   2107, 2, N_("This character cannot be used in a name: %s")) \
	X(HOST_WILDCARD,    2108, 2, N_("Only other names may have an asterisk, as a leading *.")) \
	X(HOST_IDN,         2109, 2, N_("This name has no internet form: %s")) \
	X(HOST_ADDRESS,     2110, 2, N_("This is an address. Addresses belong to the other names.")) \
	X(HOST_DOT_END,     2111, 2, N_("A name does not begin or end with a dot.")) \
	X(HOST_NUMBER,      2112, 2, N_("The last part of a name cannot be a number.")) \
	X(HOST_LOOKALIKE,   2113, 2, N_("This only looks like a hyphen or a dot. Meant is: %s")) \
	X(ALT_BAD,          2120, 2, N_("Neither a name nor an address: %s")) \
	X(ALT_MANY,         2121, 2, N_("Too many other names (at most %s).")) \
	X(ALT_NONE,         2122, 2, N_("This is no host name, so it needs another name: %s")) \
	X(ORGANIZATION_LONG,2130, 2, N_("The organization is too long (at most 64 characters).")) \
	X(TEXT_CONTROL,     2131, 2, N_("Control characters cannot be used here.")) \
	X(TEXT_BYTES,       2132, 2, N_("This is not valid text. Check the terminal's encoding.")) \
	X(TEXT_LONG,        2133, 2, N_("This is too long.")) \
	X(TEXT_HIDDEN,      2134, 2, N_("The invisible character %s cannot be used here.")) \
	X(DAYS_RANGE,       2140, 2, N_("Please give a number from 1 to 36500.")) \
	X(DAYS_FAR,         2141, 2, N_("The end would be after the year 9999.")) \
	X(KEY_TYPE_UNKNOWN, 2150, 2, N_("There is no key type %s. There are: %s")) \
	X(KEY_GROUP_UNKNOWN,2151, 2, N_("There is no group %s on this server.")) \
	X(KEY_GROUP_DENIED, 2152, 2, N_("Only root or its members can choose the group %s.")) \
	X(PW_EMPTY,         2201, 2, N_("Please give a password.")) \
	X(PW_SHORT,         2202, 2, N_("At least 12 characters are needed.")) \
	X(PW_LONG,          2203, 2, N_("The password is too long (at most 128 characters).")) \
	X(PW_DIFFER,        2204, 2, N_("The two are not the same. Please type them again.")) \
	X(PW_BYTES,         2205, 2, N_("This is not valid text. Check the terminal's encoding.")) \
	X(PW_CONTROL,       2206, 2, N_("The password has control characters.")) \
	X(PW_NEWLINE,       2207, 2, N_("What was pasted has a line break.")) \
	X(PW_REFUSED,       2208, 2, N_("It has characters that a password cannot have.")) \
	X(PW_NOTED,         2209, 2, N_("Type the first 4 and last 4 characters of your note.")) \
	X(SECRET_LONG,      2210, 2, N_("The secret is too long.")) \
	X(PW_FILE_NONE,     2211, 2, N_("There is no password file: %s")) \
	X(PW_FILE_MODE,     2212, 2, N_("Other users can read the password file. Use: chmod 600 %s")) \
	X(PW_FILE_OWNER,    2213, 2, N_("The password file belongs to another user: %s")) \
	X(PW_FILE_KIND,     2214, 2, N_("This is not an ordinary file: %s. Give a pipe with --password-fd.")) \
	X(PW_FILE_LINES,    2215, 2, N_("A password file holds one line, and this has more: %s")) \
	X(PW_FILE_NUL,      2216, 2, N_("The password has NUL bytes: %s")) \
	X(PW_FILE_EMPTY,    2217, 2, N_("The password is empty: %s")) \
	X(PW_FILE_READ,     2218, 2, N_("The password cannot be read: %s")) \
	X(PW_FD,            2219, 2, N_("There is no open descriptor %s with a password.")) \
	X(PW_FILE_BYTES,    2220, 2, N_("The password is not valid UTF-8: %s")) \
	X(PW_FILE_LONG,     2221, 2, N_("The password is too long: %s")) \
	X(PW_NOTED_WRONG,   2222, 2, N_("Not the same. ^R shows the password: compare your note.")) \
	X(PW_NOTED_PART,    2223, 2, N_("Typed so far: %s of 8 characters. Type the rest.")) \
	X(PW_NOTED_OTHER,   2224, 2, N_("Not the same. Compare your note, or have another made.")) \
	X(PATH_EMPTY,       2301, 2, N_("Please give a file.")) \
	X(PATH_DIRECTORY,   2302, 2, N_("This is a directory. Please give a file name too: %s")) \
	X(PATH_EXISTS,      2303, 2, N_("There is such a file already. Please give another name: %s")) \
	X(PATH_NO_DIRECTORY,2304, 2, N_("There is no such directory: %s")) \
	X(PATH_DENIED,      2305, 2, N_("No permission to write here: %s")) \
	X(PATH_LONG,        2306, 2, N_("The path is too long.")) \
	X(PATH_CHARACTER,   2307, 2, N_("This character cannot be used in a path: %s")) \
	X(PATH_FULL,        2308, 1, N_("Not enough space: %s needed, %s free.")) \
	X(PATH_READ_ONLY,   2309, 2, N_("This can only be read, not written: %s")) \
	X(FILE_NONE,        2310, 1, N_("There is no such file: %s")) \
	X(FILE_READ,        2311, 1, N_("The file cannot be read: %s")) \
	X(FILE_KIND,        2312, 1, N_("This is not an ordinary file: %s")) \
	X(FILE_LARGE,       2313, 1, N_("The file is too large (at most %s): %s")) \
	X(FILE_DENIED,      2314, 1, N_("No permission to read this: %s")) \
	X(FILE_DIRECTORY,   2315, 1, N_("This is a directory, not a file: %s")) \
	X(PATH_LINK,        2316, 1, N_("This is a link that another user made, and is not followed: %s")) \
	X(FILE_CHANGED,     2317, 1, N_("The file was written to while it was read: %s")) \
	X(SERVICE_FORM,     2401, 2, N_("This is not HOST:PORT: %s. Brackets belong around an IPv6 address: [::1]:443")) \
	X(SERVICE_STARTTLS_UNKNOWN,2402,2, N_("There is no STARTTLS for %s. There is one for: %s")) \
	X(SERVICE_OPTION,   2403, 2, N_("There is nothing called %s that could be said of a service. There are: %s")) \
	X(SERVICE_MANY,     2404, 2, N_("Too many services (at most %s).")) \
	/* 3xxx: keys and certificates */ \
	X(KEY_MAKE,         3101, 1, N_("The key could not be made.")) \
	X(CERT_MAKE,        3102, 1, N_("The certificate could not be made.")) \
	X(KEY_READ,         3103, 1, N_("The key cannot be read.")) \
	X(CERT_READ,        3104, 1, N_("The certificate cannot be read.")) \
	X(KEY_APART,        3105, 1, N_("The key and the certificate do not belong together.")) \
	X(KEY_SEAL,         3106, 1, N_("The key could not be sealed with the password.")) \
	X(KEY_UNSEAL,       3107, 1, N_("The sealed key cannot be opened.")) \
	X(COST,             3108, 1, N_("The password protection asks for too many rounds (%s).")) \
	X(RANDOM,           3109, 1, N_("The system gave no random numbers.")) \
	X(LIBRARY,          3110, 1, N_("The cryptographic library failed.")) \
	X(IMPORT_FORMAT,    3201, 1, N_("This is not a known kind of file with keys or certificates, or it is damaged.")) \
	X(IMPORT_PASSWORD_NEEDED,3202,1,N_("The file is protected by a password. Please give it.")) \
	X(IMPORT_PASSWORD,  3203, 1, N_("Wrong password.")) \
	X(IMPORT_ALGORITHM, 3204, 1, N_("This cryptographic method is not supported: %s")) \
	X(IMPORT_MAC,       3205, 1, N_("The password is right, but the file was changed after it was made.")) \
	X(IMPORT_NO_MAC,    3206, 1, N_("Nothing protects the file against changes. To take it all the same: --accept-unprotected")) \
	X(IMPORT_MANY,      3207, 1, N_("The file holds more keys and certificates than inkan takes (at most %s).")) \
	X(IMPORT_KEY_BAD,   3208, 1, N_("The private key in the file is damaged.")) \
	X(IMPORT_PAIR,      3209, 1, N_("The private key and the certificate do not belong together.")) \
	X(IMPORT_NO_KEY,    3210, 1, N_("There is no private key in the file.")) \
	X(IMPORT_NO_CERTIFICATE,3211,1,N_("There is no certificate in the file.")) \
	X(IMPORT_KEY_KIND,  3212, 1, N_("A key of this kind cannot be used here: %s")) \
	X(IMPORT_LARGE,     3213, 1, N_("The file is too large for keys and certificates (at most %s).")) \
	X(IMPORT_PART,      3214, 1, N_("A part of the file is damaged: %s")) \
	X(IMPORT_KEY_BARE,  3215, 1, N_("The private key has no public half that can be read. Please give it together with its certificate.")) \
	X(REQUEST_MAKE,     3216, 1, N_("The request could not be made.")) \
	X(PKCS12_MAKE,      3217, 1, N_("The PKCS#12 file could not be made.")) \
	X(IMPORT_BACKUP,    3218, 1, N_("This is a backup of inkan. To bring back what it holds: %s")) \
	X(IMPORT_ZIP,       3219, 1, N_("The ZIP file is damaged.")) \
	X(IMPORT_ZIP_EMPTY, 3220, 1, N_("There are no keys or certificates in the ZIP file.")) \
	X(IMPORT_ZIP_LARGE, 3221, 1, N_("The ZIP file holds more than can be unpacked here (at most %s).")) \
	X(IMPORT_INNER,     3222, 1, N_("The password opens the ZIP file, but not what is in it. Please give that password too.")) \
	X(IMPORT_REQUEST,   3223, 1, N_("This certificate is for none of the requests that wait here.")) \
	X(IMPORT_CHOICE,    3224, 1, N_("There are several keys that fit a certificate (%s). Please choose one.")) \
	X(IMPORT_CHOICE_NONE,3225,2, N_("There is no key with this number: %s")) \
	X(REQUEST_DAMAGED,  3226, 1, N_("The record of a request that waits is missing or damaged: %s")) \
	X(REQUEST_LOG,      3227, 3, N_("The request is made, but the audit log could not be written.")) \
	X(REQUEST_LEFT,     3228, 3, N_("The certificate is in use, but the request that it was for could not be removed.")) \
	X(IMPORT_CHAIN,     3229, 1, N_("The certificate and its chain are too large together (at most %s).")) \
	X(IMPORT_IS_REQUEST,3230, 1, N_("This is only the request. Please bring the certificate that the authority made from it.")) \
	X(IMPORT_PUBLIC,    3231, 1, N_("This is only the public half of a key. Please bring the private key and its certificate.")) \
	X(IMPORT_KEYSTORE,  3232, 1, N_("This is a keystore that only Java opens (%s). Make a PKCS#12 file of it with: keytool -importkeystore -deststoretype PKCS12")) \
	X(IMPORT_OTHER,     3233, 1, N_("Files of this kind cannot be imported: %s")) \
	X(IMPORT_CUT,       3234, 1, N_("The file is cut short. Please copy it again, as binary.")) \
	X(IMPORT_SHUT,      3235, 1, N_("The password fits the file, but not the keys or certificates in it, which have another one.")) \
	X(IMPORT_ZIP_METHOD,3236, 1, N_("The ZIP file is packed in a way that is not supported: %s")) \
	X(IMPORT_UNSEALED,  3237, 1, N_("Nothing protects the file against changes. Choose Yes here to take it all the same.")) \
	X(IMPORT_EMPTY,     3238, 1, N_("The file is empty. Please copy it again.")) \
	X(IMPORT_KEY_WHERE, 3239, 1, N_("This file has no key. Name the file that has it.")) \
	X(IMPORT_CERT_UNREAD,3250,1, N_("A certificate in the file cannot be read: %s")) \
	X(IMPORT_EXPIRED,   3251, 1, N_("The certificate has expired (%s). To use it all the same: --accept-expired")) \
	X(IMPORT_NOT_YET,   3252, 1, N_("The certificate is not valid yet, but from %s. To use it all the same: --accept-expired")) \
	X(EXPIRED_CHOOSE,   3253, 1, N_("It has expired. Choose Yes here to use it all the same.")) \
	X(NOT_YET_CHOOSE,   3254, 1, N_("It is not valid yet. Choose Yes here to use it all the same.")) \
	X(IN_USE_ALREADY,   3255, 0, N_("This certificate is in use already. Nothing is to be changed.")) \
	X(IMPORT_CERT_KEY,  3256, 1, N_("A certificate in the file has a public key that cannot be used here: %s")) \
	X(CHECK_EXPIRED,    3301, 1, N_("The certificate has expired: %s")) \
	X(CHECK_EXPIRING,   3302, 1, N_("The certificate expires soon. Days left: %s")) \
	X(CHECK_NOT_YET,    3303, 1, N_("The certificate is not valid yet, but from: %s")) \
	X(CHECK_HOST,       3304, 1, N_("The certificate lacks the name of this server: %s")) \
	X(CHECK_NOT_EXPORTABLE,3305,1,N_("The key in use may not leave this server, so no backup holds it.")) \
	X(CHECK_CALENDAR,   3306, 1, N_("There is no certificate that a calendar could remind of.")) \
	X(EXPORT_NOT_EXPORTABLE,3307,1,N_("The key of generation %s is marked as not exportable, so inkan does not give it out. That binds inkan alone: whoever may read the key file can copy it.")) \
	X(EXPORT_FORMAT,    3308, 2, N_("There is no format %s. There are: %s")) \
	X(EXPORT_TERMINAL,  3309, 2, N_("This is not for a terminal. Please give a file, or lead the output to one.")) \
	X(SHOW_FILE,        3310, 1, N_("There is no certificate to be read in this file: %s")) \
	X(RENEW_AUTHORITY,  3311, 4, N_("An authority signed this certificate and has to sign the next one.")) \
	X(RENEW_LOSS,       3312, 4, N_("A renewal would lose: %s")) \
	X(RENEW_NOT_DUE,    3313, 0, N_("Not due. Days left: %s; it is renewed from this many on: %s")) \
	X(CHAIN_EXPIRED,    3321, 1, N_("A certificate of the chain has expired: %s (until %s)")) \
	X(CHAIN_NOT_YET,    3322, 1, N_("A certificate of the chain is not valid yet: %s (from %s)")) \
	X(CHAIN_NO_ISSUER,  3323, 1, N_("The issuer of the certificate is not here: %s")) \
	X(CHAIN_SHORT,      3324, 1, N_("A certificate of the chain ends before the certificate itself: %s (until %s)")) \
	X(LOAD_DIGEST,      3325, 1, N_("Many versions of OpenSSL refuse to load this certificate: %s (signed with %s)")) \
	X(LOAD_SERIAL,      3326, 1, N_("OpenSSL refuses to load this certificate: %s (its serial number has a needless zero before it)")) \
	X(LOAD_KEY,         3327, 1, N_("Many versions of OpenSSL refuse to load this certificate: %s (its key is too short: %s)")) \
	X(LEAF_NO_NAMES,    3328, 1, N_("The certificate has no other names (SAN), so most clients will refuse it: %s")) \
	X(LEAF_PURPOSE,     3329, 1, N_("The certificate is not made for servers, so clients will refuse it: %s (made for %s)")) \
	X(LEAF_AUTHORITY,   3330, 1, N_("The certificate is that of an authority (CA:TRUE), so some clients will refuse it: %s")) \
	X(SERIAL_ODD,       3331, 1, N_("The serial number breaks the rules (1 to 20 octets, above 0): %s (%s)")) \
	X(LEFT_EXPIRED,     3332, 1, N_("Left out, since it has expired: %s (until %s)")) \
	X(LEFT_NOT_YET,     3333, 1, N_("Left out, since it is not valid yet: %s (from %s)")) \
	X(LEFT_WORSE,       3334, 1, N_("Left out, since another one for the same key was taken: %s (until %s)")) \
	X(LEFT_OTHER,       3335, 1, N_("Left out, since it is not part of the chain: %s (until %s)")) \
	X(LEFT_UNREAD,      3336, 1, N_("Left out, since it cannot be read: %s (%s)")) \
	X(CHAIN_KNOWN,      3337, 1, N_("Taken from the chain of the certificate in use: %s (until %s)")) \
	X(LEAF_SALT,        3338, 1, N_("Clients that use GnuTLS refuse what the key of this certificate signs: %s (%s)")) \
	X(ASKED_DROPPED,    3341, 1, N_("The authority left out what was asked for: %s")) \
	X(ASKED_ADDED,      3342, 1, N_("The authority added what was not asked for: %s")) \
	X(ASKED_SUBJECT,    3343, 1, N_("The authority changed the subject: it is %s (asked for: %s)")) \
	/* 4xxx: store */ \
	X(STORE_NONE,       4101, 1, N_("There is no certificate here yet: %s")) \
	X(STORE_PATH,       4102, 1, N_("The store is not a directory: %s")) \
	X(STORE_OWNER,      4103, 1, N_("Another user owns the store or a directory above it: %s")) \
	X(STORE_OPEN,       4104, 1, N_("Other users can write to the store or a directory above it: %s")) \
	X(STORE_LOCKED,     4105, 1, N_("Another inkan is at work (%s). Try again when it has ended.")) \
	X(STORE_NEWER,      4106, 1, N_("The store has a newer format than this version can handle: %s")) \
	X(STORE_FORMAT,     4107, 1, N_("The store's format file is damaged: %s")) \
	X(STORE_CURRENT,    4108, 1, N_("The link to the certificate in use leads nowhere: %s")) \
	X(STORE_NO_KEY,     4109, 1, N_("The key file is missing: %s")) \
	X(STORE_DAMAGED,    4110, 1, N_("Generation %s is damaged.")) \
	X(STORE_NO_GENERATION,4111,1,N_("There is no generation %s.")) \
	X(STORE_MAKE,       4112, 1, N_("The store could not be made: %s")) \
	X(STORE_WRITE,      4113, 1, N_("Writing failed: %s")) \
	X(STORE_READ,       4114, 1, N_("Reading failed: %s")) \
	X(STORE_MOVED,      4115, 1, N_("The certificate in use was changed by somebody else meanwhile.")) \
	X(STORE_FULL_NUMBERS,4116,1, N_("There are no generation numbers left.")) \
	X(STORE_READ_BACK,  4117, 3, N_("What was read back from disk is not what was written.")) \
	X(STORE_UNPROVEN,   4118, 1, N_("What was read back from disk is not what was written, so it was taken away again: %s")) \
	X(DISK_FULL,        4120, 1, N_("The disk is full: %s")) \
	X(READ_ONLY,        4121, 1, N_("The file system can only be read: %s")) \
	X(AUDIT_LOG,        4122, 3, N_("The certificate is replaced, but the audit log could not be written.")) \
	X(STORE_DENIED,     4123, 1, N_("No permission: %s")) \
	X(STORE_INFO,       4124, 1, N_("The record of generation %s is missing or damaged.")) \
	X(STORE_HOME,       4125, 1, N_("There is no home directory to keep a store in. Use --store DIR.")) \
	X(STORE_FOREIGN,    4126, 1, N_("This directory is not empty and is not a store of inkan: %s")) \
	X(ROLLBACK_NONE,    4131, 1, N_("There is no earlier generation to go back to.")) \
	X(ROLLBACK_NO_KEY,  4133, 1, N_("The key of generation %s was deleted, so it cannot be used again.")) \
	X(REQUEST_NONE,     4134, 1, N_("No request waits that is called %s.")) \
	X(CHECK_OPEN,       4201, 1, N_("Others have more rights here than they should (mode %s): %s")) \
	X(CHECK_OWNER,      4202, 1, N_("This belongs to another user than the store does: %s")) \
	X(CHECK_UNUSED,     4203, 1, N_("Generation %s was never put in use on this server.")) \
	X(CHECK_INTERRUPTED,4204, 1, N_("The last change was interrupted. In use is generation: %s")) \
	X(CHECK_REQUESTS,   4205, 1, N_("Requests that wait for their certificate: %s. Days since the oldest: %s.")) \
	X(CHECK_KEY_OLD,    4206, 1, N_("The key of generation %s is still kept, 30 days after it went out of use.")) \
	X(CHECK_CLOCK,      4207, 1, N_("The clock of this server is wrong: it says %s, and %s has passed already.")) \
	X(CHECK_CLOCK_FREE, 4208, 1, N_("The clock of this server is not synchronised.")) \
	X(CHECK_UNREAD,     4209, 1, N_("This user may not look here, so it was not checked: %s")) \
	X(CHECK_GROUP_LOST, 4210, 1, N_("The group %s could read the key before, and cannot read this one.")) \
	X(CHECK_KEY_HALF,   4211, 1, N_("Deleting the key of generation %s was interrupted.")) \
	/* 5xxx: backup */ \
	X(BACKUP_ZIP,       5101, 1, N_("This is not a whole ZIP file, or it is damaged.")) \
	X(BACKUP_NOT_OURS,  5102, 1, N_("This is not a backup of inkan.")) \
	X(BACKUP_MEMBER,    5103, 1, N_("The backup holds something that does not belong into it: %s")) \
	X(BACKUP_MISSING,   5104, 1, N_("The backup lacks: %s")) \
	X(BACKUP_TWICE,     5105, 1, N_("The backup holds this twice: %s")) \
	X(BACKUP_KIND,      5107, 1, N_("The backup holds something that is not a plain file: %s")) \
	X(BACKUP_ENCRYPTED, 5108, 1, N_("The backup holds an encrypted ZIP member: %s")) \
	X(BACKUP_LARGE,     5109, 1, N_("The backup holds more than a backup may (%s).")) \
	X(BACKUP_PASSWORD,  5110, 1, N_("Wrong password.")) \
	X(BACKUP_NO_MAC,    5111, 1, N_("The backup's seal is missing, so nothing in it can be trusted.")) \
	X(BACKUP_MAC_KIND,  5112, 1, N_("The backup's seal uses a method that is not ours: %s")) \
	X(BACKUP_SEAL,      5113, 1, N_("The backup's seal is damaged.")) \
	X(BACKUP_FORGED,    5114, 1, N_("The list of contents does not match the seal. Somebody may have changed it.")) \
	X(BACKUP_CHANGED,   5115, 1, N_("This does not match the sealed list. Somebody may have changed it: %s")) \
	X(BACKUP_MANIFEST,  5116, 1, N_("The list of contents in the backup is damaged.")) \
	X(BACKUP_NEWER,     5117, 1, N_("The backup has a newer format than this version can handle.")) \
	X(BACKUP_KEY,       5118, 1, N_("A key in the backup cannot be opened: %s")) \
	X(BACKUP_KEY_APART, 5119, 1, N_("A key in the backup does not fit its certificate: %s")) \
	X(BACKUP_COMPARE,   5120, 1, N_("The backup was written, but what was read back differs: %s")) \
	X(BACKUP_WRITE,     5121, 1, N_("The backup could not be written: %s")) \
	X(BACKUP_NOTHING,   5122, 1, N_("There is nothing to back up: no certificate in use.")) \
	X(BACKUP_PACKING,   5123, 1, N_("The ZIP file is packed in a way that cannot be read here. Unpack it and zip it again: %s")) \
	X(BACKUP_UNRECORDED,5124, 3, N_("The store could not record the backup.")) \
	X(CHECK_BACKUP_NONE,5201, 1, N_("No backup of the certificate in use is known.")) \
	X(CHECK_BACKUP_OLD, 5202, 1, N_("The last backup is older than the certificate in use: %s")) \
	X(CHECK_BACKUP_GONE,5203, 1, N_("The last backup is no longer there: %s")) \
	X(CHECK_BACKUP_READ,5204, 1, N_("The last backup cannot be read: %s")) \
	X(CHECK_BACKUP_CHANGED,5205,1,N_("The last backup is no longer what was written: %s")) \
	X(RESTORE_NONE,     5211, 1, N_("The backup holds no generation %s.")) \
	X(RESTORE_NO_KEY,   5212, 1, N_("Generation %s of the backup has no key, so it cannot be put in use. Another can, with --use.")) \
	X(RESTORE_LOG,      5213, 3, N_("The backup is restored, but the audit log could not be written.")) \
	X(RESTORE_KEYLESS,  5214, 1, N_("The backup holds no key, since those may not leave their server, so nothing of it can be put in use.")) \
	/* 6xxx: commands after a switch */ \
	X(HOOK_FAILED,      6101, 3, N_("The command %s failed with exit status %s.")) \
	X(HOOK_KILLED,      6102, 3, N_("The command %s was ended by signal %s.")) \
	X(HOOK_SLOW,        6103, 3, N_("The command %s did not end within %s seconds and was stopped.")) \
	X(HOOK_START,       6104, 3, N_("The command could not be started: %s")) \
	X(HOOK_OWNER,       6105, 3, N_("The command is not run, since another user owns it or a directory above it: %s")) \
	X(HOOK_OPEN,        6106, 3, N_("The command is not run, since other users can change it or a directory above it: %s")) \
	X(CHECK_HOOK,       6107, 1, N_("The command %s failed after the last switch. The service it reloads may still use the old certificate.")) \
	X(CHECK_HOOK_UNRUN, 6108, 1, N_("The command %s has not been run for the certificate in use.")) \
	X(HOOK_INSIDE,      6109, 1, N_("INKAN_EVENT is set: a command after a switch has started this inkan, which therefore changes nothing.")) \
	X(HOOK_NAME,        6110, 1, N_("Not run, since the name of a command has only letters, digits, \"_\" and \"-\": %s")) \
	X(HOOK_MODE,        6111, 1, N_("Not run, since it is not executable: %s")) \
	X(HOOK_KIND,        6112, 1, N_("Not run, since it is not a file: %s")) \
	X(SERVICE_NAME,     6201, 1, N_("There is no server called %s.")) \
	X(SERVICE_NAME_LATER,6202,1, N_("No name server says where %s is.")) \
	X(SERVICE_REFUSED,  6203, 1, N_("Nothing listens at %s.")) \
	X(SERVICE_SLOW,     6204, 1, N_("%s did not answer within %s seconds.")) \
	X(SERVICE_REACH,    6205, 1, N_("%s cannot be reached.")) \
	X(SERVICE_PLAIN,    6206, 1, N_("%s answers, but not in TLS.")) \
	X(SERVICE_CLOSED,   6207, 1, N_("%s hung up before it showed a certificate.")) \
	X(SERVICE_STARTTLS, 6208, 1, N_("%s does not start TLS as %s does.")) \
	X(SERVICE_TLS,      6209, 1, N_("%s speaks no form of TLS that inkan does.")) \
	X(SERVICE_SNI,      6210, 1, N_("%s knows no server by the name %s.")) \
	X(SERVICE_CERTIFICATE,6211,1,N_("The certificate that %s shows cannot be read.")) \
	X(SERVICE_OLD,      6221, 1, N_("%s still shows generation %s, which has been out of use since %s.")) \
	X(SERVICE_OTHER_TIME,6222,1, N_("%s shows generation %s, which is not in use.")) \
	X(SERVICE_FOREIGN,  6223, 1, N_("%s shows a certificate that is not of this store. Its serial number: %s")) \
	X(SERVICE_EXPIRED,  6224, 1, N_("%s shows a certificate that has expired: %s. Its serial number: %s")) \
	X(SERVICES_LINE,    6231, 1, N_("Line %s of the list of services is wrong: %s")) \
	X(SERVICES_NONE,    6232, 1, N_("No service is listed: %s")) \
	X(SERVICES_TEXT,    6233, 1, N_("The list of services is not plain UTF-8 text.")) \
	/* 7xxx: agents */ \
	X(CMS_KEY_LEADS_NOT,7111, 1, N_("Agents do not follow a key of this kind.")) \
	X(CMS_SIGN,         7112, 1, N_("What agents are to check could not be signed.")) \
	X(PUBLISHED_DAMAGED,7113, 1, N_("The record of what is published for agents is damaged: %s")) \
	X(SEQUENCE_END,     7114, 1, N_("There is no number left for what agents are to check.")) \
	X(RECOVERY_DAMAGED, 7115, 1, N_("The record of the recovery certificate is damaged.")) \
	X(LEAD_NO_KEY,      7116, 1, N_("Agents cannot follow, since the key in use is missing.")) \
	X(LEAD_DAMAGED,     7117, 1, N_("Agents cannot follow, since what is in use is damaged.")) \
	X(LEAD_KIND,        7118, 1, N_("Agents cannot follow: the key in use is of a kind that leads none.")) \
	X(LEAD_NEXT_KIND,   7119, 1, N_("Agents cannot follow to a key of this kind.")) \
	X(LEAD_LARGE,       7120, 1, N_("Agents cannot follow: the two certificates are too large for one step.")) \
	X(LEAD_LARGE_NEXT,  7121, 1, N_("Agents cannot be led from a certificate this large to another as large.")) \
	X(INDEX_KEY,        7130, 1, N_("What agents are to check could not be signed: the key in use is damaged.")) \
	X(INDEX_DATES,      7131, 1, N_("What agents are to check could not be signed: the certificate is outside its dates.")) \
	X(SOURCE_FORM,      7132, 2, N_("Agents cannot fetch from %s. Please give https://HOST/PATH, http://HOST/PATH or a directory.")) \
	X(PUBLISH_VALID,    7133, 2, N_("Please give a number from 1 to 400 for --valid.")) \
	X(CHECK_INDEX_NONE, 7134, 1, N_("What agents are to check is missing or damaged: %s")) \
	X(CHECK_INDEX_BEHIND,7135,1, N_("What agents are to check does not name the certificate in use.")) \
	X(CHECK_INDEX_OLD,  7136, 1, N_("What agents are to check was last signed on %s.")) \
	X(CHECK_UNREACHED,  7137, 1, N_("A web server cannot hand out what agents fetch, since this is closed: %s")) \
	X(CHECK_CUT,        7138, 1, N_("No step leads to the certificate in use from generation %s.")) \
	X(PUBLISH_LATE,     7139, 3, N_("What agents fetch could not be made anew. Do it once more: %s")) \
	X(CHECK_CUT_OTHER,  7140, 1, N_("No step leads to the certificate in use from one that agents report.")) \
	X(SIGN_MESSAGE,     7141, 1, N_("This is a message itself: %s. With --again it is signed anew.")) \
	X(SIGN_NAME,        7142, 1, N_("Agents cannot be told this name: %s. Give the file another one.")) \
	X(SIGN_THERE,       7143, 1, N_("Something else than a message of this server stands there: %s")) \
	X(SIGN_STRANGER,    7144, 1, N_("No certificate signed this that was in use here: %s")) \
	X(SIGN_LEAKED,      7145, 1, N_("Since then a key has leaked. Look at the file itself, and sign that: %s")) \
	X(SIGN_LARGE,       7146, 1, N_("The certificate in use is too large for agents to take a message with it.")) \
	X(AGENTS_NO_CERTIFICATE,7150,3,N_("No certificate is in use, so there is none that agents could follow.")) \
	X(AGENTS_FOLDER_NONE,7151,3, N_("The folder that agents report to is not there: %s")) \
	X(AGENTS_FOLDER,    7152, 3, N_("The folder that agents report to cannot be read: %s")) \
	X(AGENTS_EXPECT,    7153, 3, N_("The list of expected agents cannot be read: %s")) \
	X(AGENTS_FORGET_NONE,7154,1, N_("No report is from %s. Nothing was deleted.")) \
	X(AGENTS_FORGET,    7155, 1, N_("This report could not be deleted: %s")) \
	X(CHECK_REPORTS_FULL,7156,1, N_("Less than a tenth of the disk with the reports of agents is free: %s")) \
	X(AGENTS_CSV_OTHER, 7157, 2, N_("This file is not a list of agents, and was left as it is. Please give another name: %s")) \
	X(AGENTS_UNSERVED,  7160, 1, N_("No agents follow this server yet.")) \
	X(AGENT_SIGNER,     7201, 1, N_("%s is not signed by the server that this agent follows.")) \
	X(CMS_SIGNATURE,    7202, 1, N_("No signature of it holds.")) \
	X(CMS_ATTRIBUTES,   7203, 1, N_("Its signature says something else than a server's does.")) \
	X(STATEMENT_KIND,   7204, 1, N_("This is not one of the statements that a server signs.")) \
	X(AGENT_SEQUENCE,   7205, 1, N_("%s is older than what this agent knows, and has expired.")) \
	X(AGENT_FORK,       7206, 1, N_("The server has signed two ways from the certificate that this agent knows.")) \
	X(AGENT_GAP,        7207, 1, N_("For a day nothing has led to the certificate in use at %s. Enrol again, or this is not the server.")) \
	X(STATEMENT_DAMAGED,7208, 1, N_("A statement of the server, or what an agent keeps, is damaged: %s")) \
	X(CMS_LARGE,        7209, 1, N_("It is larger than a signed statement may be.")) \
	X(AGENT_EXPIRED,    7210, 1, N_("%s has expired: %s")) \
	X(AGENT_LEFT,       7211, 1, N_("%s is signed by the certificate before. On the server: %s")) \
	X(CMS_ALGORITHM,    7212, 1, N_("It is signed in a way that is not known here.")) \
	X(CMS_DIGEST,       7213, 1, N_("It is signed with a digest that is too weak.")) \
	X(AGENT_SIGNED_WHEN,7214, 1, N_("%s was signed when its certificate was not valid.")) \
	X(AGENT_FILE,       7215, 1, N_("%s is not the file that was signed.")) \
	X(AGENT_CLOCK,      7216, 1, N_("%s is signed in the future (%s), or this clock is wrong.")) \
	X(STATEMENT_NEWER,  7217, 1, N_("A newer version made this statement. Update this program.")) \
	X(AGENT_NONE,       7220, 3, N_("This agent is not enrolled. The server shows the line that enrols it: %s")) \
	X(SOURCE_UNREACHED, 7221, 4, N_("This could not be reached: %s")) \
	X(SOURCE_LACKS,     7222, 1, N_("The source was reached, but this is missing there: %s")) \
	X(AGENT_STATE_READ, 7223, 1, N_("What the agent knows cannot be read: %s")) \
	X(AGENT_STATE_WRITE,7224, 1, N_("What the agent knows cannot be written: %s")) \
	X(AGENT_STATE_OPEN, 7225, 1, N_("Others can change what the agent knows: %s")) \
	X(AGENT_BUSY,       7226, 1, N_("Another inkan-agent is at work there: %s")) \
	X(AGENT_HOME,       7227, 2, N_("HOME is not set. Use --state DIR.")) \
	X(AGENT_SOURCE,     7228, 2, N_("A source is a directory or a URL (https, http, file): %s")) \
	X(AGENT_SOURCE_USER,7229, 2, N_("The URL of a source holds neither user nor password: others can read it.")) \
	X(AGENT_FINGERPRINT,7230, 2, N_("A fingerprint (SHA-256) has 64 hex digits: %s")) \
	X(AGENT_TRUST,      7231, 2, N_("Please give --fingerprint or --certificate, as the server shows it.")) \
	X(AGENT_CERTIFICATE,7232, 1, N_("There is no certificate in %s.")) \
	X(AGENT_CERTIFICATE_OPEN,7233,1,N_("Somebody else could have put this certificate there: %s")) \
	X(AGENT_STRANGER,   7234, 1, N_("Nothing signed leads from this fingerprint to the certificate in use at %s. Compare both with the server.")) \
	X(AGENT_SET,        7235, 2, N_("A set has a name of letters, digits, dots, underscores and hyphens: %s")) \
	X(CARRY_PUT,        7250, 1, N_("It could not be written there: %s")) \
	X(FETCH_REDIRECT,   7251, 1, N_("The source sends us where nobody should follow: %s")) \
	X(PUT_UNSERVED,     7252, 1, N_("The web server takes no reports at %s. Give it the locations of nginx-agents.conf, or this agent --report-to none.")) \
	X(PUT_FORBIDDEN,    7253, 1, N_("The web server lets nobody like this agent write %s, or may not write there itself: its error log says which.")) \
	X(PUT_LARGE,        7254, 1, N_("The web server takes no report of this size at %s. It has to take 64 KiB (nginx: client_max_body_size 64k).")) \
	X(PUT_FULL,         7255, 1, N_("The web server has no room left for %s. Make room on the disk with the reports.")) \
	X(SOURCE_FORBIDDEN, 7256, 1, N_("The source was reached, but this agent may not read there: %s")) \
	X(SOURCE_ASKED,     7257, 1, N_("The web server does not answer what agents ask. Correct the URL of the source: %s"))
/* clang-format on */

#endif
