/**
 * For pages that Svelte takes over: the field is guarded from then on, and not before, since the guard lays its own
 * beside the field. Who had begun to write by then is guarded at once. `label` is what sends it anyway.
 */
export function guarded(label: string) {
  return (area: HTMLTextAreaElement) => {
    area.dataset['guard'] = label;
    if (document.activeElement === area)
      area.dispatchEvent(new FocusEvent('focusin', { bubbles: true }));
  };
}
