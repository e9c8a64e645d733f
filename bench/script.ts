import { brotliCompressSync } from 'node:zlib';
import type { Finding, Measurement } from './measurement.ts';
import type { Place } from './place.ts';
import { clubSlug, cookieOf } from './seed.ts';

/** What each page ships as script: all that its HTML names, and what that imports, each compressed. */
export const measureScript: Measurement = async (place) => {
  const month = `/${clubSlug}/${place.dates.past}`;
  const pages: [string, string][] = [
    ['home page', '/'],
    ['month page', month],
    ['guest post', `${month}/guest-post`],
    ['transcript', `${month}/transcript`],
    ['chat', `/${clubSlug}/${place.dates.live}/chat`],
  ];
  const findings: Finding[] = [];
  for (const [name, path] of pages) findings.push(await weigh(place, name, path));
  return findings;
};

async function weigh(place: Place, name: string, path: string): Promise<Finding> {
  const none = { cpuMs: null, p50Ms: null, p99Ms: null, limitCpuMs: null };
  const headers = { cookie: cookieOf(7) };
  const page = await fetch(place.origin + path, { headers });
  if (!page.ok) return { name: `script of the ${name}`, ...none, bytes: null };
  const html = await page.text();
  const inline = [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)]
    .map(([, text = '']) => text)
    .join('\n');
  const files = new Set<string>();
  let bytes = inline ? compressedSize(inline) : 0;
  const left = [...namedIn(html, page.url), ...addresses(anyImport, inline, page.url)];
  for (let file = left.pop(); file; file = left.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    const answer = await fetch(file);
    if (!answer.ok) throw new Error(`${path} names ${file}, which answers ${answer.status}.`);
    const text = await answer.text();
    bytes += compressedSize(text);
    left.push(...addresses(firmImport, text, file));
  }
  return { name: `script of the ${name}`, ...none, bytes };
}

function namedIn(html: string, base: string): string[] {
  const tags = html.match(/<script[^>]*\bsrc=[^>]*>|<link[^>]*modulepreload[^>]*>/g) ?? [];
  return tags.flatMap((tag) => addresses(/(?:src|href)="([^"]+)"/g, tag, base));
}

/** What a page starts with it imports in passing; its files name other pages' files so, which wait. */
const anyImport = /(?:\bfrom|\bimport)\s*\(?\s*["'`](\.{0,2}\/[^"'`]+\.m?js)["'`]/g;
const firmImport = /(?:\bfrom|\bimport)\s*["'](\.{0,2}\/[^"']+\.m?js)["']/g;

function addresses(pattern: RegExp, text: string, base: string): string[] {
  return [...text.matchAll(pattern)].map(([, path = '']) => new URL(path, base).href);
}

function compressedSize(text: string): number {
  return brotliCompressSync(text).byteLength;
}
