import type { PageServerLoad } from './$types';
import { momentWords } from '../day-words.ts';
import { faceOf, ownId } from './desk.ts';
import { countRequests, listConversations } from '#domain/messages/conversations.server.ts';
import { countInWords, namesInWords } from '#domain/messages/rules.ts';
import type { ConversationView } from '#domain/messages/view.ts';

const onAPage = 30;

export const load: PageServerLoad = async (event) => {
  event.depends('messages:list');
  const me = await ownId(event);
  const { ctx } = event.locals;
  const { searchParams } = event.url;
  const state = searchParams.get('tab') === 'requests' ? 'waiting' : 'accepted';
  const before = searchParams.get('before') ?? '';
  const window = { limit: onAPage + 1, ...(/^\d{1,18}$/.test(before) && { maxId: before }) };
  const found = await listConversations(ctx, window, state);
  const shown = found.slice(0, onAPage);
  const requests = await countRequests(ctx);
  return {
    state,
    requests: requests > 0 ? countInWords(requests) : '',
    conversations: shown.map((one) => line(one, me)),
    newest: before === '',
    older: found.length > onAPage ? (shown.at(-1)?.lastId ?? null) : null,
  };
};

function line({ id, people, unread, last }: ConversationView, me: string) {
  return {
    id,
    unread,
    people: people.map(faceOf),
    names: namesInWords(people.map(({ name }) => name)) || 'Somebody who has left',
    last: last && {
      at: last.published,
      when: momentWords(new Date(last.published)).words,
      by: last.author.id === me ? 'You' : people.length > 1 ? last.author.name : '',
      words: last.contentNote || last.text.slice(0, 200) || 'A picture or a recording',
    },
  };
}
