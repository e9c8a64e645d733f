/** What a letter may say of the place that it comes from: its address and its name. */
export interface LetterPlace {
  origin: string;
  name: string;
}
