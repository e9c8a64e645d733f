import { beforeAll, expect, test } from 'vitest';
import { addVisitors, engine, openChat, openPlace } from './place.ts';
import { command, startProduct } from './product.ts';
import { postAnswer } from './writers.ts';
import { buildWhenChanged } from '../../scripts/ready.mjs';

beforeAll(() => buildWhenChanged(process.execPath));

test('settings that need mending stop the start with the whole list', async () => {
  const env = { PORT: 'many', POCKETFRIENDS_PROCESS: 'half', POCKETFRIENDS_SECRET: 'changeme' };
  const product = startProduct(env);
  expect((await product.exited).code).toBe(1);
  for (const name of Object.keys(env)) expect(product.said()).toContain(`  ${name} `);
});

test(`${engine}: a product with open streams ends quickly and cleanly when asked`, async () => {
  const place = await openPlace();
  const product = startProduct(place.env);
  try {
    await product.ready();
    const chat = await openChat(place);
    const streams = await Promise.all(
      [1, 2, 3].map(() => fetch(`${place.origin}/live/chat/${chat.monthId}`)),
    );
    expect(streams.map(({ status }) => status)).toEqual([200, 200, 200]);
    const asked = performance.now();
    await product.kill('SIGTERM');
    expect(await product.exited).toEqual({ code: 0, signal: null });
    expect(performance.now() - asked).toBeLessThan(8_000);
    await Promise.allSettled(streams.map((stream) => stream.text()));
  } finally {
    await product.kill('SIGKILL');
    await place.close();
  }
});

test('a second start on the same folder is refused with one sentence, and commands work beside the first', async () => {
  const place = await openPlace({ server: '' });
  const product = startProduct(place.env);
  try {
    await product.ready();
    const second = startProduct({ ...place.env, PORT: '0' });
    expect((await second.exited).code).toBe(1);
    expect(second.said().trim()).toBe(
      `Pocket Friends is already running on ${place.dataDir} (process ${product.pid}).`,
    );
    const setup = await command(['setup'], place.env);
    expect(setup).toMatchObject({ code: 0 });
    const chat = await openChat(place);
    const [anna] = await addVisitors(place, 1);
    if (anna) expect(await postAnswer(place.origin, chat, anna, 'still here')).toBe(303);
  } finally {
    await product.kill('SIGTERM');
    await place.close();
  }
});
