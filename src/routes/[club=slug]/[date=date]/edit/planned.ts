import { error } from '@sveltejs/kit';
import { findMonth, type Month } from '#domain/club/months.server.ts';

/** The month that a curator plans; to everybody else the page is not there. */
export async function plannedMonth(
  ctx: App.Locals['ctx'],
  params: { club: string; date: string },
): Promise<Month> {
  const month = await findMonth(ctx, params.club, params.date);
  if (!month?.curates) error(404, 'Not here');
  return month;
}

/** Where a month is planned, with a word about what was just kept. */
export function planOf(month: { club: { slug: string } }, date: string, kept?: string): string {
  return `/${month.club.slug}/${date}/edit${kept ? `?kept=${kept}` : ''}`;
}

/** A form as text by field; files are left out. */
export async function fieldsOf(request: Request): Promise<Record<string, string>> {
  const fields: Record<string, string> = {};
  for (const [name, value] of await request.formData())
    if (typeof value === 'string') fields[name] = value;
  return fields;
}

/** What the head of every planning page says. */
export function headOf(month: Month) {
  const { slug, name } = month.club;
  return { theme: month.theme, date: month.date, state: month.state, slug, clubName: name };
}
