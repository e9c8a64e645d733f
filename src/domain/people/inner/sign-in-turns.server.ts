/** Of one network address: two look at passwords, two are read or kept. Most connections stay for others. */
export const mostAtOnce = 4;

/** A hospital behind one address: they wait for a second or two. */
export const mostWaiting = 60;

interface Line {
  underWay: number;
  waiting: (() => void)[];
}

const lines = new Map<string, Line>();

/**
 * Does a sign-in when it is its turn among those of its network address, in the order they came. Refuses
 * `full` at once, before anything is looked up, when as many as may wait are waiting. Counted in this
 * process alone, and forgotten with the last one under way.
 */
export async function inTurnOf<T>(
  address: string,
  work: () => Promise<T>,
): Promise<T | { refused: 'full' }> {
  const line = lines.get(address) ?? { underWay: 0, waiting: [] };
  lines.set(address, line);
  if (line.underWay < mostAtOnce) line.underWay += 1;
  else if (line.waiting.length >= mostWaiting) return { refused: 'full' };
  else await new Promise<void>((go) => line.waiting.push(go));
  try {
    return await work();
  } finally {
    goOn(address, line);
  }
}

/** Whoever waits the longest takes the place that became free. */
function goOn(address: string, line: Line): void {
  const next = line.waiting.shift();
  if (next) return next();
  line.underWay -= 1;
  if (line.underWay === 0) lines.delete(address);
}
