import { defineConfig } from 'vitest/config';

/** Unit and domain tests share one database cluster; journeys and reliability start whole servers. */
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    // What is waited for happens, sooner or later: a machine may be slow.
    expect: { poll: { timeout: 60_000 } },
    projects: [
      { extends: true, test: { name: 'architecture', include: ['tests/architecture.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'rooms',
          include: ['src/**/*.test.ts', 'tests/rooms/**/*.test.ts'],
          globalSetup: './tests/global-setup.ts',
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'federation',
          include: ['tests/federation/*.test.ts'],
          globalSetup: './tests/global-setup.ts',
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'journeys',
          include: ['tests/journeys/*.spec.ts'],
          globalSetup: './tests/global-setup.ts',
          testTimeout: 400_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'reliability',
          include: ['tests/reliability/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
