import { sql } from 'drizzle-orm';
import webPush from 'web-push';
import { findNotification } from './notifications.server.ts';
import { pushWords, type PushWords } from './push-words.server.ts';
import { pushSubscription } from './schema.server.ts';
import { tokenPurpose } from './subscriptions.server.ts';
import { pushKeys } from './vapid.server.ts';
import { consents } from '#domain/people/consents.server.ts';
import type { Ctx, Viewer } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';
import { limited } from '#platform/limit.server.ts';
import { unseal } from '#platform/sealed.server.ts';

/** What the job `push` is given. */
export interface PushJob {
  subscriptionId: string;
  notificationId: string;
}

const often = { times: 120, seconds: 60 * 60 };
const lifeMs = 24 * 60 * 60 * 1000;

interface Device extends Viewer, Record<string, unknown> {
  endpoint: string;
  publicKey: string;
  auth: string;
  standard: boolean;
  sealedToken: string;
  saysWords: boolean;
  languages: string[];
}

/**
 * Tells a device that something waits: encrypted for it alone, through the service of whoever made it. Says
 * nothing of what it is unless its person wants that. Nothing is sent that its person may not see any more,
 * that is a day old, or beyond 120 in an hour. A device that is gone (404, 410) is forgotten; a service that
 * fails is tried again.
 */
export async function sendPush(services: Services, job: PushJob): Promise<void> {
  const device = await findDevice(services, job.subscriptionId);
  if (!device) return;
  const ctx: Ctx = { ...services, viewer: device };
  const told = await findNotification(ctx, job.notificationId);
  if (!told || told.filtered) return;
  if (services.clock.now().getTime() - told.created.getTime() > lifeMs) return;
  if (await limited(ctx, `pushes to ${job.subscriptionId}`, often)) return;
  const words = await pushWords(ctx, told, device.saysWords);
  await deliver(services, job.subscriptionId, device, { ...words, id: told.id, kind: told.kind });
}

async function findDevice({ db }: Services, id: string): Promise<Device | undefined> {
  const { rows } = await db.execute<Device>(sql`
    select d.endpoint, d.public_key as "publicKey", d.auth, d.standard, d.sealed_token as "sealedToken",
      p.id::text as "personId", p.handle, p.name, p.zone, false as operator, p.languages,
      coalesce(s.push_says_words, false) as "saysWords"
    from ${pushSubscription} d join person p on p.id = d.person_id
      left join notification_setting s on s.person_id = p.id
    where d.id = ${id} and ${consents('push', sql`p.id`)}`);
  return rows[0];
}

async function deliver(
  services: Services,
  subscriptionId: string,
  device: Device,
  { id, kind, ...words }: PushWords & { id: string; kind: string },
): Promise<void> {
  const { endpoint, publicKey, auth, standard } = device;
  const { origin, contact } = services.config;
  const payload = JSON.stringify({
    access_token: unseal(services.secret, tokenPurpose, device.sealedToken),
    preferred_locale: device.languages[0] ?? 'en',
    notification_id: id,
    notification_type: kind,
    ...words,
  });
  const subject = origin.startsWith('https:') ? origin : `mailto:${contact}`;
  const { headers, body } = webPush.generateRequestDetails(
    { endpoint, keys: { p256dh: publicKey, auth } },
    payload,
    {
      vapidDetails: { subject, ...(await pushKeys(services)) },
      TTL: lifeMs / 1000,
      urgency: 'normal',
      contentEncoding: standard ? 'aes128gcm' : 'aesgcm',
    },
  );
  const answer = await services.fetcher.post(endpoint, {
    accept: '*/*',
    body,
    contentType: 'application/octet-stream',
    headers: textsOf(headers),
    maxBytes: 64 * 1024,
  });
  const status = 'refused' in answer ? 0 : answer.status;
  if (status >= 200 && status < 300) return;
  const gone = [400, 401, 403, 404, 410, 413].includes(status);
  const closed = 'refused' in answer && ['address', 'scheme', 'port'].includes(answer.refused);
  if (!gone && !closed) throw new Error(`A push service did not take a message (${status}).`);
  await services.db.execute(sql`delete from ${pushSubscription} where id = ${subscriptionId}`);
}

function textsOf(headers: Record<string, unknown>): Record<string, string> {
  const own = Object.entries(headers).filter(([name]) => !/^content-(?:length|type)$/i.test(name));
  return Object.fromEntries(own.map(([name, value]) => [name, String(value)]));
}
