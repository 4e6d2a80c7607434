import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openHouse } from '../src/capabilities.ts'
import { keepToTerms } from '../src/cli/keep-to-terms.ts'
import { countedDigests, eventScope, storeStatus } from '../src/pipeline/ingest/store-status.ts'
import type { IngestStore } from '../src/pipeline/ingest/ingest-store.ts'
import { rerunEvidence } from '../src/pipeline/ingest/rerun-evidence.ts'
import type { ColdHunt } from '../src/pipeline/retention/hunt-cold.ts'
import { huntCold } from '../src/pipeline/retention/hunt-cold.ts'
import { CheckedStore } from '../src/platform/object-store/testing/checked-store.ts'
import { TEST_REGION, TESTER } from '../src/platform/object-store/testing/is-signed.ts'
import { parseQuery } from '../src/query/parse-query.ts'
import type { QueryResult } from '../src/query/run-query.ts'
import { huntEvents } from '../src/store/events/hunt-events.ts'
import { huntSummary } from '../src/store/events/hunt-summary.ts'
import { verifyCustody } from '../src/store/custody/verify-custody.ts'
import { auditEntries } from '../src/store/ledger/audit.ts'
import { coldEvents } from '../src/store/retention/kept-evidence.ts'
import { IS_QUICK } from './depth.ts'
import type { OpenStore } from './open-store.ts'
import { ingestInto, openStore } from './open-store.ts'
import { temporaryFolder } from './temporary-folder.ts'

const LIMIT_MS = 300_000
const NAMES = ['gone', 'held', 'young', 'cold', 'other'] as const

const web = (host: string) => Array.from({ length: 40 }, (_, n) => `192.0.2.${n} - - [01/Jan/2026:10:00:${String(n).padStart(2, '0')} +0000] "GET /${host} HTTP/1.1" 200 12 "-" "curl"\n`).join('')
const sshd = Array.from({ length: 30 }, (_, n) => `Jan  1 10:00:${String(n).padStart(2, '0')} host sshd[1]: Failed password for root from 192.0.2.${n} port 22 ssh2\n`).join('')

