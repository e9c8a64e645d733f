import { isObject, listOf, readJson, sameOrigin, textOf, uriOf, type Json } from './json.ts';
import { inboxesOfFollowers } from '#domain/federation/outgoing.server.ts';
import { listToAsk, noteSoftware } from '#domain/federation/peer-software.server.ts';
import { mayTalk } from '#domain/federation/peers.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

/** Has those servers asked from which a club is followed and which were not asked today; it counts from then on. */
export async function askLater(ctx: Ctx, clubPersonId: string): Promise<void> {
  for (const host of await listToAsk(ctx, await inboxesOfFollowers(ctx, clubPersonId)))
    await ctx.jobs.send(ctx.db, 'ask-software', { host }, { once: `ask-software ${host}` });
}

/** The job `ask-software`: asks a server what it runs. https://nodeinfo.diaspora.software/protocol */
export async function askSoftware(services: Services, { host }: { host: string }): Promise<void> {
  const ctx: Ctx = { ...services, viewer: null };
  await noteSoftware(ctx, host, (await mayTalk(ctx, host)) ? await nameAt(ctx, host) : undefined);
}

async function nameAt(ctx: Ctx, host: string): Promise<string | undefined> {
  const start = `https://${host}/.well-known/nodeinfo`;
  const links = listOf((await fetchJson(ctx, start))?.['links']).filter(isObject);
  const schema = /^https?:\/\/nodeinfo\.diaspora\.software\/ns\/schema\/2\.\d$/;
  const href = uriOf(links.find(({ rel }) => schema.test(textOf(rel) ?? ''))?.['href']);
  if (!href || !sameOrigin(href, start)) return undefined;
  const software = (await fetchJson(ctx, href))?.['software'];
  const name = isObject(software) ? textOf(software['name'])?.toLowerCase() : undefined;
  return name && /^[a-z0-9-]{1,50}$/.test(name) ? name : undefined;
}

async function fetchJson(ctx: Ctx, url: string): Promise<Json | undefined> {
  const most = { deadlineMs: 5_000, maxBytes: 64 * 1024 };
  const answer = await ctx.fetcher.get(url, { accept: 'application/json', ...most });
  if ('refused' in answer || answer.status !== 200) return undefined;
  return readJson(answer.body.toString('utf8'));
}
