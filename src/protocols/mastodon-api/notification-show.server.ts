import { groupOf, notificationOf, requestOf } from './entities/notification.ts';
import { showAccounts, showPosts } from './show.server.ts';
import type { Group } from '#domain/notifications/groups.server.ts';
import type { Notification } from '#domain/notifications/notifications.server.ts';
import type { Request } from '#domain/notifications/requests.server.ts';
import { readPosts } from '#domain/posts/read.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** People and posts as clients read them, by id: only what the viewer may see. */
async function readBoth(ctx: Ctx, people: readonly string[], posts: readonly (string | null)[]) {
  const ids = [...new Set(people)];
  const accounts = (await showAccounts(ctx, ids)) as { id: string }[];
  const postIds = [...new Set(posts.filter((id) => id !== null))];
  const shown = await showPosts(ctx, await readPosts(ctx, postIds));
  return {
    accounts: new Map(accounts.map((account) => [account.id, account])),
    statuses: new Map(shown.map((status) => [status.id, status])),
  };
}

/** Notifications as clients read them; those of which something may not be seen any more are left out. */
export async function showNotifications(ctx: Ctx, found: readonly Notification[]) {
  const { accounts, statuses } = await readBoth(
    ctx,
    found.map(({ fromId }) => fromId),
    found.map(({ postId }) => postId),
  );
  return found.flatMap((one) => {
    const account = accounts.get(one.fromId);
    const status = one.postId === null ? null : statuses.get(one.postId);
    return account && status !== undefined ? [notificationOf(one, account, status)] : [];
  });
}

/**
 * Groups as clients read them, with the people and posts that they name beside them. With `partial` only the
 * newest person of each group is told in full; of the others, name and picture.
 */
export async function showGroups(ctx: Ctx, groups: readonly Group[], partial: boolean) {
  const { accounts, statuses } = await readBoth(
    ctx,
    groups.flatMap(({ fromIds }) => fromIds),
    groups.map(({ postId }) => postId),
  );
  const shown = groups
    .map((group) => ({ ...group, fromIds: group.fromIds.filter((id) => accounts.has(id)) }))
    .filter(({ fromIds, postId }) => fromIds.length > 0 && (!postId || statuses.has(postId)));
  const full = new Set(shown.flatMap(({ fromIds }) => (partial ? fromIds.slice(0, 1) : fromIds)));
  const all = [...accounts.values()];
  return {
    accounts: all.filter(({ id }) => full.has(id)),
    ...(partial && { partial_accounts: all.filter(({ id }) => !full.has(id)).map(partOf) }),
    statuses: [...statuses.values()],
    notification_groups: shown.map(groupOf),
  };
}

/** Source: https://docs.joinmastodon.org/methods/grouped_notifications/#PartialAccountWithAvatar */
function partOf(account: Record<string, unknown> & { id: string }) {
  const names = ['id', 'acct', 'url', 'avatar', 'avatar_static', 'locked', 'bot'];
  return Object.fromEntries(names.map((name) => [name, account[name]]));
}

/** Requests as clients read them. What waits of strangers is not shown before it is let through. */
export async function showRequests(ctx: Ctx, found: readonly Request[]) {
  const { accounts } = await readBoth(
    ctx,
    found.map(({ fromId }) => fromId),
    [],
  );
  return found.flatMap((one) => {
    const account = accounts.get(one.fromId);
    return account ? [requestOf(one, account, null)] : [];
  });
}
