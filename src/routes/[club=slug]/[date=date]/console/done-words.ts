/** What a host reads after a button was pressed. */
export const doneWords: Readonly<Record<string, string | undefined>> = {
  asked: 'The question is asked.',
  held: 'The question waits until you let it go on.',
  resumed: 'The question goes on.',
  skipped: 'The question is left out.',
  moved: 'The order is changed.',
  extended: 'The clock is changed for all questions that wait.',
  added: 'The question is added.',
  noted: 'The note is kept. Only hosts can read it.',
  slowed: 'The pace is set.',
  closed: 'The chat is closed. Late answers stay possible.',
  hidden: 'The line is hidden. Everybody can read your reason.',
  letIn: 'The answer stands in the chat. Its writer is told once that a transcript is kept.',
  leftOut: 'The answer is left out. Its writer is not told.',
  shown: 'The line is shown again.',
};
