import { activityPubDoor } from './activitypub/door.server.ts';
import { feedsDoor } from './feeds/door.server.ts';
import { mastodonDoor } from './mastodon-api/app.server.ts';
import { mediaDoor } from './uploads/media.server.ts';
import { webmentionDoor } from './webmention/door.server.ts';
import type { Services } from '#platform/services.server.ts';

/** A part of the house that programs talk to: which paths are its own, and what answers them. */
export interface MachineDoor {
  paths: RegExp;
  /** Which requests to them, where pages share an address with what programs read. */
  takes?(path: string, accept: string): boolean;
  answer(request: Request): Response | Promise<Response>;
}

/** All of them, in the order in which they are asked. */
export function machineDoors(services: Services): MachineDoor[] {
  return [
    feedsDoor(services),
    mediaDoor(services),
    webmentionDoor(services),
    mastodonDoor(services),
    activityPubDoor(services),
  ];
}
