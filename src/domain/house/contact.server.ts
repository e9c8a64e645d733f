import { readSettings } from './settings.server.ts';
import type { Services } from '#platform/services.server.ts';

/** How people reach whoever looks after the place; nothing while nobody has said so. */
export async function contactOf(
  services: Pick<Services, 'pool' | 'live' | 'config'>,
): Promise<string | undefined> {
  const { contact } = await readSettings(services);
  const address = contact || services.config.contact;
  return address.endsWith('.invalid') ? undefined : address;
}
