/* SPDX-License-Identifier: GPL-3.0-or-later */
/* secret_terminal.c: a password asked on the terminal, nothing of it shown. */
#include "config.h"

#include "base/secret_input.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>
#include <unistr.h>
#include <wchar.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/print.h"
#include "base/text.h"

/* Those that end or stop the program while the echo is off. */
static const int caught[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};

struct asking {
	const char *prompt;
	int tty;
	int signals; /* a signalfd: no handler, nothing global */
	struct termios usual;
	sigset_t usual_mask;
	ik_secret *raw; /* what was typed, in the terminal's encoding */
	bool too_long;
};

static bool asked; /* something was, in this process */

enum outcome { GO_ON, LINE, CANCELLED, GONE };

static void show(int tty, const char *text)
{
	const int copy = dup(tty);
	FILE *out = copy >= 0 ? fdopen(copy, "w") : NULL;

	if (!out) {
		if (copy >= 0)
			close(copy);
		return;
	}
	ik_print(out, text);
	fclose(out);
}

/* A signal that the caller ignores (nohup) is none of ours either; while it is blocked it would be
 * seen. */
static void block_signals(struct asking *ask, sigset_t *set)
{
	struct sigaction now;

	sigemptyset(set);
	for (size_t i = 0; i < IK_COUNT(caught); i++)
		if (sigaction(caught[i], NULL, &now) == 0 && now.sa_handler != SIG_IGN)
			sigaddset(set, caught[i]);
	sigprocmask(SIG_BLOCK, set, &ask->usual_mask);
}

static bool hush(struct asking *ask)
{
	struct termios quiet = ask->usual;

	quiet.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK | ECHONL);
	quiet.c_lflag |= ICANON | ISIG;
	quiet.c_iflag |= ICRNL;
	/* Backspace then takes back a character, not a byte of it. */
	if (ik_i18n_is_utf8())
		quiet.c_iflag |= IUTF8;
	/* What was typed before the question is no answer to it. */
	while (tcsetattr(ask->tty, TCSAFLUSH, &quiet) != 0)
		if (errno != EINTR)
			return false;
	show(ask->tty, ask->prompt);
	return true;
}

/* Reads and forgets until nothing came for QUIET milliseconds, or somebody never stops.  Keys are
 * seen one by one, and none of them is shown or ends the program. */
static void drain(int tty, const struct termios *usual, int quiet)
{
	enum { ROUNDS = 100 };
	struct pollfd input = {.fd = tty, .events = POLLIN};
	struct termios deaf = *usual;

	deaf.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK | ECHONL | ICANON | ISIG);
	while (tcsetattr(tty, TCSAFLUSH, &deaf) != 0)
		if (errno != EINTR)
			return;
	for (int i = 0; i < ROUNDS && poll(&input, 1, quiet) > 0 && !(input.revents & POLLHUP); i++)
		tcflush(tty, TCIFLUSH);
}

/* The rest of a paste must not become a command of the shell, which would show it; it may still be
 * on its way. */
static void unhush(struct asking *ask)
{
	enum { BURST = 50 };

	drain(ask->tty, &ask->usual, BURST);
	while (tcsetattr(ask->tty, TCSAFLUSH, &ask->usual) != 0 && errno == EINTR)
		continue;
}

static bool begin(struct asking *ask)
{
	sigset_t set;

	ask->tty = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	ask->signals = -1;
	if (ask->tty < 0 || tcgetattr(ask->tty, &ask->usual) != 0)
		return false;
	block_signals(ask, &set);
	ask->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	ask->raw = ik_secret_new(IK_SECRET_PASSWORD_ROOM);
	asked = true;
	if (ask->signals >= 0 && hush(ask))
		return true;
	sigprocmask(SIG_SETMASK, &ask->usual_mask, NULL);
	return false;
}

static void end(struct asking *ask)
{
	ik_secret_free(ask->raw);
	if (ask->signals >= 0)
		close(ask->signals);
	if (ask->tty >= 0)
		close(ask->tty);
}

/* Takes what was typed up to the end of the line; of a line too long nothing is left over for the
 * next question. */
static enum outcome take(struct asking *ask)
{
	char bytes[256];
	const ssize_t n = read(ask->tty, bytes, sizeof(bytes));
	enum outcome outcome = GO_ON;

	if (n < 0)
		return errno == EINTR || errno == EAGAIN ? GO_ON : GONE;
	if (n == 0)
		return CANCELLED;

	const char *newline = memchr(bytes, '\n', (size_t)n);
	const size_t size = newline ? (size_t)(newline - bytes) : (size_t)n;

	if (ask->too_long || !ik_secret_append(ask->raw, bytes, size, NULL))
		ask->too_long = true;
	if (newline)
		outcome = LINE;
	explicit_bzero(bytes, sizeof(bytes));
	return outcome;
}

