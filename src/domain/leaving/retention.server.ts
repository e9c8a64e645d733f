import { join } from 'node:path';
import { forgetOldArchives } from './archive.server.ts';
import { removeStrayFiles } from './inner/archive-files.server.ts';
import { picturesInUse } from './inner/areas.server.ts';
import { forgetUnusedApps } from '#domain/apps/keeper.server.ts';
import { forgetOldActs } from '#domain/house/keeper.server.ts';
import { forgetOldMentions } from '#domain/mentions/keep.server.ts';
import { forgetGoneLinks } from '#domain/mentions/told.server.ts';
import { forgetOldNotifications } from '#domain/notifications/keeper.server.ts';
import { forgetOldReports } from '#domain/moderation/keeper.server.ts';
import { forgetWhatIsOld } from '#domain/people/tidy.server.ts';
import { forgetLoosePreviews } from '#domain/posts/link-previews.server.ts';
import { removeLetters } from '#platform/mailbox.server.ts';
import type { Services } from '#platform/services.server.ts';
import { picturesFromBefore } from '#platform/stored-pictures.server.ts';

const hour = 60 * 60 * 1000;
const day = 24 * hour;

/** How many days letters and failed jobs stay, and pictures that nothing shows; docs/operating.md says the same. */
const keptDays = { letter: 30, deadLetter: 30, loosePicture: 1 } as const;

/**
 * The job of every minute: removes copies whose day is over, and once an hour everything else that has
 * stayed for as long as was promised, in every area.
 */
export async function keepNothingLonger(services: Services): Promise<void> {
  await forgetOldArchives(services);
  if (services.clock.now().getUTCMinutes() === 17) await forgetWhatIsOldEverywhere(services);
}

/** What has stayed for as long as was promised goes, in every area, in the queue and in the folders. */
export async function forgetWhatIsOldEverywhere(services: Services): Promise<void> {
  const { clock, jobs, db, config } = services;
  const ago = (milliseconds: number) => new Date(clock.now().getTime() - milliseconds);
  await forgetWhatIsOld(services);
  await forgetUnusedApps(services);
  await forgetOldActs(services);
  await forgetOldReports(services);
  await forgetLoosePreviews(services);
  await forgetOldNotifications(services);
  await forgetOldMentions(services);
  await forgetGoneLinks(services);
  await jobs.forgetOld(db, { done: ago(hour), dead: ago(keptDays.deadLetter * day) });
  await removeStrayFiles(services);
  const letters = ago(keptDays.letter * day);
  await removeLetters(join(config.dataDir, 'mailbox'), ({ kept }) => kept < letters);
  await removeLoosePictures(services, ago(keptDays.loosePicture * day));
}

/** A picture that was stored and then not used, because somebody went away in between. */
async function removeLoosePictures(services: Services, before: Date): Promise<void> {
  const old = await picturesFromBefore(join(services.config.dataDir, 'media'), before);
  // A thousand at a time: a statement takes so many names and not many more.
  for (let at = 0; at < old.length; at += 1000) {
    const some = old.slice(at, at + 1000);
    const used = await picturesInUse(services, some);
    for (const name of some) if (!used.has(name)) await services.storage.remove(name);
  }
}
