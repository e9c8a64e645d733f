import { readFileSync } from 'node:fs';
import type * as Cedar from '@cedar-policy/cedar-wasm/nodejs';

/** Cedar's own functions. */
export type CedarLibrary = typeof Cedar;

/** Loads Cedar with the first pack that is read: four megabytes that nobody needs who only asks for advice. */
export async function loadCedar(): Promise<CedarLibrary> {
  return await import('@cedar-policy/cedar-wasm/nodejs');
}

/** The schema that every pack is checked against. */
export const schema = readFileSync(new URL('../packs/facts.cedarschema', import.meta.url), 'utf8');
