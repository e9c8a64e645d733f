import { flagOf, readBody, textOf, type Body } from './body.server.ts';
import { answer, refuse } from './errors.ts';
import { person, type Call, type Route } from './route.ts';
import { isVerdict, type Policy } from '#domain/notifications/kinds.ts';
import {
  changeNotificationSettings,
  countWaiting,
  readNotificationSettings,
} from '#domain/notifications/policy.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

const reads = person('read:notifications');
const writes = person('write:notifications');

/** What a person lets through, in both shapes that apps know. */
export const notificationPolicyRoutes: readonly Route[] = (['v1', 'v2'] as const).flatMap(
  (version): Route[] => {
    const path = `/api/${version}/notifications/policy`;
    const read = ({ ctx }: Call) => policyAnswer(ctx, version);
    const change = (call: Call) => changePolicy(call, version);
    return [
      { method: 'GET', path, needs: reads, answer: read },
      { method: 'PUT', path, needs: writes, answer: change },
      { method: 'PATCH', path, needs: writes, answer: change },
    ];
  },
);

type Version = 'v1' | 'v2';

const names = {
  for_not_following: 'notFollowing',
  for_not_followers: 'notFollowers',
  for_new_accounts: 'newAccounts',
  for_private_mentions: 'privateMentions',
  for_limited_accounts: 'limitedAccounts',
} as const satisfies Record<string, keyof Policy>;

const olderNames = {
  filter_not_following: 'notFollowing',
  filter_not_followers: 'notFollowers',
  filter_new_accounts: 'newAccounts',
  filter_private_mentions: 'privateMentions',
} as const satisfies Record<string, keyof Policy>;

/**
 * Sources: https://docs.joinmastodon.org/entities/NotificationPolicy/ and
 * https://docs.joinmastodon.org/entities/V1_NotificationPolicy/
 */
async function policyAnswer(ctx: Ctx, version: Version): Promise<Response> {
  const settings = await readNotificationSettings(ctx);
  const waiting = await countWaiting(ctx);
  const said =
    version === 'v2'
      ? Object.entries(names).map(([name, matter]) => [name, settings[matter]])
      : Object.entries(olderNames).map(([name, matter]) => [name, settings[matter] !== 'accept']);
  return answer({
    ...Object.fromEntries(said),
    summary: {
      pending_requests_count: waiting.requests,
      pending_notifications_count: waiting.notifications,
    },
  });
}

async function changePolicy({ ctx, request }: Call, version: Version): Promise<Response> {
  const body = await readBody(request);
  if (body instanceof Response) return body;
  const changes = version === 'v2' ? changesIn(body) : olderChangesIn(body);
  if (!changes) return refuse(422, 'Validation failed: a policy is accept, filter or drop');
  await changeNotificationSettings(ctx, changes);
  return policyAnswer(ctx, version);
}

function changesIn(body: Body): Partial<Policy> | undefined {
  const changes: Partial<Policy> = {};
  for (const [name, matter] of Object.entries(names)) {
    const verdict = textOf(body, name);
    if (verdict === undefined) continue;
    if (!isVerdict(verdict)) return undefined;
    changes[matter] = verdict;
  }
  return changes;
}

function olderChangesIn(body: Body): Partial<Policy> {
  const changes: Partial<Policy> = {};
  for (const [name, matter] of Object.entries(olderNames)) {
    const waits = flagOf(body, name);
    if (waits !== undefined) changes[matter] = waits ? 'filter' : 'accept';
  }
  return changes;
}
