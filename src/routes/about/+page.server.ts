import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => {
  locals.keep = { tags: [], seconds: 300 };
  const { contact } = locals.ctx.config;
  return { contact: contact.endsWith('.invalid') ? undefined : contact };
};
