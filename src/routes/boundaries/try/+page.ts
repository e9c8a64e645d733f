import type { PageLoad } from './$types';
import { loadPacks } from '#domain/boundaries/packs-of.ts';

/** With script the advice is worked out on the device: everything that is needed comes with the page. */
export const csr = true;

export const load: PageLoad = async ({ data, fetch }) => {
  return { ...data, packs: await loadPacks(data.refs, fetch) };
};
