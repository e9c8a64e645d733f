import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aFlac, anMp3, anMp4, anOgg, aWav, aWebm } from '../../tests/makers/recordings.ts';
import { readForm } from '#platform/multipart.server.ts';
import { readRecording } from '#platform/recording.server.ts';

const mark = 'MRN 12345 +51.50-000.12';

test.each([
  [
    'mp4',
    anMp4({ mark }),
    { kind: 'video', contentType: 'video/mp4', width: 640, height: 360, duration: 2.5 },
  ],
  ['mp4', anMp4({ mark, turned: true }), { width: 360, height: 640 }],
  ['m4a', anMp4({ mark, heard: true }), { kind: 'audio', contentType: 'audio/mp4', duration: 2.5 }],
  ['mp3', anMp3(mark), { kind: 'audio', contentType: 'audio/mpeg' }],
  ['wav', aWav(mark), { kind: 'audio', contentType: 'audio/wav', duration: 0.5 }],
  ['flac', aFlac(mark), { kind: 'audio', contentType: 'audio/flac', duration: 2 }],
])(
  'HLT-16: %s keeps its sound and pictures, and nothing that was written beside them',
  (ending, sent, about) => {
    expect(sent.toString('latin1')).toContain('MRN');
    const read = readRecording(sent);
    expect(read).toMatchObject({ ending, ...about });
    expect(read?.bytes.toString('latin1')).not.toMatch(/MRN|51\.50/);
    // What is kept can be read again, and has nothing more to lose.
    expect(readRecording(read?.bytes ?? Buffer.alloc(0))?.bytes).toEqual(read?.bytes);
  },
);

test('an MP4 does not say any more when it was taken, and its sound stays where it was', () => {
  const sent = anMp4();
  const kept = readRecording(sent)?.bytes ?? Buffer.alloc(0);
  expect(sent.includes(Buffer.from('e1234567', 'hex'))).toBe(true);
  expect(kept.includes(Buffer.from('e1234567', 'hex'))).toBe(false);
  expect(kept.length).toBe(sent.length);
  expect(kept.indexOf('mdat')).toBe(sent.indexOf('mdat'));
  expect(kept.subarray(kept.indexOf('mdat') + 4)).toEqual(Buffer.alloc(64, 7));
});

test('what browsers record of a voice is a sound, whatever its box is called', () => {
  expect(readRecording(aWebm())).toMatchObject({ kind: 'video', contentType: 'video/webm' });
  expect(readRecording(aWebm('A_OPUS'))).toMatchObject({
    kind: 'audio',
    contentType: 'audio/webm',
  });
  expect(readRecording(anOgg())).toMatchObject({ kind: 'audio', contentType: 'audio/ogg' });
});

test.each([
  ['a page', Buffer.from('<html><script>alert(1)</script>')],
  ['a document of an actor', Buffer.from('{"type":"Person"}')],
  ['nothing', Buffer.alloc(0)],
  ['an MP4 cut in its middle', anMp4().subarray(0, 200)],
  ['an AVIF', Buffer.from('\0\0\0\x18ftypavif\0\0\0\0mif1avif', 'latin1')],
  ['a tag without a sound', Buffer.from('ID3\x04\0\0\0\0\0\x05hello', 'latin1')],
  [
    'an MP4 of a million boxes',
    Buffer.concat([anMp4(), Buffer.alloc(8e6, Buffer.from('\0\0\0\x08abcd', 'latin1'))]),
  ],
])('is no recording: %s', (_, bytes) => {
  expect(readRecording(bytes)).toBeUndefined();
});

test('no bytes at all break the reading', () => {
  const starts = [anMp4({ mark }), anMp3(mark), aWav(mark), aFlac(mark)];
  fc.assert(
    fc.property(
      fc.nat(3),
      fc.nat(600),
      fc.uint8Array({ minLength: 1, maxLength: 8 }),
      (which, at, put) => {
        const bytes = Buffer.from(starts[which] ?? Buffer.alloc(0));
        Buffer.from(put).copy(bytes, at % bytes.length);
        readRecording(bytes);
      },
    ),
    { numRuns: 2000 },
  );
});

test('a form with a file is taken apart as browsers and programs write it', async () => {
  const form = new FormData();
  form.append('description', 'Ärztin mit Katze\r\nund Hund');
  form.append('focus', '');
  form.append('file', new Blob([new Uint8Array([1, 13, 10, 45, 45, 2])]), 'a;b.png');
  const sent = new Response(form);
  const body = Buffer.from(await sent.arrayBuffer());
  const type = sent.headers.get('content-type') ?? '';
  const read = readForm(body, type);
  expect(Object.fromEntries(read?.texts ?? [])).toEqual({
    description: 'Ärztin mit Katze\r\nund Hund',
    focus: '',
  });
  expect(read?.files.get('file')).toEqual(Buffer.from([1, 13, 10, 45, 45, 2]));
  expect(readForm(body.subarray(0, -20), type)).toBeUndefined();
  expect(readForm(body, 'multipart/form-data')).toBeUndefined();
  expect(readForm(body, 'multipart/form-data; boundary=other')).toBeUndefined();
});
