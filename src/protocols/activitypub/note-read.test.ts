import { expect, test } from 'vitest';
import { readNote } from './note-read.server.ts';
import { everybody } from '#domain/federation/addresses.ts';

const telling = 'Mrs Okonkwo';
const pile = '\u0336'.repeat(40);

/** What is read of a note that says this. */
function read(content: string) {
  const id = 'https://p1.test/notes/1';
  const by = { attributedTo: 'https://p1.test/users/bob', to: [everybody] };
  return readNote({ id, type: 'Note', content, ...by }, null);
}

test.each([
  ['plain words', `<p>${telling}</p>`],
  ['a pile of accents', `<p>a${pile}</p><p>${telling}</p>`],
  ['a pile with something unseen in it', `<p>a${pile.slice(10)}\u0001${pile}</p><p>${telling}</p>`],
  ['more than is read', `<p>${'word '.repeat(5000)}</p><p>${telling}</p>`],
  ['tags that nobody closed', `${'<p>'.repeat(3000)}${telling}`],
  ['a heading', `<h4>Mrs</h4>Okonkwo`],
  ['cells', '<table><tr><td>Mrs</td><td>Okonkwo</td></tr></table>'],
  ['a list of words', '<dl><dt>Mrs</dt><dd>Okonkwo</dd></dl>'],
])('nothing is shown of a post that the guard does not read: %s', (_, content) => {
  const note = read(content);
  const seen = note?.html.includes('Okonkwo');
  expect(/Mrs\s+Okonkwo/.test(note?.text ?? '')).toBe(seen);
  expect(note?.text).not.toBe('');
});
