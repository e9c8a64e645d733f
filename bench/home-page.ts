import { measurePages } from './page.ts';

const page = { path: () => '/', says: 'Pocket Friends' };

/** The first page: what is on this month. */
export const measureHomePage = measurePages(
  { ...page, name: 'home page, afresh', as: 'afresh' },
  { ...page, name: 'home page, kept', as: 'kept' },
);
