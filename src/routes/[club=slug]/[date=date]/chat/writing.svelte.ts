import { Outbox, sentBy, type Letter, type Sent } from '../../../outbox.svelte.ts';
import { postForm } from '../../../post-form.ts';
import type { ChatLine } from '#domain/club/chat-view.ts';

/** An answer on its way, and what it answers. */
interface Answer extends Letter {
  question: string;
  parent: string;
}

/** What is being answered: a line with its question, or a question alone. */
export interface Aim {
  questionId: string;
  replyTo: ChatLine | undefined;
}

/** What somebody writes in a chat, and what they answer with it. */
export class Writing {
  replyTo: ChatLine | undefined = $state.raw();
  questionId = $state('');
  /** The number of the last line that arrived. */
  arrived: number | undefined = $state();
  readonly outbox: Outbox<Answer>;

  constructor(
    { monthId, handle }: { monthId: string; handle: string },
    { text, replyTo, questionId }: Aim & { text: string },
  ) {
    const place = { handle, kind: 'chat', id: monthId, text };
    this.outbox = new Outbox(place, (answer) => this.#post(answer));
    this.replyTo = replyTo;
    this.questionId = questionId;
  }

  send(): void {
    this.outbox.send({ question: this.questionId, parent: this.replyTo?.id ?? '' });
    this.replyTo = undefined;
  }

  async #post({ key, text, question, parent, looked = '' }: Answer): Promise<Sent> {
    const result = await postForm('answer', { key, text, question, parent, looked });
    const number = /#answer-(\d+)$/.exec(result.location ?? '')?.[1];
    if (number) this.arrived = Number(number);
    return sentBy(result);
  }
}
