import { measurePages } from './page.ts';
import { clubSlug } from './seed.ts';

const page = {
  path: ({ dates }: { dates: { past: string } }) => `/${clubSlug}/${dates.past}/guest-post`,
  says: 'id="comment',
};

/** A guest post of sixteen paragraphs, about a thousand words, with 100 comments below it. */
export const measureGuestPost = measurePages(
  { ...page, name: 'guest post with 100 comments, afresh', as: 'afresh' },
  { ...page, name: 'guest post with 100 comments, kept', as: 'kept' },
);
