import { measurePages } from './page.ts';
import { clubSlug } from './seed.ts';

const page = {
  path: ({ dates }: { dates: { past: string } }) => `/${clubSlug}/${dates.past}/transcript`,
  says: 'Person ',
};

/** The transcript of a chat of 500 answers to five questions. */
export const measureTranscript = measurePages(
  { ...page, name: 'transcript of 500 posts, afresh', as: 'afresh' },
  { ...page, name: 'transcript of 500 posts, kept', as: 'kept' },
);
