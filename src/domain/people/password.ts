/** Passwords that are tried first by everybody who tries; only those that are long enough to pass otherwise. */
const common: ReadonlySet<string> = new Set(
  (
    '1234567890 0123456789 12345678910 123456789a 1234567890a a123456789 0987654321 9876543210 1q2w3e4r5t 1q2w3e4r5t6y ' +
    '1qaz2wsx3edc 1qazxsw23edc q1w2e3r4t5 q1w2e3r4t5y6 qwertyuiop qwerty12345 qwerty123456 qwertyuiop123 qwertyqwerty ' +
    'asdfghjkl1 asdfghjkl123 asdfghjklqwerty zxcvbnm123 zxcvbnm1234 qazwsxedcrfv qazwsx123456 qweasdzxc123 qweasdzxcrfv ' +
    'password01 password10 password11 password12 password123 password1234 password12345 password123456 password2024 ' +
    'password2025 password2026 passwordpassword mypassword mypassword1 p@ssword123 passw0rd123 passw0rd1234 pa55word123 ' +
    'iloveyou12 iloveyou123 iloveyou1234 iloveyousomuch iloveyou4ever welcome123 welcome1234 welcome12345 letmein123 ' +
    'letmein1234 administrator admin12345 admin123456 adminadmin admin@1234 administrator1 changeme123 changeme1234 ' +
    'sunshine123 princess123 football123 baseball123 basketball superman123 spiderman123 batman12345 pokemon1234 ' +
    'liverpool1 liverpool123 manchester chelsea123 arsenal123 barcelona1 realmadrid starwars123 minecraft1 minecraft123 ' +
    'michael123 charlie123 jessica123 jordan23jordan monkey12345 dragon12345 shadow12345 master12345 abcdefghij ' +
    'abcdefghijk abcd123456 abcdef123456 abc1234567 abc123456789 abcabcabc1 aaaaaaaaaa 1111111111 0000000000 1212121212 ' +
    '1122334455 1231231231 123123123123 11223344556677 123321123321 147258369a 1472583690 987654321a 9999999999 ' +
    'secret1234 secret12345 summer2024 summer2025 summer2026 winter2024 winter2025 winter2026 spring2026 autumn2026 ' +
    'test123456 testtest123 testing123 helloworld hello12345 hello123456 trustno1trustno1 correcthorsebatterystaple ' +
    'whatever123 computer123 internet123 samsung123 hospital123 doctor12345 nurse12345 radiography patient123'
  ).split(' '),
);

/** Why a password is not taken. */
export type PasswordFault = 'short' | 'long' | 'address' | 'common';

/** Shortest and longest password, in characters. */
export const passwordLength = { least: 10, most: 256 } as const;

/** What is wrong with a password for this address, or nothing. No rule about signs or capitals. */
export function passwordFault(password: string, email: string): PasswordFault | undefined {
  if (password.length < passwordLength.least) return 'short';
  if (password.length > passwordLength.most) return 'long';
  const said = password.toLowerCase();
  if (said === email.trim().toLowerCase()) return 'address';
  const known = common.has(said) || /^(.{1,3})\1+$/u.test(said) || said.includes('pocketfriends');
  return known ? 'common' : undefined;
}

/** The fault in words, with what to do. */
export const passwordWords: Readonly<Record<PasswordFault, string>> = {
  short: `Use at least ${passwordLength.least} characters. Three or four words work well.`,
  long: `Use at most ${passwordLength.most} characters.`,
  address: 'Use something other than your e-mail address.',
  common: 'Many people use this password, so it is easy to guess. Try three or four words.',
};
