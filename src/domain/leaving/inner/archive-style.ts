/** Our look in small, for a page that stands alone: the house's colours by day and by lamp, letters of the device. */
export const archiveStyle = `
:root {
  color-scheme: light dark;
  --paper: light-dark(oklch(0.975 0.013 84), oklch(0.222 0.011 62));
  --sheet: light-dark(oklch(0.992 0.006 84), oklch(0.262 0.013 62));
  --ink: light-dark(oklch(0.265 0.018 55), oklch(0.925 0.014 82));
  --quiet: light-dark(oklch(0.445 0.024 60), oklch(0.775 0.02 80));
  --line: light-dark(oklch(0.885 0.02 80), oklch(0.345 0.015 65));
  --accent: light-dark(oklch(0.475 0.122 41), oklch(0.825 0.098 68));
  --focus: light-dark(oklch(0.46 0.14 268), oklch(0.83 0.07 268));
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 1.125rem/1.55 'Atkinson Hyperlegible Next', system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif;
}
header, main, footer { max-inline-size: 44rem; margin-inline: auto; padding-inline: 1rem; }
header { padding-block: 2.25rem 1rem; }
h1, h2, h3 { font-family: Literata, Georgia, 'Noto Serif', serif; line-height: 1.18; overflow-wrap: anywhere; text-wrap: balance; }
h1 { margin: 0; font-size: clamp(1.85rem, 1.5rem + 1.6vi, 2.65rem); }
h2 { margin: 0 0 1rem; font-size: 1.5rem; }
h3 { margin: 0 0 0.25rem; font-size: 1.25rem; }
.over { margin: 0 0 0.25rem; color: var(--quiet); }
.lead { max-inline-size: 60ch; }
.quiet { color: var(--quiet); font-size: 0.9375rem; }
.words { white-space: pre-wrap; overflow-wrap: anywhere; }
a { color: var(--accent); text-underline-offset: 0.2em; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 0.375rem; }
nav ul { display: flex; flex-wrap: wrap; gap: 0 1rem; margin: 0; padding: 0; list-style: none; }
nav a { display: inline-flex; align-items: center; min-block-size: 2.75rem; }
section {
  margin-block: 0 1.5rem; padding: 1.5rem 1.25rem; background: var(--sheet);
  border: 1px solid var(--line); border-radius: 0.75rem;
}
article { padding-block: 1rem; border-block-start: 1px solid var(--line); }
article:first-of-type { padding-block-start: 0; border: 0; }
article p { margin-block: 0 0.25rem; }
article:last-of-type { padding-block-end: 0; }
dl { margin: 0; }
dt { color: var(--quiet); font-size: 0.9375rem; }
dd { margin: 0 0 0.75rem; overflow-wrap: anywhere; }
@media (width >= 40rem) {
  section > dl { display: grid; grid-template-columns: minmax(9rem, 14rem) 1fr; gap: 0.5rem 1.5rem; align-items: baseline; }
  section > dl > dd { margin: 0; }
}
section > .quiet:last-child { margin-block: 1rem 0; }
dd dl, .plain > li { padding-inline-start: 0.75rem; border-inline-start: 2px solid var(--line); }
.plain > li > dl { padding: 0; border: 0; }
.plain { margin: 0.25rem 0 0; padding: 0; list-style: none; }
.plain > li { margin-block-end: 0.5rem; }
summary { min-block-size: 2.75rem; align-content: center; cursor: pointer; color: var(--accent); }
.pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(12rem, 1fr)); gap: 1rem; }
figure { margin: 0; }
img { display: block; max-inline-size: 100%; block-size: auto; border-radius: 0.375rem; }
figcaption { margin-block-start: 0.25rem; color: var(--quiet); font-size: 0.9375rem; }
footer { padding-block: 0 2.25rem; color: var(--quiet); font-size: 0.9375rem; }
@media print { section { break-inside: auto; border: 0; padding-inline: 0; } nav { display: none; } }
`;
