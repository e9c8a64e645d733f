/** The ids that tie a field to its hint and its error, so that they are read out together. */
export interface FieldIds {
  field: string;
  hint: string;
  error: string;
  /** For `aria-describedby`: the hint, then the error, whichever there are. */
  describedBy: string | undefined;
}

/**
 * Names the ids of one field. The id of the field is its name, so an error summary can link to
 * `#name`; give `id` where one name stands twice on a page.
 */
export function fieldIds(
  id: string,
  has: { hint?: string | undefined; error?: string | undefined },
): FieldIds {
  const hint = `${id}-hint`;
  const error = `${id}-error`;
  const said = [has.hint ? hint : '', has.error ? error : ''].filter(Boolean).join(' ');
  return { field: id, hint, error, describedBy: said || undefined };
}
