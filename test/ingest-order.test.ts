import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { zipOf } from '../src/pipeline/evidence/evidence-fixtures.ts'
import { storeStatus } from '../src/pipeline/ingest/store-status.ts'
import { byDepth, IS_QUICK } from './depth.ts'
import type { OpenStore, Settled } from './open-store.ts'
import { analyzedBy, ingestInto, openStore, settledState } from './open-store.ts'

/** At the long depth all of them, with all rules. */
const EXAMPLES = join(import.meta.dirname, '../examples', byDepth('', '2-lateral-movement', ''))
const RULES = join(import.meta.dirname, '../rules', byDepth('', 'windows', ''))

const LIMIT_MS = 600_000

const RULE = `title: Evil name
id: 5a1f9a52-3a3f-4d19-9d7e-0a4a6f5e7c11
logsource: {category: test}
detection: {selection: {name: evil}, condition: selection}
level: high
`

/** Logs that tell of the same hours, one line each in turn; the last is from years before. */
const OVERLAPPING: Readonly<Record<string, string>> = Object.fromEntries(['a', 'b', 'c', 'old'].map((name, place) => [`${name}.json`,
  Array.from({ length: 400 }, (_, n) => {
    const time = new Date(Date.UTC(name === 'old' ? 2001 : 2024, 0, 1) + (n * 3 + place) * 60_000).toISOString()
    return `${JSON.stringify({ time, name: n % 7 === 0 ? 'evil' : 'good', Computer: `pc${n % 3}`, n })}\n`
  }).join('')]))

describe.skipIf(IS_QUICK)('ingest settles to what analyze says', () => {
  let folder: string
  let files: string[]
  let opened: OpenStore
  let expected: Settled
  let number = 0

  beforeAll(async () => {
    folder = mkdtempSync(join(realpathSync(tmpdir()), 'noroshi-order-'))
    for (const name of ['rules', 'logs', 'packed']) mkdirSync(join(folder, name))
    writeFileSync(join(folder, 'rules/evil.yml'), RULE)
    for (const [name, content] of Object.entries(OVERLAPPING)) writeFileSync(join(folder, 'logs', name), content)
    const examples = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.evtx')).map(name => join(EXAMPLES, name))
    files = [...examples, ...Object.keys(OVERLAPPING).map(name => join(folder, 'logs', name))]
    opened = await openStore({ house: { ruleDirectories: [RULES, join(folder, 'rules')] } })
    expected = await analyzedBy(opened.pool, files)
  }, LIMIT_MS)
  afterAll(async () => {
    await opened.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const newStore = () => opened.organisation(`order ${number++}`)

  test('in any order, in one go or in several, with a fold after each', async () => {
    const inPieces = fc.tuple(fc.shuffledSubarray(files, { minLength: files.length }), fc.integer({ min: 1, max: 4 }))
    await fc.assert(fc.asyncProperty(inPieces, async ([order, goes]) => {
      const store = await newStore()
      const size = Math.ceil(order.length / goes)
      for (let at = 0; at < order.length; at += size) await ingestInto(store, opened.reading, order.slice(at, at + size))
      expect(await settledState(store)).toEqual(expected)
    }), { numRuns: byDepth(0, 3, 250), endOnFailure: true })
  }, LIMIT_MS)

  test('when one old file arrives last', async () => {
    const store = await newStore()
    const old = files.at(-1)!
    await ingestInto(store, opened.reading, files.filter(file => file !== old))
    const before = await settledState(store)
    await ingestInto(store, opened.reading, [old])
    expect(await settledState(store)).toEqual(expected)
    expect(before.findings).not.toEqual(expected.findings)
  }, LIMIT_MS)

  test('and once more, compressed, in archives and under other names adds nothing but paths', async () => {
    const store = await newStore()
    await ingestInto(store, opened.reading, files)
    const { chunks, loads, position } = await storeStatus(store)
    for (const [index, file] of files.entries()) {
      const packed = join(folder, 'packed', String(index))
      copyFileSync(file, packed)
      writeFileSync(`${packed}.gz`, gzipSync(readFileSync(file)))
      writeFileSync(`${packed}.zst`, zstdCompressSync(readFileSync(file)))
    }
    writeFileSync(join(folder, 'packed/all.zip'), await zipOf(Object.fromEntries(files.map(file => [`in/${basename(file)}`, readFileSync(file)]))))
    await ingestInto(store, opened.reading, [join(folder, 'packed'), ...files.toReversed()])
    const { evidence, ...settled } = await settledState(store)
    const { evidence: expectedEvidence, ...expectedSettled } = expected
    expect(settled).toEqual(expectedSettled)
    expect(evidence.map(({ paths }) => paths.length)).toEqual(files.map(() => 5))
    expect(withoutPaths(evidence)).toEqual(withoutPaths(expectedEvidence))
    expect(await storeStatus(store)).toMatchObject({ chunks, loads, position })
  }, LIMIT_MS)
})

function withoutPaths(evidence: Settled['evidence']): unknown {
  return evidence.map(({ paths: _, ...rest }) => rest).sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1))
}
