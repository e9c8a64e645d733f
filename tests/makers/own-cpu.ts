/** Milliseconds of CPU that this thread has used: unlike time on the wall, it does not grow while others work. */
export function ownCpu(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** The longest that `work` kept everybody else from having their turn, in milliseconds of this thread's CPU. */
export async function longestHold(work: () => unknown): Promise<number> {
  let longest = 0;
  let last = ownCpu();
  const look = () => {
    const now = ownCpu();
    longest = Math.max(longest, now - last);
    last = now;
  };
  const watch = setInterval(look, 1);
  await work();
  // The watch looks once more at how long it had to wait.
  await new Promise((done) => setTimeout(done, 5));
  clearInterval(watch);
  look();
  return longest;
}
