/** Something one can choose: what is sent, what is read, and a quiet word about it. */
export interface Choice {
  value: string;
  label: string;
  hint?: string | undefined;
}
