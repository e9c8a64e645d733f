import { expect, test } from 'vitest';
import { isOrcid } from './orcid.ts';

test.each(['0000-0002-1825-0097', '0000-0001-5109-3700', '0000-0002-1694-233X'])(
  '%s is an ORCID iD',
  (iD) => {
    expect(isOrcid(iD)).toBe(true);
  },
);

test.each([
  '0000-0002-1825-0098',
  '0000000218250097',
  '0000-0002-1694-233x',
  'https://orcid.org/0000-0002-1825-0097',
  '0000-0002-1825-0097 ',
  '',
])('“%s” is none', (iD) => {
  expect(isOrcid(iD)).toBe(false);
});
