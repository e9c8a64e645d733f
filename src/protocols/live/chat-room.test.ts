import { expect, test } from 'vitest';
import { ChatRoom } from './chat-room.server.ts';
import type { ChatChange, ChatHead } from '#domain/club/chat-view.ts';

const head: Omit<ChatHead, 'revision'> = {
  state: 'live',
  hours: [],
  clock: null,
  tailEnds: null,
  slowSeconds: 0,
  studyNotice: '',
  people: 0,
  lastNumber: 0,
};
const at = (revision: number): ChatChange => ({
  head: { ...head, revision },
  questions: [],
  lines: [],
});

/** A table that answers when it is told to: each read waits for its turn. */
function slowTable() {
  const waiting: ((change: ChatChange | undefined) => void)[] = [];
  const asked: (number | undefined)[] = [];
  return {
    asked,
    read: (since: number | undefined) => {
      asked.push(since);
      return new Promise<ChatChange | undefined>((done) => waiting.push(done));
    },
    async answer(change: ChatChange | undefined) {
      waiting.shift()?.(change);
      await new Promise(setImmediate);
    },
  };
}

function listener() {
  const heard: string[] = [];
  let open = true;
  return {
    heard,
    write: (bytes: Buffer) =>
      void heard.push(/^(?:id|event): (.*)$/m.exec(bytes.toString())?.[1] ?? ''),
    end: () => void (open = false),
    get open() {
      return open;
    },
  };
}

test('news that comes while the only reader is being brought up to date is not lost', async () => {
  const table = slowTable();
  const room = new ChatRoom(table.read, () => undefined);
  const reader = listener();
  const joined = room.join(reader, 4);
  room.wake();
  await table.answer(at(4));
  await joined;
  await table.answer(at(5));
  expect([table.asked, reader.heard]).toEqual([
    [4, 4],
    ['4', '5'],
  ]);
});

test('a reader whom the others have overtaken while joining is brought up to them first', async () => {
  const table = slowTable();
  const room = new ChatRoom(table.read, () => undefined);
  const [early, late] = [listener(), listener()];
  const joined = room.join(early, 4);
  await table.answer(at(4));
  await joined;
  const joining = room.join(late, 2);
  room.wake();
  // The late one's look comes first, then the news for the others.
  expect(table.asked).toEqual([4, 2, 4]);
  await table.answer(at(4));
  await table.answer(at(5));
  await joining;
  expect([early.heard, late.heard.at(-1)]).toEqual([['4', '5'], '5']);
});

test('a chat that is taken away sends its readers away', async () => {
  const table = slowTable();
  const room = new ChatRoom(table.read, () => undefined);
  const reader = listener();
  const joined = room.join(reader, undefined);
  await table.answer(undefined);
  await joined;
  expect([reader.heard, reader.open, room.idle]).toEqual([['gone'], false, true]);
});

test('a room that its readers have left does not read', async () => {
  const table = slowTable();
  const room = new ChatRoom(table.read, () => undefined);
  const reader = listener();
  const joined = room.join(reader, 4);
  await table.answer(at(4));
  await joined;
  room.wake();
  await table.answer(at(5));
  expect(reader.heard).toEqual(['4', '5']);
  room.leave(reader);
  room.wake();
  expect(table.asked).toHaveLength(2);
});
