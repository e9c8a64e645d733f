import { openFront } from './front.server.ts';
import { openHouse } from './house.server.ts';
import { firstSetupLink } from '#domain/people/setup.server.ts';
import { readConfig, type Config } from '#platform/config.server.ts';

process.umask(0o077);
if (!process.versions.node.startsWith('26.')) {
  stop(
    `Pocket Friends runs on Node 26, which it brings along; this is ${process.version}. Use npm start.`,
  );
}
const config = readConfig(process.env);
if ('refused' in config) {
  stop(`The settings need mending:\n${config.refused.map((fault) => `  ${fault}`).join('\n')}`);
}
await run(config).catch((fault: unknown) =>
  stop(fault instanceof Error ? fault.message : String(fault)),
);

async function run(config: Config): Promise<void> {
  const house = await openHouse(config);
  const { services } = house;
  const front = config.process === 'worker' ? undefined : await openFront(services);
  greet(config, await firstSetupLink(services));

  let closing = false;
  // One Ctrl-C may arrive several times: from the terminal, from npm and from the start script.
  const close = () => {
    if (closing) return;
    closing = true;
    setTimeout(() => process.exit(1), 20_000).unref();
    void (async () => {
      await front?.close();
      await house.close();
      process.exit(0);
    })();
  };
  process.on('SIGTERM', close);
  process.on('SIGINT', close);
  process.on('unhandledRejection', (fault) =>
    services.log.error({ err: fault }, 'something failed unseen'),
  );
}

function greet(config: Config, setupLink: string | undefined): void {
  if (config.process === 'worker') return console.log('Pocket Friends works on its jobs.');
  console.log(`Pocket Friends is open at ${config.origin}`);
  if (!config.smtpUrl)
    console.log(`Letters are kept in ${config.dataDir}/mailbox (no mail server is set).`);
  if (setupLink) console.log(`Set it up here, once: ${setupLink}`);
}

function stop(sentence: string): never {
  console.error(sentence.replace(/^listen EADDRINUSE.*?(\d+)$/, portTaken));
  process.exit(1);
}

function portTaken(_fault: string, port: string): string {
  return `Port ${port} is taken by another program: stop it, or choose another one with PORT=3001.`;
}
