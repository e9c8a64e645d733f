/** What a person chose about how the place looks: their eyes, their evening. */
export interface Look {
  theme: 'auto' | 'light' | 'dark';
  text: 'normal' | 'large' | 'larger';
  /** Hides all counts, and pictures until asked. */
  calm: boolean;
}

/** How the place looks until somebody chooses. */
export const usualLook: Look = { theme: 'auto', text: 'normal', calm: false };

/** Reads a look from its cookie (`dark.large.calm`); anything unknown falls back to the usual. */
export function readLook(kept: string | undefined): Look {
  const [theme, text, calm] = (kept ?? '').split('.');
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : usualLook.theme,
    text: text === 'large' || text === 'larger' ? text : usualLook.text,
    calm: calm === 'calm',
  };
}

/** Writes a look for its cookie; `readLook` reads it back. */
export function writeLook(look: Look): string {
  return `${look.theme}.${look.text}.${look.calm ? 'calm' : 'usual'}`;
}

/** The attributes for the `<html>` element, in place of `%pocketfriends.look%` in app.html. */
export function lookAttributes(look: Look): string {
  return [
    `data-look-theme="${look.theme}"`,
    `data-look-text="${look.text}"`,
    ...(look.calm ? ['data-look-calm'] : []),
  ].join(' ');
}