// The engines take seconds to start.
describe.skipIf(IS_QUICK)('noroshi retention', () => {
  let opened: OpenStore
  let store: IngestStore

  beforeAll(async () => {
    opened = await openStore({ house: { ruleDirectories: [] } })
    store = opened.store
  }, LIMIT_MS)
  afterAll(() => opened.close())

  const evidenceNamed = async () => new Map((await storeStatus(store)).evidence.map(each => [each.paths[0]!.path.split('/').at(-1)!.replace('.log', ''), each]))
  const age = async (name: string, days: number) => {
    const { sha256 } = (await evidenceNamed()).get(name)!
    await store.ledger.pool.query('update evidence set first_seen = now() - make_interval(days => $2) where sha256 = $1', [sha256, days])
    return sha256
  }

  const { mappings } = openHouse({ ruleDirectories: [] })
  const queryOf = (text: string) => {
    const parsed = parseQuery(text)
    if (!parsed.ok) throw new Error(parsed.error.message)
    return parsed.query
  }
  const hot = async (text: string): Promise<{ events: unknown; result: QueryResult }> => {
    const reader = { client: store.clickhouse.client, scope: await eventScope(store), mappings, paths: new Map() }
    return { events: await huntEvents(reader, queryOf(text), 25), result: await huntSummary(reader, queryOf(text)) }
  }
  const frozen = (text: string, retention: ColdHunt['retention'], more: Partial<ColdHunt> = {}) =>
    huntCold(store, { query: queryOf(text), limit: 25, mappings, paths: new Map(), retention, ...more })
  const QUERIES = [
    '_dataset:linux.*', '_dataset:linux.* and "for root"', '_dataset:linux.sshd and "192.0.2.7"', '_dataset:linux.sshd and _time:[* TO 2026-01-01T10:00:04Z]',
    '_dataset:linux.* | count by _dataset', '_dataset:linux.* and "for admin" | timechart span=1h', '_dataset:linux.* and nobody',
  ]

  test('tells what is due and changes nothing; applied, it moves to Parquet and deletes, but for what is held, and says so everywhere', async () => {
    const folder = temporaryFolder({ 'gone.log': web('gone'), 'held.log': web('held'), 'young.log': web('young'), 'cold.log': sshd, 'other.log': sshd.replaceAll('root', 'admin') })
    const cold = join(temporaryFolder(), 'cold')
    const retention = { cold, everyHours: 0, rules: [{ datasets: ['web.*'], deleteDays: 30 }, { datasets: ['linux.*'], hotDays: 5, deleteDays: 100 }] }
    await ingestInto(store, opened.reading, [folder])
    expect([...(await evidenceNamed()).keys()].sort()).toEqual([...NAMES].sort())
    const [gone, held, chilled] = [await age('gone', 40), await age('held', 40), await age('cold', 10), await age('other', 10)]
    await store.custody.hold({ kind: 'evidence', sha256: held }, 'test', 'court')
    const before = await storeStatus(store)

    const told = await keepToTerms(store, retention, { applies: false, person: 'test' })
    expect(told).toMatchObject({
      due: [{ cold: 2, coldEvents: 60, deleted: 1, deletedEvents: 40, held: [held], heldTotal: 1, waitingTotal: 0 }], applied: null,
      datasets: [{ dataset: 'web.access', events: 120, deleteDays: 30 }, { dataset: 'linux.sshd', events: 60, hotDays: 5 }],
    })
    expect(await storeStatus(store)).toEqual(before)
    expect(existsSync(cold)).toBe(false)

    const hunted = await Promise.all(QUERIES.map(hot))
    const done = await keepToTerms(store, retention, { applies: true, person: 'test' })
    const [file] = done.applied![0]!.files
    expect(done.applied).toEqual([{ organisation: 'default', cold: 2, deleted: 1, files: [file], filesDeleted: [] }])
    expect(readFileSync(file!).toString('latin1', 0, 4)).toBe('PAR1')
    const after = await storeStatus(store)
    expect(after).toMatchObject({ settled: true, digests: { events: { count: 80 } } })
    expect(await countedDigests(store)).toEqual(after.digests)
    expect([...(await evidenceNamed()).keys()].sort()).toEqual(['cold', 'held', 'other', 'young'])
    expect([store.custody.register.isStored(gone), store.custody.register.isStored(chilled)]).toEqual([false, true])
    expect(await verifyCustody(opened.data)).toMatchObject({ sound: true })
    expect((await auditEntries(store.ledger, 2)).map(({ action, subject }) => [action, subject])).toEqual([['evidence.delete', gone], ['retention.cold', file]])
    expect(await coldEvents(store.ledger)).toBe(60)
    // What a hunt found before, it finds in the cold file now.
    for (const [at, text] of QUERIES.entries()) {
      const { events, result, filesRead, unread } = await frozen(text, retention)
      expect([text, events, result, filesRead, unread]).toEqual([text, queryOf(text).pipe === null ? hunted[at]!.events : [], hunted[at]!.result, 1, []])
    }
    const seen: unknown[] = []
    expect(await frozen('*', retention, { limit: 2, onProgress: progress => seen.push(progress) })).toMatchObject({ found: 60, events: [expect.anything(), expect.anything()] })
    expect([seen.length, seen.at(-1)]).toEqual([60, { file: 1, files: 1, events: 60, allEvents: 60 }])
    expect(await frozen('*', retention, { mostMs: 0 })).toMatchObject({ found: 0, filesRead: 0, unread: [{ file, reason: 'the time was up' }] })
    await expect(frozen('*', retention, { signal: AbortSignal.abort(new Error('gone')) })).rejects.toThrow('gone')
    await expect(frozen('_rule:x', retention)).rejects.toMatchObject({ code: 'bad-query' })
    // Nothing is left to do.
    expect((await keepToTerms(store, retention, { applies: true, person: 'test' })).applied).toMatchObject([{ cold: 0, deleted: 0 }])

    // What is known stays cold; named, it comes back; what was deleted is new again.
    await ingestInto(store, opened.reading, [join(folder, 'cold.log')])
    expect((await storeStatus(store)).digests.events.count).toBe(80)
    expect(await rerunEvidence(store, new Set([chilled]), opened.reading)).toEqual([])
    expect((await storeStatus(store)).digests.events.count).toBe(110)
    expect(await coldEvents(store.ledger)).toBe(30)
    expect(await frozen('*', retention)).toMatchObject({ found: 30 })
    await ingestInto(store, opened.reading, [join(folder, 'gone.log')])
    expect((await storeStatus(store)).digests.events.count).toBe(150)

    // At the end of their term the cold file goes with the last that is in it.
    await age('other', 120)
    expect((await keepToTerms(store, retention, { applies: true, person: 'test' })).applied).toMatchObject([{ cold: 1, deleted: 1, filesDeleted: [file] }])
    expect(existsSync(file!)).toBe(false)
    await age('cold', 120)
    await keepToTerms(store, retention, { applies: true, person: 'test' })
    expect(readdirSync(cold, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())).toEqual([])
    expect(await storeStatus(store)).toMatchObject({ settled: true, digests: { events: { count: 120 } } })
  }, LIMIT_MS)

  test('a hunt over cold events fetches them from a store, leaves nothing behind, and names what it could not read', async () => {
    const bucket = await CheckedStore.open()
    const secretKey = { file: join(temporaryFolder({ secret: `${TESTER.secretKey}\n` }), 'secret') }
    const retention = {
      everyHours: 0, rules: [{ datasets: ['linux.*'], hotDays: 5 }],
      coldStore: { endpoint: bucket.origin, region: TEST_REGION, bucket: 'cold', prefix: '', accessKey: TESTER.accessKey, secretKey },
    }
    await ingestInto(store, opened.reading, [temporaryFolder({ 'stored.log': sshd.replaceAll('root', 'stored') })])
    await age('stored', 10)
    await keepToTerms(store, retention, { applies: true, person: 'test' })
    expect(bucket.objects.size).toBe(1)
    expect(await frozen('"for stored"', retention)).toMatchObject({ found: 30, filesRead: 1, unread: [] })
    expect(readdirSync(store.folder.spool)).toEqual([])
    for (const [path, content] of bucket.objects) bucket.objects.set(path, content.subarray(0, 1_000))
    expect(await frozen('"for stored"', retention)).toMatchObject({ found: 0, filesRead: 0, unread: [{ reason: expect.stringMatching(/./) }] })
    bucket.isBroken = true
    expect(await frozen('"for stored"', retention)).toMatchObject({ unread: [{ reason: expect.stringContaining('503 SlowDown: no') }] })
    expect(await frozen('"for stored"', { ...retention, coldStore: undefined })).toMatchObject({ unread: [{ reason: expect.stringContaining('no store of retention.coldStore') }] })
    expect(readdirSync(store.folder.spool)).toEqual([])
  }, LIMIT_MS)
})
