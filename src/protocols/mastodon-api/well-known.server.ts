import { profileAddress, pictureOf } from './entities/account.ts';
import { answer, notFound, refuse, tooFast } from './errors.ts';
import { readFigures } from './figures.server.ts';
import type { Call, Route } from './route.ts';
import { handleOfUri, personUri } from '#domain/federation/addresses.ts';
import { readSettings } from '#domain/house/settings.server.ts';
import { asHandle, hostOf } from '#domain/people/handle.ts';
import { guessesHandles, noteWrongHandle } from '#domain/people/handle-guesses.server.ts';
import { findProfile, type Profile } from '#domain/people/profile.server.ts';
import { productVersion } from '#platform/product-version.server.ts';

const open = { token: 'none' } as const;
const get = (path: string, read: Route['answer']): Route => ({
  ...{ method: 'GET', path, needs: open, answer: read },
});

/** How programs find out what this place is, and whom a handle means. */
export const wellKnownRoutes: readonly Route[] = [
  get('/.well-known/nodeinfo', nodeinfos),
  get('/nodeinfo/2.0', (call) => nodeinfo(call, '2.0')),
  get('/nodeinfo/2.1', (call) => nodeinfo(call, '2.1')),
  get('/.well-known/host-meta', hostMeta),
  get('/.well-known/webfinger', webfinger),
];

const schema = (version: string) => `http://nodeinfo.diaspora.software/ns/schema/${version}`;

async function nodeinfos({ ctx }: Call): Promise<Response> {
  const links = ['2.0', '2.1'].map((version) => ({
    rel: schema(version),
    href: `${ctx.config.origin}/nodeinfo/${version}`,
  }));
  return answer({ links });
}

/** Who is here is said in tens. */
async function nodeinfo({ ctx }: Call, version: '2.0' | '2.1'): Promise<Response> {
  const { people, posts } = await readFigures(ctx);
  const { name, about, signUp, languages } = await readSettings(ctx);
  const type = `application/json; profile="${schema(version)}#"; charset=utf-8`;
  const body = {
    version,
    software: { name: 'pocketfriends', version: productVersion() },
    protocols: ['activitypub'],
    services: { inbound: [], outbound: ['atom1.0', 'rss2.0'] },
    openRegistrations: signUp === 'open',
    usage: {
      users: { total: people.all, activeMonth: people.month, activeHalfyear: people.halfYear },
      localPosts: posts.all,
    },
    metadata: { nodeName: name, nodeDescription: about, langs: languages },
  };
  return answer(body, 200, { 'content-type': type });
}

/** RFC 6415: where a question about an account is asked. */
async function hostMeta({ ctx }: Call): Promise<Response> {
  const template = `${ctx.config.origin}/.well-known/webfinger?resource={uri}`;
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">
  <Link rel="lrdd" type="application/jrd+json" template="${template}"/>
</XRD>
`;
  return new Response(xml, { headers: { 'content-type': 'application/xrd+xml; charset=utf-8' } });
}

/**
 * RFC 7033: who is meant by `acct:anna@here` or by the address of a page. Whoever tries a list of handles
 * is told nothing for a while, as on the pages.
 */
async function webfinger({ ctx, query, address }: Call): Promise<Response> {
  const resource = query.get('resource');
  if (!resource) return refuse(400, 'resource is missing');
  const { origin } = ctx.config;
  const handle = handleIn(resource, origin);
  if (!handle) return notFound();
  if (await guessesHandles(ctx, address)) return tooFast(10 * 60);
  const profile = await findProfile(ctx, handle);
  if (!profile) await noteWrongHandle(ctx, address);
  if (!profile) return notFound();
  const rels = query.getAll('rel');
  const { links, ...jrd } = jrdOf(origin, profile);
  const wanted = rels.length === 0 ? links : links.filter(({ rel }) => rels.includes(rel));
  return answer({ ...jrd, links: wanted }, 200, { 'content-type': 'application/jrd+json' });
}

function handleIn(resource: string, origin: string): string | undefined {
  const { host } = new URL(origin);
  const [, name = '', at] = /^acct:@?([^@/?#]+)@([^@/?#]+)$/i.exec(resource) ?? [];
  if (at !== undefined) return at.toLowerCase() === host ? asHandle(`@${name}`) : undefined;
  const page = URL.parse(resource);
  if (page?.origin !== origin) return undefined;
  const handle = handleOfUri(origin, page.href) ?? asHandle(page.pathname.slice(1));
  // Their own server speaks for whoever lives elsewhere.
  return handle && !hostOf(handle) ? handle : undefined;
}

function jrdOf(origin: string, profile: Profile) {
  const page = profileAddress(origin, profile);
  return {
    subject: `acct:${profile.handle}@${new URL(origin).host}`,
    aliases: [page, personUri(origin, profile.handle)],
    links: [
      {
        ...{ rel: 'self', type: 'application/activity+json' },
        href: personUri(origin, profile.handle),
      },
      { rel: 'http://webfinger.net/rel/profile-page', type: 'text/html', href: page },
      { rel: 'http://webfinger.net/rel/avatar', href: pictureOf(origin, profile) },
    ],
  };
}
