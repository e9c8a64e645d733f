import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { unpackBrowser } from './browser.ts';
import { openQueues } from '#wiring.server.ts';
import { migrateDatabase, type Connection } from '#platform/db.server.ts';
import { startEmbeddedPostgres } from '#platform/embedded-postgres.server.ts';
import { openJobs } from '#platform/jobs.server.ts';
import { makeLog } from '#platform/log.server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    connection: Connection;
    template: string;
  }
}

/** One cluster for the run (or the server of TEST_DATABASE_URL), one template: each test file gets a copy of it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (project.name === 'journeys') await unpackBrowser();
  const cluster = await openCluster();
  const template = `pf_template_${process.pid}`;
  await onServer(cluster.connection, `create database ${template}`);
  const connection = databaseOf(cluster.connection, template);
  await migrateDatabase(connection);
  const jobs = await openJobs(connection, makeLog('silent'), false);
  await openQueues(jobs);
  await jobs.stop();
  project.provide('connection', cluster.connection);
  project.provide('template', template);
  return async () => {
    await onServer(cluster.connection, `drop database if exists ${template} with (force)`);
    await cluster.stop();
  };
}

async function openCluster(): Promise<{ connection: Connection; stop(): Promise<void> }> {
  const address = process.env['TEST_DATABASE_URL'];
  if (address) return { connection: { connectionString: address }, stop: async () => undefined };
  const dataDir = await mkdtemp(join(tmpdir(), 'pf-test-'));
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
  const postgres = await startEmbeddedPostgres({ dataDir, settings });
  return {
    connection: postgres.connection,
    stop: async () => {
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The same server, another database. */
export function databaseOf(connection: Connection, database: string): Connection {
  if (!('connectionString' in connection)) return { ...connection, database };
  const address = new URL(connection.connectionString);
  address.pathname = `/${database}`;
  return { connectionString: address.href };
}

/**
 * Runs one statement on the server itself. A database that the server is just tidying up cannot be dropped:
 * its own process may not be ended by us (42501), and is done a moment later.
 */
export async function onServer(
  connection: Connection,
  statement: string,
  tries = 10,
): Promise<void> {
  const client = new Client(connection);
  await client.connect();
  try {
    await client.query(statement);
  } catch (fault) {
    const isTidied = fault instanceof Error && 'code' in fault && fault.code === '42501';
    if (!isTidied || tries === 0) throw fault;
    await new Promise((done) => setTimeout(done, 300));
    await onServer(connection, statement, tries - 1);
  } finally {
    await client.end();
  }
}
