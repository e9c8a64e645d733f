import { measurePages } from './page.ts';
import { clubSlug } from './seed.ts';

const page = {
  path: ({ dates }: { dates: { past: string } }) => `/${clubSlug}/${dates.past}`,
  says: 'Theme 1',
};

/** A past month: paper, guest post, questions, hours in three cities, two readings. */
export const measureMonthPage = measurePages(
  { ...page, name: 'month page, afresh', as: 'afresh' },
  { ...page, name: 'month page, kept', as: 'kept' },
);
