/* SPDX-License-Identifier: GPL-3.0-or-later */
/* shell.h: what is put into lines that an operator pastes into a shell. */
#ifndef IK_BASE_SHELL_H
#define IK_BASE_SHELL_H

/* PATH as one word of a shell; caller frees. */
char *ik_shell_word(const char *path);

/* PATH as one word of a list in a unit of systemd; caller frees. */
char *ik_unit_word(const char *path);

#endif
