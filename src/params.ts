import { defineParams } from '@sveltejs/kit/params';
import { asDate, asSlug } from '#domain/club/month-address.ts';
import { asHandle } from '#domain/people/handle.ts';
import { isId } from '#domain/people/id.ts';

/** What a part of an address has to look like before a page is asked about it. */
export const params = defineParams({ slug: asSlug, date: asDate, handle: asHandle, id: asId });

function asId(part: string): string | undefined {
  return isId(part) ? part : undefined;
}
