/* SPDX-License-Identifier: GPL-3.0-or-later */
/* syntax.h: what a command line may hold, as the tables of a program: its options, its commands and
 * the rules between them.  The parser, the help texts, the manual page and the tests are made of
 * these. */
#ifndef IK_COMMAND_SYNTAX_H
#define IK_COMMAND_SYNTAX_H

#include <stdbool.h>
#include <stddef.h>

/* Ends a list of options. */
enum { IK_OPTIONS_END = -1 };

/* An option is its place in the table. */
struct ik_option_row {
	const char *name;  /* "--name" */
	const char *value; /* how the help calls its value; "" for a switch */
	const char *help;  /* message id */
	bool may_be_empty; /* its value */
};

struct ik_line;

struct ik_command {
	const char *name;    /* "" for the program without a command */
	const char *usage;   /* its arguments in the help: "FILE" */
	const char *summary; /* message id: one line */
	const char *explain; /* message id: paragraphs split by newlines */
	const int *options;  /* besides those that every command has, up to IK_OPTIONS_END; NULL:
				none */
	size_t least, most;  /* arguments */
	bool takes_password; /* what is one too many may be a password, so it is never repeated */
	int (*run)(const struct ik_line *line); /* the exit status; NULL: main() goes on */
};

/* A short option that stands for a command and, if it has one, for an option of that command; where
 * that has a value, it is the one word beside the letter. */
struct ik_letter {
	const char *letter; /* "-re" */
	const char *command;
	int option; /* or IK_OPTIONS_END */
};

/* Another way to write an option that has no value. */
struct ik_short {
	const char *letter; /* "-q" */
	int option;
};

/* An option that means nothing for COMMAND without another. */
struct ik_option_need {
	const char *command;
	int option, needs;
};

/* What a value or an argument may be, for shells that complete it. */
enum ik_completed {
	IK_COMPLETED_FILES = 1,
	IK_COMPLETED_FOLDERS = 2,
	IK_COMPLETED_HOSTS = 4,
	IK_COMPLETED_GROUPS = 8,
	IK_COMPLETED_COMMANDS = 16, /* of the program */
};

struct ik_value_kind {
	const char *value;             /* how the help calls it: "FILE" */
	unsigned completed;            /* of ik_completed */
	const char *(*word)(size_t i); /* the Ith that there is, NULL after the last; or NULL */
	const char *command; /* of the program: lists what there is, in English as "WORD ID: ..." */
	const char *listed;  /* that WORD */
};

struct ik_syntax {
	const char *program;           /* "inkan" */
	const char *about;             /* message id: the first line of the help */
	const char *const (*forms)[2]; /* other ways to call the program without a command, and what
					  each does */
	size_t n_forms;
	const struct ik_option_row *options;
	size_t n_options;                  /* IK_LINE_OPTIONS at most */
	const struct ik_command *commands; /* the first has no name */
	size_t n_commands;
	const int *always; /* options of every command, up to IK_OPTIONS_END */
	const struct ik_short *shorts;
	size_t n_shorts;
	const int *repeats;    /* options that may be given more than once, up to IK_OPTIONS_END; a
				* command    takes one of them at most; NULL: none */
	int help, version;     /* the options that end all checks */
	int language;          /* the option whose help has a %s for the languages there are */
	const int (*apart)[2]; /* pairs of options that contradict each other */
	size_t n_apart;
	const struct ik_option_need *needs;
	size_t n_needs;
	const struct ik_letter *letters;
	size_t n_letters;
	const struct ik_value_kind *kinds; /* values that are not here are not completed */
	size_t n_kinds;
	const char *const *secrets; /* beginnings of options that somebody might give a password */
	size_t n_secrets;
	char *(*closing)(
		void); /* the last paragraphs of the help, translated, a line each; caller frees */
	const char *const (*exits)[2]; /* exit status and, as a message id, what it means */
	size_t n_exits;
};

/* The command NAME, which is not ""; NULL if there is none. */
const struct ik_command *ik_syntax_find(const struct ik_syntax *syntax, const char *name);

/* Whether COMMAND takes OPTION, and whether that is for the reason that every command does. */
bool ik_syntax_takes(const struct ik_syntax *syntax, const struct ik_command *command, int option);
bool ik_syntax_always(const struct ik_syntax *syntax, int option);

/* Whether OPTION may be given more than once. */
bool ik_syntax_repeats(const struct ik_syntax *syntax, int option);

/* The letter of OPTION, "-q"; NULL: it has none. */
const char *ik_syntax_letter(const struct ik_syntax *syntax, int option);

/* What OPTION does, translated; caller frees. */
char *ik_syntax_option_help(const struct ik_syntax *syntax, int option);

#endif
