import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { ownNote } from '../own-note.ts';
import {
  findDraft,
  placePicture,
  previewDraft,
  saveDraft,
  type DraftInput,
  type NoPen,
  type WritingKey,
} from '#domain/club/guest-drafts.server.ts';
import { dayWords, momentWords, type GuestPostWords } from '#domain/club/guest-post-rules.ts';
import { publishGuestPost } from '#domain/club/guest-posts.server.ts';
import { removePicture } from '#domain/club/pictures.server.ts';

/** Where a guest post is written: what opens it, and the address of its editor. */
export interface Desk {
  key: WritingKey;
  here: string;
}

/** What the editor shows of a draft, or why it is closed to whoever asks. */
export async function deskOf(ctx: App.Locals['ctx'], { key, here }: Desk, method: string) {
  const draft = await findDraft(ctx, key);
  if ('refused' in draft) {
    // After a refused save the page must still be drawn: it hands back what was typed.
    if (draft.refused === 'gone' && method !== 'POST') error(404, 'Not here');
    return { here, closed: draft.refused };
  }
  const { updated, published, invite, ...rest } = draft;
  return {
    here,
    draft: {
      ...rest,
      published: published !== null,
      saved: updated ? momentWords(updated.toISOString()) : undefined,
      until: invite && dayWords(invite.expires),
      accepted: invite?.accepted ?? false,
      link: 'token' in key ? key.token : undefined,
      note: await ownNote(ctx, `${rest.body}\n${rest.about}`),
      address: `/${rest.club.slug}/${rest.month.date}/guest-post`,
    },
  };
}

type Asked = Pick<RequestEvent, 'locals' | 'request'>;

/** Keeps what was written. */
export async function save({ locals, request }: Asked, desk: Desk) {
  const { input, then } = await readDesk(request);
  const result = await saveDraft(locals.ctx, desk.key, input);
  if ('refused' in result) return handBack(result, input);
  const id = await idOf(locals.ctx, desk.key);
  redirect(303, `${desk.here}${then === 'pictures' ? '/pictures' : ''}?kept=yes&sent=draft-${id}`);
}

/** Shows what was written, and keeps nothing. */
export async function preview({ locals, request }: Asked, desk: Desk) {
  const { input } = await readDesk(request);
  const result = await previewDraft(locals.ctx, desk.key, input);
  if ('refused' in result) return handBack(result, input);
  return { words: wordsOf(input), version: input.version, own: input.own, look: result.html };
}

/** Keeps what was written, then publishes it. */
export async function publish({ locals, request }: Asked, desk: Desk) {
  const { input } = await readDesk(request);
  const saved = await saveDraft(locals.ctx, desk.key, input);
  if ('refused' in saved) return handBack(saved, input);
  const result = await publishGuestPost(locals.ctx, desk.key);
  if (!('refused' in result)) redirect(303, `/${result.slug}/${result.date}/guest-post`);
  const now = { ...input, version: saved.saved };
  if (result.refused !== 'unfinished') return handBack(result, now);
  return fail(400, {
    words: wordsOf(input),
    version: saved.saved,
    faults: Object.fromEntries(result.missing.map((part) => [part, lacking[part]])),
  });
}

/** Puts a picture at the end of the text. */
export async function place({ locals, request }: Asked, desk: Desk) {
  const name = String((await request.formData()).get('name') ?? '');
  const result = await placePicture(locals.ctx, desk.key, name);
  if ('refused' in result) return fail(400, { problem: 'notPlaced' });
  redirect(303, `${desk.here}?kept=picture#body`);
}

/** Takes a picture away. */
export async function takeAway({ locals, request }: Asked, desk: Desk) {
  const name = String((await request.formData()).get('name') ?? '');
  const result = await removePicture(locals.ctx, desk.key, name);
  if ('refused' in result) return fail(400, { problem: result.refused });
  redirect(303, `${desk.here}/pictures`);
}

type Refused = Exclude<Awaited<ReturnType<typeof saveDraft>>, { saved: number }> | NoPen;

/** Whatever is refused, the words come back. */
function handBack(refusal: Refused, input: DraftInput) {
  const words = wordsOf(input);
  const { version, own } = input;
  switch (refusal.refused) {
    case 'words': {
      const faults = Object.fromEntries(
        Object.entries(refusal.faults).map(([part, why]) => [part, whys[why]]),
      );
      return fail(400, { words, version, own, faults });
    }
    case 'otherEdit':
      return fail(409, { words, version: refusal.version, own, theirs: refusal.theirs });
    case 'tooFast':
      return fail(429, { words, version, own, resting: true });
    default:
      return fail(410, { words, version, own, closed: refusal.refused });
  }
}

const whys = {
  tooLong: 'This is longer than we can take. Please make it shorter.',
  notText: 'There is a broken character in it. Please type it again.',
};

const lacking = {
  title: 'Give it a title first.',
  authorName: 'Say who wrote it first.',
  body: 'There is nothing to read yet.',
};

async function readDesk(request: Request): Promise<{ input: DraftInput; then: string }> {
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? '');
  const input: DraftInput = {
    title: text('title'),
    authorName: text('authorName'),
    about: text('about'),
    body: text('body'),
    version: Number(text('version')) || 0,
    own: form.has('asksOwn') ? form.has('own') : undefined,
  };
  return { input, then: text('then') };
}

function wordsOf({ title, authorName, about, body }: GuestPostWords): GuestPostWords {
  return { title, authorName, about, body };
}

async function idOf(ctx: App.Locals['ctx'], key: WritingKey): Promise<string> {
  const draft = await findDraft(ctx, key);
  return 'refused' in draft ? '' : draft.id;
}
