import { statfsSync } from 'node:fs'
import pg from 'pg'
import type { ClientBase } from 'pg'
import { SERVER } from './defaults.ts'

/**
 * Connections to a server whose data lie in this folder. A server whose disk is full goes down and cannot start: whoever then asks for a
 * connection is told so as the server itself tells it (53100, appendix A of its manual), and can wait for room instead of giving up.
 */
export function clientOnDisk(folder: string): new (config?: pg.ClientConfig) => ClientBase {
  return class extends pg.Client {
    override connect(): Promise<void>
    override connect(callback: (error: Error) => void): void
    override connect(callback?: (error: Error) => void): Promise<void> | undefined {
      if (callback === undefined) return super.connect().catch((cause: unknown) => { throw reasonOf(folder, cause) })
      super.connect(error => callback(reasonOf(folder, error)))
    }
  }
}

/** The driver calls back with null when nothing failed. */
function reasonOf<Cause>(folder: string, cause: Cause): Cause | Error {
  if (!(cause instanceof Error)) return cause
  const { bavail, bsize } = statfsSync(folder)
  if (bavail * bsize >= SERVER.roomBytes) return cause
  return Object.assign(new Error(`PostgreSQL is down, and there is no room left in ${folder}`, { cause }), { code: '53100' })
}
