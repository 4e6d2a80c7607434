import { expect, test } from 'vitest'
import { migrate, readMigrations } from './migrate.ts'
import type { Migration } from './migrate.ts'
import { describeOverServers } from './testing/test-servers.ts'
import { retrying } from './transaction.ts'

const shipped = readMigrations()
const next = { number: shipped.length + 1, name: '0099-next', sql: 'create table tried (a integer); insert into tried values (1)' }

describeOverServers('the tables', server => {
  test('are numbered from 1 without gaps', () => {
    expect(shipped.map(({ number }) => number)).toEqual(shipped.map((_, index) => index + 1))
  })

  test('stay as they are at a second start', async () => {
    await migrate(server().postgres.pool)
    expect(await applied()).toEqual(shipped.map(({ name }) => name))
  })

  test('keep nothing of a step that fails, and name it', async () => {
    const broken: Migration = { ...next, sql: 'create table tried (a integer); select 1 / 0' }
    await expect(migrate(server().postgres.pool, [...shipped, broken])).rejects.toMatchObject({
      code: 'database-mismatch', message: expect.stringMatching(/0099-next cannot be taken: division by zero/),
    })
    expect((await server().postgres.pool.query(`select to_regclass('tried') as found`)).rows).toEqual([{ found: null }])
  })

  test('are brought up to date once by starts at the same time, also when the server dies under them', async () => {
    const { pool } = server().postgres
    const starts = Promise.all(Array.from({ length: 5 }, () => migrate(pool, [...shipped, next])))
    server().crash()
    await starts
    expect(await applied()).toEqual([...shipped, next].map(({ name }) => name))
    expect((await pool.query('select a from tried')).rows).toEqual([{ a: 1 }])
  })

  test('of a later or of another Noroshi are refused', async () => {
    const { pool } = server().postgres
    await expect(migrate(pool)).rejects.toThrow(/by a later Noroshi: step 0099-next is not known/)
    await expect(migrate(pool, [...shipped, { ...next, sql: 'select 2' }])).rejects.toThrow(/by another Noroshi/)
  })

  async function applied(): Promise<unknown[]> {
    const { rows } = await retrying(() => server().postgres.pool.query('select name from migration order by number'))
    return rows.map(({ name }) => name)
  }
})
