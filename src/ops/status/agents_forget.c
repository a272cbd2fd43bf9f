/* SPDX-License-Identifier: GPL-3.0-or-later */
/* agents_forget.c: deletes reports of agents that are no more. */
#include "config.h"

#include "ops/status/agents_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/alloc.h"

/* Hidden ones, too: all that came from that name. */
static bool is_meant(const struct ik_agent *agent, const char *who)
{
	char id[IK_AGENT_ID_HEX + 1];

	if (agent->heard < 0)
		return false;
	ik_agent_id_write(agent->said.id, id);
	return strcmp(id, who) == 0
	       || (agent->damage == IK_AGENT_WHOLE
		   && strcasecmp(ik_agent_text(agent, IK_AGENT_TEXT_NAME), who) == 0);
}

static bool is_anybody(const ik_agents *agents, const char *who)
{
	for (size_t i = 0; i < agents->found.n; i++)
		if (is_meant(&agents->found.items[i], who))
			return true;
	return false;
}

static bool delete_one(int dirfd, const struct ik_agent *agent, size_t *n, struct ik_error *err)
{
	char id[IK_AGENT_ID_HEX + 1];
	char *name;
	bool good;

	ik_agent_id_write(agent->said.id, id);
	name = ik_format("%s.json", id);
	/* What somebody else put there may be an empty folder. */
	good = unlinkat(dirfd, name, 0) == 0
	       || (errno == EISDIR && unlinkat(dirfd, name, AT_REMOVEDIR) == 0);
	*n += good;
	/* Gone meanwhile is as good. */
	if (!good && errno != ENOENT)
		ik_error_errno(err, IK_E_AGENTS_FORGET, name, errno);
	else
		good = true;
	free(name);
	return good;
}

bool ik_agents_forget(const ik_agents *agents, const struct ik_list *who, size_t *n,
		      struct ik_error *err)
{
	const int dirfd = open(agents->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool good = dirfd >= 0 || ik_error_errno(err, IK_E_AGENTS_FOLDER, agents->folder, errno);

	*n = 0;
	for (size_t i = 0; good && i < who->n; i++)
		good = is_anybody(agents, who->items[i])
		       || ik_fail(err, IK_E_AGENTS_FORGET_NONE, who->items[i]);
	for (size_t i = 0; good && i < agents->found.n; i++)
		for (size_t k = 0; good && k < who->n; k++)
			if (is_meant(&agents->found.items[i], who->items[k])) {
				good = delete_one(dirfd, &agents->found.items[i], n, err);
				break;
			}
	if (dirfd >= 0)
		close(dirfd);
	return good;
}
