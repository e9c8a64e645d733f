// `npm run test:server`: the same tests against a PostgreSQL server instead of the built-in one.
process.env.TEST_DATABASE_URL ||= 'postgresql://postgres@127.0.0.1:5432/postgres';

await import('./test.mjs');
