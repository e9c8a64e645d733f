import * as leaving from '../keeper.server.ts';
import * as apps from '#domain/apps/keeper.server.ts';
import * as boundaries from '#domain/boundaries/keeper.server.ts';
import * as club from '#domain/club/keeper.server.ts';
import * as connections from '#domain/connections/keeper.server.ts';
import * as federation from '#domain/federation/keeper.server.ts';
import * as house from '#domain/house/keeper.server.ts';
import * as mentions from '#domain/mentions/keeper.server.ts';
import * as notifications from '#domain/notifications/keeper.server.ts';
import * as messages from '#domain/messages/keeper.server.ts';
import * as moderation from '#domain/moderation/keeper.server.ts';
import * as people from '#domain/people/keeper.server.ts';
import * as posts from '#domain/posts/keeper.server.ts';
import type { Ctx, Tx } from '#platform/ctx.server.ts';

/** What every area does with what it keeps of a person. */
interface Keeper {
  exportFor(ctx: Ctx, personId: string): Promise<object>;
  erase(tx: Tx, personId: string): Promise<void>;
}

/** Every area that keeps something of people, those that lean on others first: people comes last. */
export const keepers = {
  leaving,
  notifications,
  moderation,
  federation,
  mentions,
  club,
  messages,
  posts,
  connections,
  boundaries,
  apps,
  house,
  people,
} satisfies Record<string, Keeper>;

/** Which of these pictures something or somebody still shows. */
export async function picturesInUse(ctx: Pick<Ctx, 'db'>, names: string[]): Promise<Set<string>> {
  const used = [];
  for (const area of [club, people, posts]) used.push(...(await area.picturesInUse(ctx, names)));
  return new Set(used);
}
