import { SERVER } from './defaults.ts'

/**
 * Given on the command line at every start, so that they follow the program's version and not the folder's age. Sized for a machine
 * with 4 GB that also runs ClickHouse. Commits wait for the disk whatever `durability` says: they are few, and a load that ClickHouse
 * holds must never be forgotten here.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '',
  port: String(SERVER.port),
  unix_socket_permissions: '0700',
  max_connections: '50',
  shared_buffers: '96MB',
  effective_cache_size: '512MB',
  maintenance_work_mem: '64MB',
  work_mem: '8MB',
  max_parallel_workers_per_gather: '0',
  // Readers of a small state store wait for the page cache only; the worker processes of 18 would cost memory.
  io_method: 'sync',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  wal_compression: 'on',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_logical_replication_workers: '0',
  max_wal_size: '512MB',
  min_wal_size: '32MB',
  jit: 'off',
  // A session whose program died or hung must not hold locks.
  idle_in_transaction_session_timeout: '5min',
  // Refused statements are told to whoever sent them; here only what the server says of itself.
  log_min_messages: 'log',
  log_checkpoints: 'off',
  log_line_prefix: '',
  lc_messages: 'C',
  timezone: 'UTC',
  log_timezone: 'UTC',
}

/** The arguments of `postgres`. */
export function serverArguments(folder: string, sockets: string): string[] {
  const settings = { ...SETTINGS, unix_socket_directories: `"${sockets.replaceAll('"', '""')}"` }
  return ['-D', folder, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

/** The arguments of `initdb`: text sorts by code point, on every machine and for ever; whoever reaches the private socket is the one user. */
export function initdbArguments(folder: string): string[] {
  return [
    '-D', folder, '--username', DATABASE_USER, '--encoding', 'UTF8', '--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8',
    '--data-checksums', '--auth', 'trust', '--no-instructions',
  ]
}

export const DATABASE_USER = 'noroshi'

/** The database that `initdb` makes. */
export const DATABASE = 'postgres'

