import { groupedKinds, type Kind } from '../kinds.ts';

const spanMs = 12 * 60 * 60 * 1000;

/** What alike notifications share: kind, post and half a day. Nothing for what is told one by one. */
export function groupKeyOf(kind: Kind, postId: string | undefined, at: Date): string | null {
  if (!groupedKinds.includes(kind)) return null;
  return [kind, postId, Math.floor(at.getTime() / spanMs)].filter(Boolean).join('-');
}
