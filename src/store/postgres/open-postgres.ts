import { z } from 'zod'
import type { Pool } from 'pg'
import { NoroshiError, messageOf } from '../../platform/noroshi-error.ts'
import { clientOnDisk } from './client-on-disk.ts'
import { connectionPool } from './connection-pool.ts'
import { OLDEST_SERVER } from './defaults.ts'
import { startEmbeddedServer } from './embedded-server.ts'
import type { Migration } from './migrate.ts'
import { migrate, readMigrations } from './migrate.ts'
import { chooseServerAccount } from './server-account.ts'
import type { ServerAccount } from './server-account.ts'
import { DATABASE, DATABASE_USER } from './server-settings.ts'

export type PostgresOptions =
  /** `<data>/postgres` and `<data>/run`. */
  | { readonly kind: 'embedded'; readonly folder: string; readonly runFolder: string; readonly account?: ServerAccount }
  /** `postgres://user:password@host/database`, of a database that is Noroshi's alone. */
  | { readonly kind: 'external'; readonly url: string }

/** The state store, with all its tables. */
export interface Postgres {
  readonly pool: Pool
  readonly kind: PostgresOptions['kind']
  /** As the server says it: `18.4`. */
  readonly version: string
  /** Ends the connections, and the embedded server with them. May be called again. */
  close(): Promise<void>
}

/**
 * Opens the state store: starts the embedded server or connects to the external one, and brings its tables up to date. A server that
 * dies is started again; what it interrupted is tried again by {@link inTransaction}.
 *
 * @param migrations the steps that are wanted; by default all
 * @throws {NoroshiError} `child-start-failed`, `child-busy`, `database-refused`, `database-mismatch`
 */
export async function openPostgres(options: PostgresOptions, migrations: readonly Migration[] = readMigrations()): Promise<Postgres> {
  if (options.kind === 'external') return open('external', connectionPool({ connectionString: options.url }), migrations, async () => {})
  const server = await startEmbeddedServer(options.folder, options.runFolder, options.account ?? chooseServerAccount())
  const pool = connectionPool({ host: server.sockets, user: DATABASE_USER, database: DATABASE, Client: clientOnDisk(server.folder) })
  return open('embedded', pool, migrations, () => server.stop())
}

async function open(kind: PostgresOptions['kind'], pool: Pool, migrations: readonly Migration[], stopServer: () => Promise<void>): Promise<Postgres> {
  let closing: Promise<void> | null = null
  const close = () => closing ??= pool.end().then(stopServer)
  try {
    const version = await serverVersion(pool)
    await migrate(pool, migrations)
    return { pool, kind, version, close }
  } catch (error) {
    await close()
    throw error
  }
}

const versionRow = z.object({ number: z.coerce.number(), text: z.string(), encoding: z.string() })

async function serverVersion(pool: Pool): Promise<string> {
  const { rows } = await pool.query(`
    select current_setting('server_version_num') as number, current_setting('server_version') as text,
      current_setting('server_encoding') as encoding
  `).catch((cause: unknown) => {
    throw new NoroshiError('database-refused', `PostgreSQL does not let us in: ${messageOf(cause)}`, { cause })
  })
  const { number, text, encoding } = versionRow.parse(rows[0])
  if (number < OLDEST_SERVER * 10_000) {
    throw new NoroshiError('database-mismatch', `this is PostgreSQL ${text}; ${OLDEST_SERVER} or later is needed`)
  }
  if (encoding !== 'UTF8') {
    throw new NoroshiError('database-mismatch', `the database is encoded in ${encoding}; make one with ENCODING UTF8`)
  }
  return text.split(' ')[0]!
}
