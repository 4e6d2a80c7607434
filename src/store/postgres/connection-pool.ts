import pg from 'pg'
import type { Pool, PoolConfig } from 'pg'
import { POOL } from './defaults.ts'

const { Pool: ConnectionPool, types } = pg

/** Of the type `bigint`, which the driver hands over as text: all of ours (times, sizes, counts, loads) are exact as numbers. */
const BIGINT = types.builtins.INT8

/** Of the type `bigint[]`. */
const BIGINTS: number = 1_016

export function connectionPool(config: PoolConfig): Pool {
  const pool = new ConnectionPool({
    application_name: 'noroshi',
    max: POOL.max,
    idleTimeoutMillis: POOL.idleMs,
    connectionTimeoutMillis: POOL.connectMs,
    types: { getTypeParser: (id, format) => id === BIGINT ? exactNumber : id === BIGINTS ? exactNumbers : types.getTypeParser(id, format) },
    ...config,
  })
  // An idle connection that breaks is dropped by the pool; without a listener it would end the program.
  pool.on('error', () => {})
  return pool
}

function exactNumber(text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number)) throw new RangeError(`${text} is too large for a number`)
  return number
}

/** Such arrays hold neither null nor text: `{1,2}`. */
function exactNumbers(text: string): number[] {
  return text === '{}' ? [] : text.slice(1, -1).split(',').map(exactNumber)
}
