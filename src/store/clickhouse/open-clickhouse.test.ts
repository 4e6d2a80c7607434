import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import type { ClickHouse } from './open-clickhouse.ts'
import { migrateClickHouse } from './migrate-clickhouse.ts'
import { storeErrorOf } from './store-error.ts'
import { describeWithClickHouse } from './testing/with-clickhouse.ts'

/** Runs for minutes unless it is stopped. */
const LONG = 'SELECT sum(cityHash64(number)) FROM numbers(100000000000)'

describeWithClickHouse('ClickHouse through its client', (store, folder) => {
  type QueryOptions = Partial<Parameters<ClickHouse['client']['query']>[0]>

  async function rows(query: string, more: QueryOptions = {}): Promise<unknown[]> {
    return (await store().client.query({ query, ...more, format: 'JSONEachRow' })).json()
  }

  async function newTable(columns: string): Promise<string> {
    const table = `t${randomUUID().replaceAll('-', '')}`
    await store().client.command({ query: `CREATE TABLE ${table} (${columns}) ENGINE = MergeTree ORDER BY tuple()` })
    return table
  }

  async function running(part: string): Promise<number> {
    const query = `SELECT query FROM system.processes WHERE query LIKE {part:String} AND query NOT LIKE '%processes%'`
    return (await rows(query, { query_params: { part: `%${part}%` } })).length
  }

  test('answers pings, and knows its version', async () => {
    expect([await store().client.ping(), await store().client.ping({ select: true }), store().version]).toEqual([
      { success: true }, { success: true }, expect.stringMatching(/^\d+\.\d+/),
    ])
  })

  const anyText = fc.string({ unit: 'binary', maxLength: 40 })

  test('a parameter of any text comes back as it is', async () => {
    await fc.assert(fc.asyncProperty(anyText, fc.array(anyText, { maxLength: 3 }), async (text, list) => {
      const query_params = { text, list, number: 7, nothing: null }
      const query = 'SELECT {text:String} AS text, {list:Array(String)} AS list, {number:UInt8} AS n, {nothing:Nullable(Int8)} AS nothing'
      expect(await rows(query, { query_params })).toEqual([{ text, list, n: 7, nothing: null }])
    }), { numRuns: byDepth(20, 40, 1_000) })
  })

  test('nothing of one request shows in the next: parameters, settings, database, temporary tables', async () => {
    const [{ database }] = await rows('SELECT currentDatabase() AS database') as [{ database: string }]
    await store().client.command({ query: 'CREATE DATABASE IF NOT EXISTS other' })
    await rows('SELECT {secret:String}', { query_params: { secret: 'x' }, clickhouse_settings: { max_block_size: '7', max_threads: 1 } })
    await store().client.command({ query: 'USE other' })
    await store().client.command({ query: 'SET max_block_size = 9' })
    await expect(rows('SELECT {secret:String}')).rejects.toMatchObject({ type: 'UNKNOWN_QUERY_PARAMETER' })
    const state = 'SELECT currentDatabase() AS d, getSetting(\'max_block_size\') > 10 AS s'
    const found = await Promise.all(Array.from({ length: 8 }, () => rows(state)))
    expect(found).toEqual(Array.from({ length: 8 }, () => [{ d: database, s: 1 }]))
  })

  test('errors have the engine\'s code and words, and become ours', async () => {
    await expect(rows('SELECT * FROM nowhere')).rejects.toMatchObject({ code: '60', type: 'UNKNOWN_TABLE' })
    await expect(rows('SELECT 1 +')).rejects.toMatchObject({ code: '62', type: 'SYNTAX_ERROR' })
    await expect(rows('SELECT 1 SETTINGS no_such_setting = 1')).rejects.toMatchObject({ type: 'UNKNOWN_SETTING' })
    const error = await rows('SELECT * FROM nowhere').catch(storeErrorOf)
    expect(error).toMatchObject({ code: 'store-refused', message: expect.stringContaining('UNKNOWN_TABLE') })
  })

  test('a second statement, and files of the server, are refused', async () => {
    await expect(rows('SELECT 1; DROP TABLE x')).rejects.toMatchObject({ type: 'SYNTAX_ERROR' })
    await expect(rows('SELECT 1 INTO OUTFILE \'/etc/x\'')).rejects.toMatchObject({ code: expect.any(String) })
    const infile = store().client.command({ query: 'INSERT INTO x FROM INFILE \'/etc/passwd\' FORMAT LineAsString' })
    await expect(infile).rejects.toMatchObject({ code: expect.any(String) })
  })

  test('rows go in as text, compressed or not, and come out in every kind of format', async () => {
    const table = await newTable('a UInt64, s String')
    await store().client.insert({ table, values: [{ a: 1, s: 'x\ny' }, { a: 2, s: '日本' }], format: 'JSONEachRow' })
    await store().client.command({ query: `INSERT INTO ${table} VALUES (3, 'a;b')` })
    await store().client.command({ query: `INSERT INTO ${table} FORMAT CSV\n4,"c"\n` })
    await store().client.insert({ table, values: [], format: 'JSONEachRow' })
    const query = `SELECT * FROM ${table} ORDER BY a`
    expect(await rows(query)).toEqual([{ a: 1, s: 'x\ny' }, { a: 2, s: '日本' }, { a: 3, s: 'a;b' }, { a: 4, s: 'c' }])
    const json = await (await store().client.query({ query, format: 'JSON' })).json()
    expect(json).toMatchObject({ rows: 4, meta: [{ name: 'a' }, { name: 's' }] })
    const csv = await (await store().client.query({ query, format: 'CSVWithNames' })).text()
    expect(csv.split('\n')[0]).toBe('"a","s"')
  })

  test('an insert with one bad row inserts nothing', async () => {
    const table = await newTable('a UInt64')
    const bad = store().client.insert({ table, values: [{ a: 1 }, { a: 'no number' }], format: 'JSONEachRow' })
    await expect(bad).rejects.toMatchObject({ type: expect.any(String) })
    expect(await rows(`SELECT * FROM ${table}`)).toEqual([])
  })

  test('a file of rows goes in whole', async () => {
    const table = await newTable('a UInt64, b UInt64')
    const path = join(folder(), 'rows * {1}.bin')
    writeFileSync(path, Buffer.from(new BigUint64Array([1n, 2n, 3n, 4n]).buffer))
    await store().insertFile({ table, columns: ['b', 'a'], path, format: 'RowBinary' })
    expect(await rows(`SELECT * FROM ${table} ORDER BY a`)).toEqual([{ a: 2, b: 1 }, { a: 4, b: 3 }])
    writeFileSync(path, 'torn')
    await expect(store().insertFile({ table, columns: ['a'], path, format: 'RowBinary' })).rejects.toMatchObject({ code: 'store-refused' })
  })

  test('a large result streams, and an error within it is told at its end', async () => {
    const total = byDepth(200_000, 500_000, 20_000_000)
    const result = await store().client.query({ query: `SELECT number FROM numbers(${total})`, format: 'JSONCompactEachRow' })
    let count = 0
    for await (const some of result.stream()) count += some.length
    expect(count).toBe(total)
    await expect(rows(`SELECT number, throwIf(number = ${total}) FROM numbers(${total * 2})`)).rejects.toMatchObject({
      type: 'FUNCTION_THROW_IF_VALUE_IS_NON_ZERO',
    })
  })

  test('aborting the request stops the query in the engine within a second', async () => {
    const abort = new AbortController()
    const query = rows(`${LONG} WHERE 'abort' != ''`, { abort_signal: abort.signal })
    query.catch(() => {})
    await expect.poll(() => running('abort')).toBe(1)
    abort.abort()
    await expect(query).rejects.toThrow('aborted')
    const since = performance.now()
    await expect.poll(() => running('abort'), { interval: 20 }).toBe(0)
    expect(performance.now() - since).toBeLessThan(1_000)
  })

  test('a reader that goes away in the middle of a result stops the query', async () => {
    const result = await store().client.query({ query: 'SELECT number, \'leaving\' FROM numbers(10000000000)', format: 'CSV' })
    for await (const _ of result.stream()) break
    result.close()
    await expect.poll(() => running('leaving'), { interval: 20, timeout: 2_000 }).toBe(0)
  })

  test('a query is stopped by the id it was given', async () => {
    const id = randomUUID()
    const query = rows(LONG, { query_id: id })
    query.catch(() => {})
    await sleep(200)
    await expect.poll(async () => {
      await store().client.command({ query: 'KILL QUERY WHERE query_id = {id:String}', query_params: { id } })
      return Promise.race([query.catch(error => error.type), sleep(100)])
    }).toBe('QUERY_WAS_CANCELLED')
  })

  test('twenty queries at once do not wait for a long one', async () => {
    const abort = new AbortController()
    const long = rows(LONG, { abort_signal: abort.signal })
    long.catch(() => {})
    await sleep(200)
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => rows(`SELECT ${index} AS n`)))
    expect(answers.map(([row]) => row)).toEqual(Array.from({ length: 20 }, (_, n) => ({ n })))
    abort.abort()
    await expect(long).rejects.toThrow('aborted')
  })

  test('a query past its memory or its time fails alone', async () => {
    const settings = { max_memory_usage: '20000000', max_bytes_before_external_group_by: '0', max_bytes_before_external_sort: '0' }
    const query = 'SELECT length(groupArray(number)) FROM numbers(100000000)'
    const large = await rows(query, { clickhouse_settings: settings }).catch(storeErrorOf)
    expect(large).toMatchObject({ code: 'query-too-large' })
    const slow = await rows(LONG, { clickhouse_settings: { max_execution_time: 1 } }).catch(storeErrorOf)
    expect(slow).toMatchObject({ code: 'query-too-large' })
    expect(await rows('SELECT 1 AS n')).toEqual([{ n: 1 }])
  })

  test('migrations run once, go on where they stood, and refuse tables of another program', async () => {
    const create = (name: string) => `CREATE TABLE IF NOT EXISTS ${name} (a UInt8) ENGINE = MergeTree ORDER BY a`
    const first = { number: 1, name: '0001-first', statements: [create('first')] }
    const second = create('second')
    const torn = { number: 2, name: '0002-second', statements: [second, 'SELEC'] }
    await migrateClickHouse(store().client, [first])
    await expect(migrateClickHouse(store().client, [first, torn])).rejects.toMatchObject({ code: 'store-refused' })
    const mended = { ...torn, statements: [second] }
    await migrateClickHouse(store().client, [first, mended])
    await migrateClickHouse(store().client, [first, mended])
    expect(await rows('SELECT number, name FROM migration FINAL ORDER BY number')).toEqual([
      { number: 1, name: '0001-first' }, { number: 2, name: '0002-second' },
    ])
    await expect(migrateClickHouse(store().client, [first])).rejects.toMatchObject({ code: 'database-mismatch' })
    const changed = { ...first, statements: [] }
    await expect(migrateClickHouse(store().client, [changed, mended])).rejects.toMatchObject({ code: 'database-mismatch' })
    for (const name of ['first', 'second', 'migration']) await store().client.command({ query: `DROP TABLE ${name}` })
  })
})

test('the embedded engine leaves no process behind', () => {
  expect(execFileSync('ps', ['-o', 'args', '--ppid', String(process.pid)], { encoding: 'utf8' })).not.toContain('clickhouse/child')
})
