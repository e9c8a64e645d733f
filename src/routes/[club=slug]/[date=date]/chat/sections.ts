import type { ChatLine, ChatQuestion, ChatView } from '#domain/club/chat-view.ts';

/** A round with what was said to it; without a question for lines whose question is gone. */
export interface Section {
  question: ChatQuestion | undefined;
  lines: ChatLine[];
}

/** The rounds that were asked, in the order of asking, each with its lines by number. */
export function sections({ questions, lines, older }: ChatView): Section[] {
  const known = new Map(questions.map((question) => [question.id, question]));
  const said = Map.groupBy(lines, ({ questionId }) => known.get(questionId ?? ''));
  const rounds = questions
    // An older window shows only the rounds that it has lines of.
    .filter((question) => said.has(question) || (question.state === 'asked' && !older))
    .sort((a, b) => askedAt(a) - askedAt(b) || a.position - b.position)
    .map((question): Section => ({ question, lines: said.get(question) ?? [] }));
  const beside = said.get(undefined);
  return beside ? [...rounds, { question: undefined, lines: beside }] : rounds;
}

const askedAt = ({ asked }: ChatQuestion) => (asked ? Date.parse(asked) : Infinity);
