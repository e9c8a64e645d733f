import { Hono, type Context } from 'hono';
import { actorOf, readOwnActor } from './documents/actors.server.ts';
import * as collections from './documents/collections.server.ts';
import { eventDocument, readEvent } from './documents/event.server.ts';
import { documentType } from './documents/context.ts';
import { readActivityOf, readContext, readNote, readReplies } from './documents/one-note.server.ts';
import { readQuoteAuthorization } from './documents/quotes.server.ts';
import { receiveActivity } from './inbox.server.ts';
import { readerOf, serverOf } from './reader.server.ts';
import { findMonthEvent, findMonthId } from '#domain/club/month-event.server.ts';
import { meet } from '#domain/connections/meet.server.ts';
import { findOwnPerson } from '#domain/federation/own-person.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';
import type { Services } from '#platform/services.server.ts';

const own = /^\/inbox$|^\/users\/[^/]+(?:\/|$)/;
/** Pages of people, posts, clubs and their months, which are documents for whoever asks for one. */
const pages =
  /^\/@[a-z0-9_-]{1,60}(?:\/[1-9]\d{0,17})?$|^\/[a-z0-9-]{1,60}(?:\/\d{4}-\d\d-\d\d)?$/i;
const wished = /application\/activity\+json|application\/ld\+json/i;

/** The door for other servers: actors, their collections and posts, and the inboxes. */
export function activityPubDoor(services: Services) {
  const ctx: Ctx = { ...services, viewer: null };
  const app = new Hono();
  app.post('/inbox', (c) => receiveActivity(ctx, c.req.raw));
  app.post('/users/:handle/inbox', async (c) =>
    (await findOwnPerson(ctx, c.req.param('handle'))) ? receiveActivity(ctx, c.req.raw) : absent(),
  );
  app.get('/users/:handle', (c) => person(ctx, c));
  app.get('/users/:handle/statuses/:id', (c) => note(ctx, c, readNote));
  app.get('/users/:handle/statuses/:id/activity', (c) => note(ctx, c, readActivityOf));
  app.get('/users/:handle/statuses/:id/replies', (c) => note(ctx, c, readReplies));
  app.get('/users/:handle/statuses/:id/context', (c) => note(ctx, c, readContext));
  app.get('/users/:handle/quotes/:id', (c) => quote(ctx, c));
  app.get('/users/:handle/followers_synchronization', (c) => followersOfServer(ctx, c));
  for (const name of ['outbox', 'featured', 'followers', 'following'] as const)
    app.get(`/users/:handle/${name}`, (c) => collection(ctx, c, collections[name]));
  app.get('/users/:handle/moderators', (c) => moderators(ctx, c));
  app.get('/users/:handle/events/:id', (c) => event(ctx, c));
  app.get('/:page', (c) => page(ctx, c));
  app.get('/:club/:date{\\d{4}-\\d\\d-\\d\\d}', (c) => monthOf(ctx, c));
  app.get('/:page/:id', (c) => note(ctx, c, readNote));
  app.notFound(() => absent());
  app.onError((fault) => {
    services.log.error({ err: fault }, 'an answer to another server failed');
    return new Response(null, { status: 500 });
  });
  return {
    paths: new RegExp(`${own.source}|${pages.source}`, 'i'),
    takes: (path: string, accept: string) => own.test(path) || wished.test(accept),
    answer: app.fetch,
  };
}

/** An actor for programs; whoever opens its address in a browser is sent to the page. */
async function person(ctx: Ctx, c: Context): Promise<Response> {
  const found = await findOwnPerson(ctx, c.req.param('handle') ?? '');
  if (!found) return absent();
  if (!wished.test(c.req.header('accept') ?? '')) return toPage(ctx, `/@${found.handle}`);
  return document(await actorOf(ctx, found));
}

function toPage({ config }: Ctx, path: string): Response {
  const location = config.origin + path;
  return new Response(null, { status: 302, headers: { location, vary: 'accept' } });
}

