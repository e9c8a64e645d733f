export type Storage = Record<string, never>;
export function makeStorage(_folder: string): Storage {
  return {};
}
