import { expect, test } from 'vitest';
import { ownCpu } from '../../../../tests/makers/own-cpu.ts';
import { backLinkIn } from './back-link.server.ts';

const profile = { origin: 'https://friends.example', handle: 'nia' };
const inPage = (html: string, url = 'https://hospital.example/staff') =>
  backLinkIn({ url, html }, profile);

test.each([
  ['<a rel="me" href="https://friends.example/@nia">me</a>', 'me'],
  ['<link rel="ME nofollow" href="https://friends.example/@nia">', 'me'],
  ['<a href="https://friends.example/@nia">me</a>', 'plain'],
  ['<A HREF=https://FRIENDS.example/@Nia/?from=staff#top>me</A>', 'plain'],
  ['<a href="https://friends.example/%40nia">me</a>', 'plain'],
  ['<a href="https:&#x2F;&#x2F;friends.example/@nia">me</a>', 'plain'],
  ['<p><a href="/@nia">other</a><a href="//friends.example/@nia">me</a>', 'plain'],
  ['<a href="https://friends.example/@nia"><a rel=me href="https://friends.example/@nia">', 'me'],
])('a page with %s leads to the profile: %s', (html, answer) => {
  expect(inPage(html)).toBe(answer);
});

test.each([
  '<a href="https://friends.example/@niamh">another</a>',
  '<a href="https://friends.example/@nia/credentials">a page below</a>',
  '<a href="http://friends.example/@nia">another origin</a>',
  '<a href="https://friends.example.evil.test/@nia">another host</a>',
  '<a href="https://friends.example@evil.test/@nia">another host</a>',
  '<a href="/@nia">a page of their own</a>',
  '<base href="https://friends.example/"><a href="@nia">by a base</a>',
  '<a rel="ugc nofollow" href="https://friends.example/@nia">in a comment of somebody</a>',
  '<!-- <a href="https://friends.example/@nia">me</a> -->',
  '<script>"<a href=https://friends.example/@nia>"</script>',
  '<textarea><a href="https://friends.example/@nia">me</a></textarea>',
  '&lt;a href="https://friends.example/@nia"&gt;',
  '<div data-href="https://friends.example/@nia">',
  '<img src="https://friends.example/@nia">',
  '',
])('a page with %s does not', (html) => {
  expect(inPage(html)).toBe('none');
});

test('a page made to keep the parser busy is given up at once', () => {
  const started = ownCpu();
  const link = '<a href="https://friends.example/@nia">';
  expect(inPage(`${'<x>'.repeat(125_000)}${'</y>'.repeat(150_000)}${link}`)).toBe('none');
  expect(inPage(`${'<table><tr>'.repeat(90_000)}${link}`)).toBe('none');
  expect(inPage(`<a href="${'<a href="'.repeat(100_000)}`)).toBe('none');
  expect(ownCpu() - started).toBeLessThan(2000);
  expect(inPage(`${'<div>'.repeat(200)}${link}`)).toBe('plain');
});