/* The terminal as it was, then the signal as if nobody had caught it. */
static enum outcome obey(struct asking *ask)
{
	struct signalfd_siginfo info;

	if (read(ask->signals, &info, sizeof(info)) != (ssize_t)sizeof(info))
		return GO_ON;
	unhush(ask);
	if (info.ssi_signo == SIGINT)
		return CANCELLED;
	show(ask->tty, "\n");

	sigset_t ours;

	sigprocmask(SIG_SETMASK, &ask->usual_mask, &ours);
	raise((int)info.ssi_signo);
	/* Still here: stopped and continued, or the caller has a handler of its own. */
	sigprocmask(SIG_SETMASK, &ours, NULL);
	if (info.ssi_signo != SIGTSTP)
		return CANCELLED;
	ik_secret_wipe(ask->raw);
	ask->too_long = false;
	return hush(ask) ? GO_ON : GONE;
}

static enum outcome listen_to(struct asking *ask)
{
	enum outcome outcome = GO_ON;

	while (outcome == GO_ON) {
		struct pollfd both[] = {
			{.fd = ask->signals, .events = POLLIN},
			{.fd = ask->tty, .events = POLLIN},
		};

		if (poll(both, IK_COUNT(both), -1) < 0 && errno != EINTR)
			return GONE;
		if (both[0].revents)
			outcome = obey(ask);
		else if (both[1].revents)
			outcome = take(ask);
	}
	return outcome;
}

/* In the C locale glibc gives each byte a character of its own, which says nothing about what was
 * typed. */
static bool locale_is_ascii(void)
{
	return strcmp(nl_langinfo(CODESET), "ANSI_X3.4-1968") == 0;
}

/* From the terminal's encoding to UTF-8, a character at a time: whole strings would stay behind
 * where they were converted. */
static bool decode(const ik_secret *raw, ik_secret *out)
{
	const bool ascii = locale_is_ascii();
	const char *bytes = ik_secret_data(raw);
	mbstate_t state = {0};
	uint8_t one[6];
	wchar_t wide;

	for (size_t at = 0; at < ik_secret_size(raw);) {
		const size_t taken = mbrtowc(&wide, bytes + at, ik_secret_size(raw) - at, &state);

		if (taken == 0 || taken > ik_secret_size(raw) - at
		    || (ascii && (unsigned char)bytes[at] > 0x7f))
			return false;

		const int size = u8_uctomb(one, (ucs4_t)wide, sizeof(one));

		if (size <= 0 || !ik_secret_append(out, one, (size_t)size, NULL))
			return false;
		at += taken;
	}
	return true;
}

static bool to_utf8(const struct asking *ask, ik_secret **out, struct ik_error *err)
{
	const char *raw = ik_secret_data(ask->raw);
	const size_t size = ik_secret_size(ask->raw);

	if (ask->too_long)
		return ik_fail(err, IK_E_SECRET_LONG);
	if (memchr(raw, '\0', size))
		return ik_fail(err, IK_E_PW_CONTROL);
	/* No encoding needs more than three times the bytes in UTF-8. */
	*out = ik_secret_new(3 * IK_SECRET_PASSWORD_ROOM);
	if (!decode(ask->raw, *out)) {
		ik_secret_free(*out);
		*out = NULL;
		return ik_fail(err, IK_E_PW_BYTES);
	}
	return true;
}

bool ik_secret_from_terminal(const char *prompt, ik_secret **out, struct ik_error *err)
{
	struct asking ask = {.prompt = prompt};
	bool ok = false;

	*out = NULL;
	if (!begin(&ask)) {
		ik_fail(err, IK_E_PASSWORD_MISSING);
		end(&ask);
		return false;
	}

	const enum outcome outcome = listen_to(&ask);

	unhush(&ask);
	show(ask.tty, "\n");
	sigprocmask(SIG_SETMASK, &ask.usual_mask, NULL);
	if (outcome == LINE)
		ok = to_utf8(&ask, out, err);
	else
		ik_fail(err, outcome == GONE ? IK_E_TERMINAL_LOST : IK_E_CANCELLED);
	end(&ask);
	return ok;
}

void ik_secret_terminal_leave(bool failure)
{
	const int tty = asked ? open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC) : -1;
	struct termios usual;

	if (tty >= 0 && tcgetattr(tty, &usual) == 0) {
		enum { TYPING = 300 };
		sigset_t all, before;

		sigfillset(&all);
		sigprocmask(SIG_BLOCK, &all, &before);
		if (failure)
			drain(tty, &usual, TYPING);
		tcsetattr(tty, TCSAFLUSH, &usual);
		sigprocmask(SIG_SETMASK, &before, NULL);
	}
	if (tty >= 0)
		close(tty);
}

bool ik_secret_terminal_exists(void)
{
	struct termios state;
	const int tty = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	const bool exists = tty >= 0 && tcgetattr(tty, &state) == 0;

	if (tty >= 0)
		close(tty);
	return exists;
}
