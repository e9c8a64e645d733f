/** Reads what was kept; nothing when the device keeps nothing or somebody bent it. */
export function readShelf<T>(shelf: string, fit: (value: unknown) => value is T): T | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(shelf) ?? 'null');
    return fit(kept) ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a value, or takes it from the shelf when it is empty. Says whether the device did. */
export function keepOnShelf(shelf: string, value: string | readonly unknown[]): boolean {
  try {
    if (value.length > 0) localStorage.setItem(shelf, JSON.stringify(value));
    else localStorage.removeItem(shelf);
    return true;
  } catch {
    return false;
  }
}

/** A key that nobody else makes; also where the address is not https. */
export function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
