/** What somebody said, without the names of those whom they said it to. */
export function withoutNames(text: string): string {
  return text
    .replace(/(?<![\p{L}\p{N}_/.])@[\p{L}\p{N}_.-]+(?:@[\p{L}\p{N}.-]+)?/gu, '')
    .replace(/[ \t]+/g, ' ')
    .trim();
}

/** Whether somebody says "stop" and nothing else: they want to stand in no transcript. */
export function saysStop(text: string): boolean {
  return /^\W*stop\W*$/i.test(withoutNames(text));
}

/** The number of the question that an answer names at its beginning, as chats do: `A3`, `T3` or `Q3`. */
export function numberIn(text: string): number | undefined {
  const [, number] = /^\W*[ATQ]\s?(\d{1,2})(?![\p{L}\p{N}])/iu.exec(withoutNames(text)) ?? [];
  return number === undefined ? undefined : Number(number);
}

/** What a club tells somebody of another server once, and to them alone, when their first answer is taken. */
export function transcriptNotice(about: { club: string; transcript: string }): string {
  return [
    `Thank you for joining the chat of ${about.club}. A transcript of this chat is kept, and everybody can read it: your public answers stand in it with your name, here: ${about.transcript}`,
    'If you do not want that, reply with the one word "stop". Then your answers are taken out, and no more are taken in. If you delete a post at your place, it goes here as well.',
  ].join('\n\n');
}
