import { z } from 'zod';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const name = z.string().min(1).max(63);
/** A path below a folder: no way up, nothing hidden. */
const path = z
  .string()
  .max(200)
  .regex(/^\w[\w.-]*(\/\w[\w.-]*)*$/);
const whole = z.number().int().min(0);

/** The format that this version writes and reads. */
export const backupFormat = 'pocketfriends-backup-1';

/** The file's table of contents; it comes last, when all hashes are known. */
export const Manifest = z.object({
  format: z.literal(backupFormat),
  /** The product's version, and the moment of the snapshot. */
  product: z.string(),
  made: z.iso.datetime(),
  postgres: z.string(),
  /** Names of the migrations that the database had, in their order. */
  migrations: z.array(z.string().regex(/^\w+$/)),
  /** `parts` pieces under `tables/NAME/`; the hash is of all of them together. */
  tables: z.array(
    z.object({ name, columns: z.array(name), rows: whole, parts: whole, sha256: hash }),
  ),
  sequences: z.array(z.object({ name, value: z.string().regex(/^\d+$/), used: z.boolean() })),
  secret: hash,
  media: z.array(z.object({ path, bytes: whole, sha256: hash })),
});
export type Manifest = z.infer<typeof Manifest>;
