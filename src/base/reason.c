/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reason.c: the errors of the system that files, pipes, the network and processes can give, in the
 * order of their numbers on Linux. */
#include "config.h"

#include "base/reason.h"

#include <errno.h>

#include "base/alloc.h"
#include "base/i18n.h"

static const struct {
	int number;
	const char *words;
} rows[] = {
	{EPERM, N_("Operation not permitted")},
	{ENOENT, N_("No such file or directory")},
	{ESRCH, N_("No such process")},
	{EINTR, N_("Interrupted system call")},
	{EIO, N_("Input/output error")},
	{ENXIO, N_("No such device or address")},
	{E2BIG, N_("Argument list too long")},
	{ENOEXEC, N_("Exec format error")},
	{EBADF, N_("Bad file descriptor")},
	{ECHILD, N_("No child processes")},
	{EAGAIN, N_("Resource temporarily unavailable")},
	{ENOMEM, N_("Cannot allocate memory")},
	{EACCES, N_("Permission denied")},
	{EFAULT, N_("Bad address")},
	{EBUSY, N_("Device or resource busy")},
	{EEXIST, N_("File exists")},
	{EXDEV, N_("Invalid cross-device link")},
	{ENODEV, N_("No such device")},
	{ENOTDIR, N_("Not a directory")},
	{EISDIR, N_("Is a directory")},
	{EINVAL, N_("Invalid argument")},
	{ENFILE, N_("Too many open files in system")},
	{EMFILE, N_("Too many open files")},
	{ENOTTY, N_("Inappropriate ioctl for device")},
	{ETXTBSY, N_("Text file busy")},
	{EFBIG, N_("File too large")},
	{ENOSPC, N_("No space left on device")},
	{ESPIPE, N_("Illegal seek")},
	{EROFS, N_("Read-only file system")},
	{EMLINK, N_("Too many links")},
	{EPIPE, N_("Broken pipe")},
	{ERANGE, N_("Numerical result out of range")},
	{EDEADLK, N_("Resource deadlock avoided")},
	{ENAMETOOLONG, N_("File name too long")},
	{ENOLCK, N_("No locks available")},
	{ENOSYS, N_("Function not implemented")},
	{ENOTEMPTY, N_("Directory not empty")},
	{ELOOP, N_("Too many levels of symbolic links")},
	{ENODATA, N_("No data available")},
	{EPROTO, N_("Protocol error")},
	{EBADMSG, N_("Bad message")},
	{EOVERFLOW, N_("Value too large for defined data type")},
	{EILSEQ, N_("Invalid or incomplete multibyte or wide character")},
	{ENOTSOCK, N_("Socket operation on non-socket")},
	{EMSGSIZE, N_("Message too long")},
	{EPROTONOSUPPORT, N_("Protocol not supported")},
	{EOPNOTSUPP, N_("Operation not supported")},
	{EAFNOSUPPORT, N_("Address family not supported by protocol")},
	{EADDRINUSE, N_("Address already in use")},
	{EADDRNOTAVAIL, N_("Cannot assign requested address")},
	{ENETDOWN, N_("Network is down")},
	{ENETUNREACH, N_("Network is unreachable")},
	{ECONNABORTED, N_("Software caused connection abort")},
	{ECONNRESET, N_("Connection reset by peer")},
	{ENOBUFS, N_("No buffer space available")},
	{ENOTCONN, N_("Transport endpoint is not connected")},
	{ETIMEDOUT, N_("Connection timed out")},
	{ECONNREFUSED, N_("Connection refused")},
	{EHOSTDOWN, N_("Host is down")},
	{EHOSTUNREACH, N_("No route to host")},
	{ESTALE, N_("Stale file handle")},
	{EUCLEAN, N_("Structure needs cleaning")},
	{EREMOTEIO, N_("Remote I/O error")},
	{EDQUOT, N_("Disk quota exceeded")},
	{ENOMEDIUM, N_("No medium found")},
	{ECANCELED, N_("Operation canceled")},
	{ENOKEY, N_("Required key not available")},
};

char *ik_reason(int number)
{
	for (size_t i = 0; i < IK_COUNT(rows); i++)
		if (rows[i].number == number)
			return ik_strdup(_(rows[i].words));
	return ik_format(_("Error number %d"), number);
}

size_t ik_reason_count(void)
{
	return IK_COUNT(rows);
}

int ik_reason_at(size_t i)
{
	return rows[i].number;
}
