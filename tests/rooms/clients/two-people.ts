import { createRestAPIClient, createStreamingAPIClient, type mastodon } from 'masto';
import generator, { type MegalodonInterface } from 'megalodon';
import sharp from 'sharp';
import { aToken } from '../../makers/app.ts';
import { openWorldWithSite, type ServedWorld } from '../../site.ts';
import type { Scope } from '#domain/apps/scopes.ts';
import type { Viewer } from '#platform/ctx.server.ts';
import { apiRoutes } from '#protocols/mastodon-api/routes.server.ts';

/** Somebody with both clients at hand. */
export interface Holder {
  viewer: Viewer;
  token: string;
  masto: mastodon.rest.Client;
  megalodon: MegalodonInterface;
}

/** A served place with two people who use it by apps, and the routes that were called. */
export interface Place {
  world: ServedWorld;
  anna: Holder;
  ben: Holder;
  called: Set<string>;
  streaming(holder: Holder): mastodon.streaming.Client;
  holder(viewer: Viewer, scopes?: Scope[]): Promise<Holder>;
}

const everything: Scope[] = ['read', 'write', 'follow', 'push', 'profile'];

/** Opens the place. Routes note that they were called, whichever client calls them. */
export async function openPlace(): Promise<Place> {
  const called = new Set<string>();
  for (const route of apiRoutes) {
    const { answer } = route;
    route.answer = (call) => {
      called.add(`${route.method} ${route.path}`);
      return answer(call);
    };
  }
  // One of the clients looks at the machine's own clock before it plans a post.
  const world = await openWorldWithSite({ now: new Date().toISOString() });
  const holder = async (viewer: Viewer, scopes = everything): Promise<Holder> => {
    const token = await aToken(world, viewer, scopes);
    return {
      viewer,
      token,
      masto: createRestAPIClient({ url: world.origin, accessToken: token }),
      megalodon: generator('mastodon', world.origin, token),
    };
  };
  const streaming = ({ token }: Holder) => {
    const streamingApiUrl = world.origin.replace(/^http/, 'ws');
    return createStreamingAPIClient({ streamingApiUrl, accessToken: token });
  };
  const anna = await holder(await world.aPerson({ handle: 'anna', roles: ['patient'] }));
  const ben = await holder(await world.aPerson({ handle: 'ben_r', roles: ['professional'] }));
  return { world, anna, ben, called, streaming, holder };
}

/** A small photograph. */
export async function aPhoto(): Promise<File> {
  const noise = { type: 'gaussian', mean: 120, sigma: 40 } as const;
  const create = { width: 320, height: 200, channels: 3, background: '#48a', noise } as const;
  const bytes = await sharp({ create }).jpeg().toBuffer();
  return new File([new Uint8Array(bytes)], 'photo.jpg', { type: 'image/jpeg' });
}

/** Asks until the answer pleases, for ten seconds. */
export async function until<T>(
  ask: () => PromiseLike<T>,
  pleases: (answer: T) => boolean,
): Promise<T> {
  const end = Date.now() + 10_000;
  for (;;) {
    const answer = await ask();
    if (pleases(answer) || Date.now() > end) return answer;
    await new Promise((done) => setTimeout(done, 50));
  }
}
