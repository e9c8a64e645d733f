/**
 * Whether this is an ORCID iD with a right check digit (ISO 7064 mod 11-2).
 * Source: https://support.orcid.org/hc/en-us/articles/360006897674
 */
export function isOrcid(iD: string): boolean {
  if (!/^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$/.test(iD)) return false;
  const digits = [...iD.replaceAll('-', '')];
  const last = digits.pop();
  const total = digits.reduce((sum, digit) => (sum + Number(digit)) * 2, 0);
  const check = (12 - (total % 11)) % 11;
  return last === (check === 10 ? 'X' : String(check));
}
