/**
 * What every field with `data-guard` gains when somebody begins to write in it. All else is fetched then, and once.
 */
const guarded = new WeakMap<Element, Promise<void>>();

async function guard(area: HTMLTextAreaElement): Promise<void> {
  const { GuardedField } = await import('./field.ts');
  const field = new GuardedField(area);
  field.heed();
}

/** Begins to guard the field that has the focus, once. */
function watch(at: Element | null): void {
  if (!(at instanceof HTMLTextAreaElement) || !at.matches('[data-guard]')) return;
  if (!guarded.has(at)) guarded.set(at, guard(at));
}

document.addEventListener('focusin', ({ target }) => {
  if (target instanceof Element) watch(target);
});
watch(document.activeElement);
