import { countWaiting, listShown } from '#domain/mentions/mentions.server.ts';
import type { MentionedPage } from '#domain/mentions/rules.ts';
import { shownMention, type ShownMention } from '#domain/mentions/shown.ts';

interface Place {
  monthId: string;
  page: MentionedPage;
  /** The month's own address. */
  here: string;
  hosts: boolean;
}

/** What stands under a page of a month from elsewhere, and for hosts how many wait for them. */
export async function elsewhereShown(
  { ctx }: App.Locals,
  { monthId, page, here, hosts }: Place,
): Promise<{ mentions: ShownMention[]; desk: { href: string; waiting: number } | undefined }> {
  const mentions = (await listShown(ctx, monthId, page)).map(shownMention);
  if (!hosts) return { mentions, desk: undefined };
  const waiting = await countWaiting(ctx, monthId);
  return { mentions, desk: { href: `${here}/elsewhere`, waiting } };
}
