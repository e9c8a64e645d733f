import { randomUUID } from 'node:crypto';
import { readersFor, replyAudience, type Readers } from './audience-words.ts';
import type { Desk, DeskMedia } from './desk.ts';
import { findOwnMedia } from './media.server.ts';
import { mediaOfPosts } from './media-of-posts.server.ts';
import { mostMedia } from './media-rules.ts';
import { findPost } from './read.server.ts';
import type { PostView } from './view.ts';
import { pollOnDesk, type WritingFields } from './writing-form.ts';
import { languages } from '#domain/people/languages.ts';
import { findPostingDefaults } from '#domain/people/posting.server.ts';
import type { Ctx } from '#platform/ctx.server.ts';

/** What a form for a post begins with: how the viewer's posts begin, narrowed to what a reply can be. */
export async function deskFor(
  ctx: Ctx,
  {
    parent,
    back,
    mediaIds = [],
    wanted,
    typed,
  }: {
    parent?: PostView | undefined;
    back: string;
    mediaIds?: readonly string[];
    /** Who is asked for as its readers, in place of the usual ones. */
    wanted?: Readers | undefined;
    /** What was filled in before it was refused. */
    typed?: WritingFields | undefined;
  },
): Promise<Desk> {
  const usual = await findPostingDefaults(ctx);
  const choices = readersFor(parent);
  const first: Readers = wanted ?? (usual.visibility === 'direct' ? 'friends' : usual.visibility);
  const begin = choices.includes(first) ? first : (choices[0] ?? 'public');
  return {
    fields: typed ?? {
      text: parent ? named(ctx, parent) : '',
      readers: begin,
      note: parent?.contentNote ?? '',
      language: usual.language ?? '',
      repliesFrom: 'everyone',
      reply: parent?.id ?? '',
      key: randomUUID(),
      back,
      options: [],
      pollTime: '86400',
      pollMultiple: false,
      pollHidden: false,
      when: '',
      mediaIds: [...mediaIds],
      alts: {},
    },
    readers: choices,
    saidAudience: parent && replyAudience(parent, parent.author.name),
    languages,
    zone: ctx.viewer?.zone ?? 'UTC',
    hasPoll: false,
    media: await filesOnDesk(ctx, typed?.mediaIds ?? mediaIds),
    keep: parent ? `reply-${parent.id}` : 'post',
  };
}

/** What the form for changing an own post begins with; nothing for a post that is not there or is not theirs. */
export async function deskToChange(
  ctx: Ctx,
  id: string,
  { typed, added = [] }: { typed?: WritingFields; added?: readonly string[] } = {},
): Promise<Desk | undefined> {
  const view = await findPost(ctx, id);
  if (!view || view.author.id !== ctx.viewer?.personId) return undefined;
  const files = (await mediaOfPosts(ctx, [id])).get(id) ?? [];
  const mediaIds = [...new Set([...files.map((file) => file.id), ...added])];
  const desk = await deskFor(ctx, { back: '', mediaIds, typed });
  const { text, contentNote: note, repliesFrom } = view;
  const asked = pollOnDesk(view.poll);
  const fields = { text, note, repliesFrom, language: view.language ?? '', reply: '', ...asked };
  return {
    ...desk,
    fields: typed ?? { ...desk.fields, ...fields },
    readers: [],
    zone: undefined,
    hasPoll: view.poll !== null,
    keep: `change-${id}`,
  };
}

/** The same for writing an own post anew, after it is deleted: for those who read it before. */
export async function deskAnew(ctx: Ctx, id: string): Promise<Desk | undefined> {
  const desk = await deskToChange(ctx, id);
  const view = desk && (await findPost(ctx, id));
  if (!desk || !view) return undefined;
  const parent = view.inReplyTo ? await findPost(ctx, view.inReplyTo) : undefined;
  const choices = readersFor(parent);
  const was: Readers =
    view.localOnly && view.visibility === 'public'
      ? 'local'
      : view.visibility === 'direct'
        ? 'friends'
        : view.visibility;
  return {
    ...desk,
    fields: {
      ...desk.fields,
      reply: parent?.id ?? '',
      readers: choices.includes(was) ? was : (choices[0] ?? 'public'),
    },
    readers: choices,
    saidAudience: parent && replyAudience(parent, parent.author.name),
    zone: ctx.viewer?.zone,
    hasPoll: false,
    keep: 'anew',
  };
}

/** Others who were named in what is answered are named again, so that they hear of it; its author does anyway. */
function named({ viewer }: Ctx, { author, mentions }: PostView): string {
  const known = new Set([author.handle, viewer?.handle]);
  const others = mentions.filter(({ handle }) => !known.has(handle));
  return others.map(({ handle }) => `@${handle} `).join('');
}

/** The viewer's files of these ids, as a form shows them; those that are gone are left out. */
export async function filesOnDesk(ctx: Ctx, ids: readonly string[]): Promise<DeskMedia[]> {
  const found = await Promise.all(ids.slice(0, mostMedia).map((id) => findOwnMedia(ctx, id)));
  return found.flatMap((file) => {
    if (!file) return [];
    const { id, kind, name, small, alt } = file;
    const src = `/media/${name}`;
    return { id, kind, src, preview: small ? `${src}?size=small` : null, alt };
  });
}
