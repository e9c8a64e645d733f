import { error, fail, redirect } from '@sveltejs/kit';
import type { Actions } from './$types';
import { tooManyPresses } from '#domain/club/host-console.server.ts';
import { findMonth } from '#domain/club/months.server.ts';

type Ctx = App.Locals['ctx'];

/** What a host reads when something did not go through. */
const words: Record<string, string> = {
  asked: 'This question has been asked already.',
  empty: 'Please write something first.',
  tooLong: 'This is too long.',
  notText: 'There is a broken character in it.',
  changed: 'Its writer has changed it meanwhile. Please read it again.',
  step: 'The chat is not live, so there is nothing to close.',
  noLine: 'There is no such line, or it is gone already.',
  tooFast: 'That was very quick. Please wait a minute.',
};

/** A verb of the console: what it does with the form, and the part of the page it comes back to. */
type Press = (ctx: Ctx, monthId: string, form: FormData) => Promise<object | { refused: string }>;

/** The id that a button sends. */
export const id = (form: FormData) => String(form.get('id') ?? '');
/** A whole number that a field sends; 0 when it is none. */
export const whole = (form: FormData, name: string) =>
  Number.parseInt(String(form.get(name) ?? ''), 10) || 0;

/** An action: may they, do it, and back to the place on the page where the button was. */
export function press(done: string, place: string, verb: Press): Actions[string] {
  return async ({ locals, params, request }) => {
    const { ctx } = locals;
    const month = await findMonth(ctx, params.club, params.date);
    if (!month?.hosts) error(404, 'Not here');
    const form = await request.formData();
    const typed = typedIn(form);
    if (await tooManyPresses(ctx)) return fail(429, { place, error: words['tooFast'], ...typed });
    const result = await verb(ctx, month.id, form);
    if ('refused' in result) {
      const said = words[String(result.refused)] ?? 'This did not work. Please look again.';
      return fail(400, { place, error: said, ...typed });
    }
    redirect(303, `/${month.club.slug}/${month.date}/console?done=${done}#${place}`);
  };
}

/** What somebody wrote goes back into the form that was refused. */
function typedIn(form: FormData): { text: string; reason: string; note: string } {
  const field = (name: string) => String(form.get(name) ?? '');
  return { text: field('text'), reason: field('reason'), note: field('note') };
}
