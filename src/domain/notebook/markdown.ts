import { channelTitle, dayOf } from './words.ts';
import { timesOf, type Care, type Reflection } from './entries.ts';
import { gradeWords } from '#domain/boundaries/moment.ts';
import type { Reason } from '#domain/boundaries/advise.ts';
import type { Source } from '#domain/boundaries/pack.ts';

/** One's places of care as a file of one's own. */
export function careAsMarkdown(list: readonly Care[]): string {
  const lines = list.map((care) => {
    const times = timesOf(care);
    return `- ${escaped(care.place)}${times && `: ${escaped(times)}`}`;
  });
  return `# Where I am treated\n\n${lines.join('\n')}\n`;
}

/** Reflections as a file for one's own learning record. */
export function reflectionsAsMarkdown(list: readonly Reflection[]): string {
  const about =
    'What the rules of conduct said at a moment, and what I made of it. Nobody is named here.';
  return `${['# Reflections', about, ...list.map(asMarkdown)].join('\n\n')}\n`;
}

function asMarkdown({ written, channel, grade, rules, words }: Reflection): string {
  const own = words.trim();
  return [
    `## ${dayOf(written)}: ${channelTitle(channel)}`,
    `Advice: **${gradeWords[grade].name}**`,
    '### What I weighed',
    own ? `> ${escaped(own).replaceAll('\n', '\n> ')}` : 'No words of my own.',
    '### The rules that I was shown',
    rules.map(ruleLine).join('\n'),
  ].join('\n\n');
}

function ruleLine({ words, sources, ours, verified, analogy }: Reason): string {
  const notes = [
    ours && 'Pocket Friends default',
    !verified && 'not yet checked against the text',
    analogy && escaped(analogy),
  ].filter(Boolean);
  const said = `- ${escaped(words)}${notes.length > 0 ? ` (${notes.join('; ')})` : ''}`;
  return [said, ...sources.map((source) => `  - ${sourceWords(source)}`)].join('\n');
}

function sourceWords({ body, document, section, year, address, remembered }: Source): string {
  const parts = [`${body}: ${document}`, section, year].filter(Boolean).map(escaped);
  const where = address && ` <${address}>`;
  return `${parts.join(', ')}${where}${remembered ? ' (not yet checked against the text)' : ''}`;
}

/** What somebody typed stays what they typed: no sign of it becomes a heading, a list or a link. */
function escaped(text: string): string {
  return text
    .replace(/[\\`*_[\]<>#|~]/g, String.raw`\$&`)
    .replace(/^(\s*\d*)([-+=.)])/gm, String.raw`$1\$2`);
}