/** The same under the address of a person's page, or a club's. */
async function page(ctx: Ctx, c: Context): Promise<Response> {
  const name = (c.req.param('page') ?? '').toLowerCase();
  if (name.startsWith('@')) return document(await readOwnActor(ctx, name.slice(1)));
  const found = await findOwnPerson(ctx, name);
  return found?.kind === 'group' ? document(await actorOf(ctx, found)) : absent();
}

async function note(
  ctx: Ctx,
  c: Context,
  read: (ctx: Ctx, handle: string, id: string) => Promise<object | undefined>,
): Promise<Response> {
  const name = c.req.param('handle') ?? c.req.param('page') ?? '';
  const handle = name.replace(/^@/, '').toLowerCase();
  const id = c.req.param('id') ?? '';
  if (!wished.test(c.req.header('accept') ?? '')) return toPage(ctx, `/@${handle}/${id}`);
  return document(await read(await asReader(ctx, c), handle, id));
}

/** What only programs ask for: there is no page of it. */
async function quote(ctx: Ctx, c: Context): Promise<Response> {
  const [handle = '', id = ''] = [c.req.param('handle'), c.req.param('id')];
  return document(await readQuoteAuthorization(await asReader(ctx, c), handle, id));
}

async function collection(ctx: Ctx, c: Context, read: collections.Collection): Promise<Response> {
  const found = await findOwnPerson(ctx, c.req.param('handle') ?? '');
  const reading = await asReader(ctx, c);
  // Whoever says who they are, and is kept away, reads nothing.
  if (!found || !(await meet(reading, found.id))) return absent();
  const { searchParams } = new URL(c.req.url);
  return document(await read(reading, found, searchParams));
}

/** Only clubs have any. */
async function moderators(ctx: Ctx, c: Context): Promise<Response> {
  const found = await findOwnPerson(ctx, c.req.param('handle') ?? '');
  return found?.kind === 'group' ? collection(ctx, c, collections.moderators) : absent();
}

/** Of somebody's followers those who live on the server of whoever signs; 401 for everybody else. */
async function followersOfServer(ctx: Ctx, c: Context): Promise<Response> {
  const found = await findOwnPerson(ctx, c.req.param('handle') ?? '');
  if (!found) return absent();
  const asking = await serverOf(ctx, c.req.raw);
  if (!asking) return new Response(null, { status: 401, headers: { 'cache-control': 'no-store' } });
  if (!(await meet({ ...ctx, viewer: asking.viewer }, found.id))) return absent();
  return document(await collections.followersAt(ctx, found, asking.origin));
}

/** The chat of a month, also under the address of the month's page. */
async function event(ctx: Ctx, c: Context): Promise<Response> {
  const [handle = '', id = ''] = [c.req.param('handle'), c.req.param('id')];
  const found = await readEvent(ctx, handle.toLowerCase(), id);
  if (!found || wished.test(c.req.header('accept') ?? '')) return document(found);
  return toPage(ctx, new URL(found.url).pathname);
}

async function monthOf(ctx: Ctx, c: Context): Promise<Response> {
  const [slug = '', date = ''] = [c.req.param('club'), c.req.param('date')];
  const monthId = await findMonthId(ctx, slug, date);
  const found = monthId && (await findMonthEvent(ctx, monthId));
  return document(found ? eventDocument(ctx.config.origin, found) : undefined);
}

/** Whoever signs a request reads as themselves, everybody else as a visitor. */
async function asReader(ctx: Ctx, c: Context): Promise<Ctx> {
  return { ...ctx, viewer: (await readerOf(ctx, c.req.raw)) ?? null };
}

function document(found: object | undefined): Response {
  if (!found) return absent();
  return new Response(JSON.stringify(found), {
    headers: {
      'content-type': documentType,
      vary: 'accept, signature, signature-input',
      'cache-control': 'private, no-cache',
      'access-control-allow-origin': '*',
    },
  });
}

/** The one answer for what is not there, was, or is not for whoever asks. */
function absent(): Response {
  return new Response(null, { status: 404, headers: { 'cache-control': 'no-store' } });
}
