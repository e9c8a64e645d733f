import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A program of ours in a process of its own, so that its CPU is not counted with the product's. */
export interface Beside<Job, Answer> {
  pid: number;
  ask(job: Job): Promise<Answer>;
  stop(): void;
}

/** Starts `bench/<name>.ts` beside us. It answers one job after the other. */
export function startBeside<Job extends object, Answer>(name: string): Beside<Job, Answer> {
  const child = fork(fileURLToPath(new URL(`./${name}.ts`, import.meta.url)));
  return {
    pid: child.pid ?? 0,
    ask: (job) =>
      new Promise((done, fail) => {
        const ended = () => fail(new Error(`${name} has ended.`));
        child.once('exit', ended);
        child.once('message', (message: { answer: Answer } | { fault: string }) => {
          child.off('exit', ended);
          if ('fault' in message) fail(new Error(message.fault));
          else done(message.answer);
        });
        child.send(job);
      }),
    stop: () => void child.kill(),
  };
}

/** In the program beside: answers every job with what `work` makes of it. */
export function answerJobs<Job>(work: (job: Job) => unknown): void {
  process.on('message', (job: Job) => {
    Promise.resolve()
      .then(() => work(job))
      .then(
        (answer) => process.send?.({ answer: answer ?? null }),
        (fault: unknown) => process.send?.({ fault: String(fault) }),
      );
  });
  process.on('disconnect', () => process.exit(0));
}
