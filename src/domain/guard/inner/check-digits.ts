/**
 * Whether a number could be one of a health service: each by its published check digit. Letters are
 * capital, spaces and hyphens are gone. None of them says that the number was ever given out.
 */
export const checks: Record<string, (code: string) => boolean> = {
  /** England, Wales; Northern Ireland (H&C); Scotland's CHI, which begins with a birth date. */
  nhs: (code) => /^\d{10}$/.test(code) && leftOver(code, 11) === Number(code[9]),
  /** British Columbia. */
  bcPhn: (code) => {
    if (!/^9\d{9}$/.test(code)) return false;
    const sum = [2, 4, 8, 5, 10, 9, 7, 3].reduce(
      (all, weight, at) => all + ((Number(code[at + 1]) * weight) % 11),
      0,
    );
    return 11 - (sum % 11) === Number(code[9]);
  },
  /** Ontario, with or without its version letters. */
  ontario: (code) => /^[1-9]\d{9}([A-Z]{2})?$/.test(code) && luhn(code.slice(0, 10)),
  /** Quebec: letters of the name, birth date (women's months plus 50). */
  ramq: (code) => {
    const [, month = '', day = ''] = /^[A-Z]{4}\d\d(\d\d)(\d\d)\d\d$/.exec(code) ?? [];
    return between(Number(month) % 50, 1, 12) && between(Number(day), 1, 31);
  },
  /** Australia's Medicare card, with or without its place on the card. */
  medicareAu: (code) =>
    /^[2-6]\d{9,10}$/.test(code) &&
    weighed(code, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === Number(code[8]),
  /** Australia's Individual Healthcare Identifier. */
  ihi: (code) => /^800360\d{10}$/.test(code) && luhn(code),
  /** New Zealand, both formats (HISO 10046). */
  nhi: (code) => {
    if (!/^[A-HJ-NP-Z]{3}(\d{4}|\d\d[A-HJ-NP-Z]{2})$/.test(code)) return false;
    const value = (sign: string) => (/\d/.test(sign) ? Number(sign) : nhiLetters.indexOf(sign) + 1);
    const sum = [...code.slice(0, 6)].reduce((all, sign, at) => all + value(sign) * (7 - at), 0);
    const old = /\d$/.test(code);
    if (old) return sum % 11 !== 0 && (11 - (sum % 11)) % 10 === Number(code[6]);
    return nhiLetters[23 - (sum % 23) - 1] === code[6];
  },
  /** France: sex, year, month, department (2A and 2B in Corsica), and a key modulo 97. */
  nir: (code) => {
    if (!/^[12]\d{4}(\d\d|2[AB])\d{8}$/.test(code)) return false;
    const corsica =
      code.slice(5, 7) === '2A' ? 1000000n : code.slice(5, 7) === '2B' ? 2000000n : 0n;
    const body = BigInt(code.slice(0, 13).replace(/[AB]/, '0')) - corsica;
    return 97n - (body % 97n) === BigInt(code.slice(13));
  },
  /** Germany's insurance number: a letter as two digits, every second doubled, sums of digits. */
  kvnr: (code) => {
    if (!/^[A-Z]\d{9}$/.test(code)) return false;
    const digits = String(code.charCodeAt(0) - 64).padStart(2, '0') + code.slice(1, 9);
    const sum = [...digits].reduce(
      (all, sign, at) => all + crossSum(Number(sign) * (1 + (at % 2))),
      0,
    );
    return sum % 10 === Number(code[9]);
  },
  /** Spain: identity card of citizens and of foreigners, which health cards bear. */
  dni: (code) => {
    if (!/^[\dXYZ]\d{7}[A-Z]$/.test(code)) return false;
    const body = code.slice(0, 8).replace(/^[XYZ]/, (sign) => String('XYZ'.indexOf(sign)));
    return 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(body) % 23] === code[8];
  },
  /** The United States: the shape of a Medicare Beneficiary Identifier, which has no check digit. */
  mbi: (code) =>
    /^[1-9][AC-HJKMNP-RT-Y][\dAC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y][\dAC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y]{2}\d\d$/.test(
      code,
    ),
};

const nhiLetters = 'ABCDEFGHJKLMNPQRSTUVWXYZ';

function leftOver(code: string, modulo: number): number {
  const sum = weighed(code, [10, 9, 8, 7, 6, 5, 4, 3, 2]);
  return (modulo - (sum % modulo)) % modulo;
}

function weighed(code: string, weights: number[]): number {
  return weights.reduce((sum, weight, at) => sum + Number(code[at]) * weight, 0);
}

function luhn(code: string): boolean {
  const sum = [...code]
    .reverse()
    .reduce((all, sign, at) => all + crossSum(Number(sign) * (1 + (at % 2))), 0);
  return sum % 10 === 0;
}

function crossSum(n: number): number {
  return n > 9 ? n - 9 : n;
}

function between(n: number, low: number, high: number): boolean {
  return n >= low && n <= high;
}
