import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool, PoolClient, QueryResult } from 'pg'
import { RETRY } from './defaults.ts'

/**
 * Runs the work in one transaction. When the server or the connection dies, or a transaction that got in the way wins, it is tried again
 * for up to a minute; a commit whose answer was lost may have happened, so **the work must come to the same when it is done twice**.
 */
export async function inTransaction<Result>(pool: Pool, work: (client: PoolClient) => Promise<Result>): Promise<Result> {
  return retrying(async () => {
    const client = await pool.connect()
    // A connection that breaks between two statements says so here; the next statement is refused.
    client.on('error', ignore)
    let failed = true
    try {
      await client.query('begin')
      const result = await work(client)
      await client.query('commit')
      failed = false
      return result
    } catch (error) {
      if (!isTransient(error)) failed = await client.query('rollback').then(() => false, () => true)
      throw error
    } finally {
      client.off('error', ignore)
      client.release(failed)
    }
  })
}

/** Tries again what a dying server interrupted. */
export async function retrying<Result>(work: () => Promise<Result>): Promise<Result> {
  const deadline = performance.now() + RETRY.forMs
  for (let pauseMs: number = RETRY.firstMs; ; pauseMs = Math.min(pauseMs * 2, RETRY.mostMs)) {
    try {
      return await work()
    } catch (error) {
      if (!isTransient(error) || performance.now() + pauseMs > deadline) throw error
      await sleep(pauseMs)
    }
  }
}

/**
 * Asks the pool, and again as {@link retrying} does; asks the connection of a transaction once. One that broke stays broken: it is the
 * whole transaction that {@link inTransaction} then tries again.
 */
export async function asking(database: Pool | PoolClient, query: string, values: readonly unknown[]): Promise<QueryResult> {
  const ask = () => database.query(query, [...values])
  return 'release' in database ? ask() : retrying(ask)
}

/**
 * Of sockets (`code` of Node's errors) and of PostgreSQL (appendix A of its manual): serialisation, deadlock, shutdown, start, too many
 * clients.
 */
const TRANSIENT_CODES = /^(?:ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|ETIMEDOUT|40001|40P01|57P0[1235]|53300|08...|25P03)$/

/** What the driver says, without a code, of a connection that is gone. */
const TRANSIENT_MESSAGES = /^(?:Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Client was closed)/

function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('code' in error && typeof error.code === 'string') return TRANSIENT_CODES.test(error.code)
  return TRANSIENT_MESSAGES.test(error.message)
}

function ignore(): void {}
