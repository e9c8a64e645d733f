import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './src/domain/*/*schema.server.ts',
  out: './migrations',
});
