import { bodyIn, flagOf, readBody, textOf, type Body } from './body.server.ts';
import { answer, notFound, refuse, tooFast } from './errors.ts';
import { person, type Call, type Route } from './route.ts';
import { vapidKey } from '#domain/notifications/vapid.server.ts';
import { kinds } from '#domain/notifications/kinds.ts';
import {
  alertsIn,
  isPushPolicy,
  type PushPolicy,
  type SubscriptionWords,
} from '#domain/notifications/push-rules.ts';
import {
  changeSubscription,
  findSubscription,
  subscribe,
  unsubscribe,
  type Holder,
  type Subscription,
} from '#domain/notifications/subscriptions.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

const path = '/api/v1/push/subscription';
const needs = person('push');

/** How an app's device hears of news. One for each token. */
export const pushRoutes: readonly Route[] = [
  { method: 'GET', path, needs, answer: find },
  { method: 'POST', path, needs, answer: make },
  { method: 'PUT', path, needs, answer: change },
  { method: 'DELETE', path, needs, answer: remove },
];

function holderOf({ bearer, request }: Call): Holder {
  const token = /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? '';
  return { tokenHash: bearer?.tokenHash ?? '', token, since: bearer?.since ?? new Date(0) };
}

async function find(call: Call): Promise<Response> {
  const found = await findSubscription(call.ctx, holderOf(call));
  return found ? shown(call.ctx, found) : notFound();
}

async function make(call: Call): Promise<Response> {
  const body = await readBody(call.request);
  if (body instanceof Response) return body;
  const asked = bodyIn(body, 'subscription') ?? {};
  const keys = bodyIn(asked, 'keys') ?? {};
  const made = await subscribe(call.ctx, holderOf(call), {
    endpoint: textOf(asked, 'endpoint') ?? '',
    publicKey: textOf(keys, 'p256dh') ?? '',
    auth: textOf(keys, 'auth') ?? '',
    standard: flagOf(asked, 'standard') ?? false,
    alerts: [],
    policy: 'all',
    ...wishesIn(body),
  });
  if (!('refused' in made)) return shown(call.ctx, made);
  if (made.refused === 'tooFast') return tooFast(60 * 60);
  return refuse(422, 'Validation failed: the address or the keys of the device are not right');
}

async function change(call: Call): Promise<Response> {
  const body = await readBody(call.request);
  if (body instanceof Response) return body;
  const changed = await changeSubscription(call.ctx, holderOf(call), wishesIn(body));
  return changed ? shown(call.ctx, changed) : notFound();
}

async function remove(call: Call): Promise<Response> {
  await unsubscribe(call.ctx, holderOf(call));
  return answer({});
}

/** `policy` stands beside `data` in the documentation, and inside it in what apps send. */
function wishesIn(body: Body): Partial<Pick<SubscriptionWords, 'alerts' | 'policy'>> {
  const data = bodyIn(body, 'data') ?? {};
  const alerts = bodyIn(data, 'alerts');
  const policy = textOf(data, 'policy') ?? textOf(body, 'policy') ?? '';
  const known: PushPolicy | undefined = isPushPolicy(policy) ? policy : undefined;
  return {
    ...(alerts && { alerts: alertsIn((kind) => flagOf(alerts, kind)) }),
    ...(known && { policy: known }),
  };
}

/** Source: https://docs.joinmastodon.org/entities/WebPushSubscription/ */
async function shown(ctx: Ctx, { id, endpoint, standard, alerts, policy }: Subscription) {
  const told = Object.fromEntries(kinds.map((kind) => [kind, alerts.includes(kind)]));
  return answer({
    id,
    endpoint,
    standard,
    alerts: { ...told, 'admin.sign_up': false, 'admin.report': false },
    policy,
    server_key: await vapidKey(ctx),
  });
}
