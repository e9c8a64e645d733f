import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

// 16 MiB and about 70 ms of one core (OWASP's scrypt advice for p = 1, r = 16).
const cost = { N: 16384, r: 16, p: 1, maxmem: 64 * 1024 * 1024 };
const length = 64;

/** Hashes a password: `salt:key`, both hexadecimal. Slow on purpose: never inside a transaction. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16).toString('hex');
  return `${salt}:${(await derive(password, salt)).toString('hex')}`;
}

/** Whether the password is the hash's. Without a hash it takes as long and says no. */
export async function passwordFits(hash: string | undefined, password: string): Promise<boolean> {
  const [salt = '', key = ''] = (hash ?? nobodys).split(':');
  const given = await derive(password, salt);
  const right = Buffer.from(key, 'hex');
  const fits = right.length === given.length && timingSafeEqual(right, given);
  return fits && hash !== undefined;
}

const nobodys = `${randomBytes(16).toString('hex')}:${randomBytes(length).toString('hex')}`;

function derive(password: string, salt: string): Promise<Buffer> {
  // The same letters written another way (é, or e and its accent) are the same password.
  const text = password.normalize('NFKC');
  return inTurn(
    () =>
      new Promise((done, fail) => {
        scrypt(text, salt, length, cost, (fault, key) => (fault ? fail(fault) : done(key)));
      }),
  );
}

/** Of Node's four threads; the others go on reading files and looking up names while many sign in. */
const atOnce = 2;
const waiting: (() => void)[] = [];
let working = 0;

/** Does slow work when it is its turn: two at once, the rest in the order they came. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (working < atOnce) working += 1;
  else await new Promise<void>((go) => waiting.push(go));
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else working -= 1;
  }
}
