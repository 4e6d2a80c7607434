import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { analyzedBy, settledState } from '../../../test/open-store.ts'
import { byDepth } from '../../../test/depth.ts'
import { testData, testFiles } from '../../../test/test-data.ts'
import { auditEntries } from '../../store/ledger/audit.ts'
import { openLedger } from '../../store/ledger/ledger.ts'
import type { OpenServer } from './testing/open-server.ts'
import { openServer } from './testing/open-server.ts'
import { announce, answered, jobEnded, sendRest } from './testing/send-upload.ts'
import { zipOf } from './testing/zip-of.ts'

const ROOT = join(import.meta.dirname, '../../..')
const RULES = join(ROOT, 'rules')

/** Engines and workers start in seconds, on a busy machine in many. */
const LIMIT_MS = 600_000

interface CaseRow { readonly id: string; readonly priority: number; readonly findings: number }
interface EventRow { readonly id: string; readonly evidence: string; readonly offset: number; readonly length: number; readonly time: string | null }
interface Page<T> { readonly items: readonly T[]; readonly next: string | null }

// Starts both engines: at the quick depth the tests of the parts have to do.
describe.skipIf(byDepth(true, false, false))('the resources, on real engines', () => {
  let server: OpenServer
  const organisation = () => server.opened.store
  const examples = () => readdirSync(join(ROOT, 'examples'), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name)).sort()
  const folder = byDepth(ROOT, ROOT, testData('evtx') ?? ROOT)
  const files = byDepth([], examples(), testFiles('evtx', '.evtx'))

  beforeAll(async () => {
    server = await openServer({ ruleDirectories: [RULES] })
  }, LIMIT_MS)
  afterAll(() => server.close(), LIMIT_MS)

  test('an uploaded archive gives the findings and cases of analyze', async () => {
    const zip = await zipOf(folder, files)
    const { id, chunkBytes } = await announce(server.ask, 'evidence.zip', zip)
    expect(await sendRest(server.ask, id, zip, Math.min(chunkBytes, Math.ceil(zip.length / 3)))).toMatchObject({ offset: zip.length, state: 'receiving' })
    expect(await answered(server.ask('anna', 'POST', `/uploads/${id}/finish`))).toMatchObject({ state: 'ingesting', job: id })
    expect(await answered(server.ask('anna', 'POST', `/uploads/${id}/finish`))).toMatchObject({ job: id })
    const job = await jobEnded<{ state: string; evidenceCount: number; evidence: { paths: string[] }[] }>(server.ask, id)
    expect(job).toMatchObject({ state: 'done', failure: null, errors: [], errorCount: 0 })
    expect(job.evidence.every(({ paths }) => paths.every(path => path.startsWith('evidence.zip!/')))).toBe(true)
    await expect.poll(() => answered(server.ask('anna', 'GET', `/uploads/${id}`)), { timeout: 10_000 }).toMatchObject({ state: 'done' })
    expect(await answered(server.ask('vic', 'GET', '/jobs'))).toMatchObject({ items: [{ id, state: 'done' }], next: null })
    const { events, matches, findings, cases } = await analyzedBy(server.opened.pool, files)
    expect(await settledState(organisation())).toMatchObject({ events, matches, findings, cases })
  }, LIMIT_MS)

  test('the queue, its cases and their timelines page through everything once', async () => {
    const cases = await pages<CaseRow>('/cases?limit=2')
    const { cases: total } = await answered<{ cases: number }>(server.ask('vic', 'GET', '/status'))
    expect([cases.length, new Set(cases.map(({ id }) => id)).size]).toEqual([total, total])
    expect(cases.map(({ priority }) => priority)).toEqual(cases.map(({ priority }) => priority).toSorted((a, b) => b - a))
    const top = cases[0]!
    const findings = await pages<{ id: string; count: number; event: string }>(`/cases/${top.id}/findings?limit=3`)
    expect(findings).toHaveLength(top.findings)
    const timeline = await pages<{ id: string; time: string; finding: string }>(`/cases/${top.id}/timeline?limit=7`)
    expect(new Set(timeline.map(({ id, finding }) => `${id} ${finding}`)).size).toBe(timeline.length)
    expect(timeline.map(({ time }) => time)).toEqual(timeline.map(({ time }) => time).toSorted())
    const detail = await answered<{ findings: string[]; findingRows: { id: string }[] }>(server.ask('vic', 'GET', `/cases/${top.id}`))
    expect(findings.map(({ id }) => id)).toEqual(detail.findings)
    expect(await answered(server.ask('vic', 'GET', `/findings/${detail.findings[0]}`))).toMatchObject({ case: top.id })
  }, LIMIT_MS)

  test('the raw event behind a finding is the very bytes of its evidence, and who saw them is written down', async () => {
    const [top] = await pages<CaseRow>('/cases')
    const [{ event }] = await pages<{ event: string }>(`/cases/${top!.id}/findings`) as [{ event: string }]
    const found = await answered<EventRow>(server.ask('vic', 'GET', `/events/${event}`))
    expect((await server.ask('vic', 'GET', `/events/${event}/raw`)).status).toBe(404)
    const raw = await server.ask('anna', 'GET', `/events/${event}/raw`)
    expect([raw.status, raw.headers.get('x-content-type-options'), raw.headers.get('content-disposition')]).toEqual([
      200, 'nosniff', `attachment; filename="${event}.bin"; filename*=UTF-8''${event}.bin`,
    ])
    const content = await server.ask('anna', 'GET', `/evidence/${found.evidence}/content`)
    const bytes = new Uint8Array(await content.arrayBuffer())
    expect(new Uint8Array(await raw.arrayBuffer())).toEqual(bytes.subarray(found.offset, found.offset + found.length))
    const [first, second] = await auditEntries(organisation().ledger, 2)
    expect([first, second]).toMatchObject([{ action: 'evidence.content', subject: found.evidence, person: 'anna' }, { action: 'event.raw', subject: event, person: 'anna' }])
    const { custody } = await answered<{ custody: { action: string; actor: string }[] }>(server.ask('vic', 'GET', `/evidence/${found.evidence}`))
    expect(custody[0]).toMatchObject({ action: 'exported', actor: 'anna' })
  }, LIMIT_MS)

  test('a hunt pages through what was there when it began, whatever comes meanwhile', async () => {
    const query = 'EventID:*'
    const first = await hunted({ query, limit: 200 })
    const more = new TextEncoder().encode(Array.from({ length: 50 }, (_, i) => JSON.stringify({ time: `2026-01-01T00:00:${String(i).padStart(2, '0')}Z`, EventID: 1 })).join('\n'))
    const { id } = await announce(server.ask, 'later.json', more)
    await sendRest(server.ask, id, more, more.length)
    await server.ask('anna', 'POST', `/uploads/${id}/finish`)
    expect(await jobEnded(server.ask, id)).toMatchObject({ state: 'done' })
    const events = [...first.events]
    for (let { next } = first; next !== null;) {
      const page = await hunted({ query, limit: 200, cursor: next })
      expect(page.histogram).toBeNull()
      events.push(...page.events)
      next = page.next
    }
    expect([events.length, new Set(events.map(each => each.id)).size]).toEqual([first.histogram!.total, first.histogram!.total])
    expect((await hunted({ query, limit: 1 })).histogram!.total).toBe(first.histogram!.total + 50)
    const { buckets, withoutTime, total } = first.histogram!
    expect(buckets.reduce((sum, { count }) => sum + count, 0) + withoutTime).toBe(total)
    expect(await answered(server.ask('vic', 'POST', '/hunts', { query: `${query} | count` }))).toMatchObject({ columns: ['count'], rows: [[total + 50]], total: total + 50 })
  }, LIMIT_MS)

  test('a query that is none is told with its place', async () => {
    const answer = await server.ask('vic', 'POST', '/hunts', { query: 'Image:("a"' })
    expect([answer.status, await answer.json()]).toMatchObject([422, { error: { code: 'unprocessable', at: 6, field: 'body.query' } }])
  })

  test('names are offered as they are typed', async () => {
    expect(await answered(server.ask('vic', 'GET', '/hunts/fields?prefix=eventi'))).toMatchObject({ fields: expect.arrayContaining(['EventID']) })
  })

  test('many small files of one drag are read together, each with its own outcome, and one can be given up', async () => {
    const contents = Array.from({ length: 12 }, (_, i) => new TextEncoder().encode(`{"time":"2026-01-02T00:00:00Z","EventID":${i}}\n${i % 4 === 0 ? '{"broken":\n' : ''}`))
    const uploads = await Promise.all(contents.map(async (bytes, i) => {
      const { id } = await announce(server.ask, `drag/file-${i}.json`, bytes)
      await sendRest(server.ask, id, bytes, bytes.length)
      return id
    }))
    const release = Promise.withResolvers<void>()
    const held = server.services.inTurn(() => release.promise)
    for (const id of uploads) await answered(server.ask('anna', 'POST', `/uploads/${id}/finish`))
    const gone = await server.ask('anna', 'DELETE', `/jobs/${uploads[11]}`)
    release.resolve()
    await held
    const jobs = await Promise.all(uploads.map(id => jobEnded<{ state: string; evidence: { paths: string[]; errorCount: number }[]; progress: { events: number } }>(server.ask, id)))
    expect(gone.status).toBe(202)
    expect(jobs.map(({ state, evidence, progress }) => [state, evidence.map(({ paths, errorCount }) => [paths, errorCount]), progress.events]).slice(0, 11))
      .toEqual(contents.slice(0, 11).map((_, i) => ['done', [[[`drag/file-${i}.json`], i % 4 === 0 ? 1 : 0]], 1]))
    expect(jobs[11]!.state).toBe('cancelled')
  }, LIMIT_MS)

  test('a decision shows at once, is entered once, and another\'s is taken back by a lead only', async () => {
    const [top] = await pages<CaseRow>('/cases')
    const heard = listen(server)
    const verdict = { kind: 'verdict', value: 'benign', key: 'first' }
    const [one, two] = await Promise.all([1, 2].map(() => answered<{ decision: { id: number } }>(server.ask('anna', 'POST', `/cases/${top!.id}/decisions`, verdict))))
    expect(one).toEqual(two)
    expect(await answered(server.ask('vic', 'GET', `/cases/${top!.id}`))).toMatchObject({ verdict: 'benign' })
    await expect.poll(() => heard.text(), { timeout: 10_000 }).toMatch(/event: decision\ndata: .*anna/)
    expect((await server.ask('vic', 'POST', `/cases/${top!.id}/decisions`, { ...verdict, key: 'second' })).status).toBe(404)
    expect((await server.ask('anna', 'POST', `/cases/${top!.id}/decisions`, { ...verdict, value: 'true-positive' })).status).toBe(409)
    expect(await answered(server.ask('lea', 'POST', `/decisions/${one!.decision.id}/withdrawal`, { key: 'back' }))).toMatchObject({ decision: { kind: 'withdrawal' } })
    const { decision: note } = await answered<{ decision: { id: number } }>(server.ask('lea', 'POST', `/cases/${top!.id}/decisions`, { kind: 'note', value: 'a note', key: 'n' }))
    expect((await server.ask('anna', 'POST', `/decisions/${note.id}/withdrawal`, { key: 'not-mine' })).status).toBe(404)
    expect((await pages(`/cases/${top!.id}/decisions?limit=1`)).length).toBe(3)
    heard.leave()
  }, LIMIT_MS)

  test('what another organisation has is not there', async () => {
    const [top] = await pages<CaseRow>('/cases')
    const [{ id: finding, event }] = await pages<{ id: string; event: string }>(`/cases/${top!.id}/findings`) as [{ id: string; event: string }]
    const { evidence } = await answered<EventRow>(server.ask('vic', 'GET', `/events/${event}`))
    const { id: upload } = await announce(server.ask, 'mine', new Uint8Array(1))
    const [{ id: job }] = await pages<{ id: string }>('/jobs') as [{ id: string }]
    const paths = [
      `/cases/${top!.id}`, `/cases/${top!.id}/findings`, `/cases/${top!.id}/timeline`, `/cases/${top!.id}/decisions`, `/findings/${finding}`, `/events/${event}`,
      `/events/${event}/raw`, `/evidence/${evidence}`, `/evidence/${evidence}/content`, `/uploads/${upload}`, `/jobs/${job}`,
    ]
    const statuses = await Promise.all(paths.map(async path => (await server.ask('oto', 'GET', path)).status))
    expect(statuses).toEqual(paths.map(() => 404))
    for (const list of ['/cases', '/evidence', '/jobs', '/uploads']) expect(await answered(server.ask('oto', 'GET', list))).toEqual({ items: [], next: null })
    expect(await answered(server.ask('oto', 'POST', '/hunts', { query: '*' }))).toMatchObject({ events: [], histogram: { total: 0 } })
    // Nor is somebody else's upload, though they are of the same organisation.
    expect((await server.ask('lea', 'GET', `/uploads/${upload}`)).status).toBe(404)
    await openLedger(organisation().ledger.pool, 'elsewhere')
  }, LIMIT_MS)

  test('no text that a client may send makes an error of ours', async () => {
    const [top] = await pages<CaseRow>('/cases')
    const cursor = (...key: unknown[]) => Buffer.from(JSON.stringify(key)).toString('base64url')
    const texts = ['%00', '%25_%5C', '%ED%A0%80', '%22%27%3B--', 'a'.repeat(1_000), '%F0%9F%94%A5', '%E2%80%AE']
    const paths = [
      ...texts.flatMap(text => [`/cases?q=${text}`, `/cases?owner=${text}`, `/cases?status=${text}`, `/evidence?q=${text}`, `/hunts/fields?prefix=${text}`, `/cases/${text}`, `/evidence/${text}`]),
      ...[[2 ** 53 - 1, 'f'.repeat(32)], [-1, top!.id], [1e300], ['x'], [null], [2 ** 31], [2 ** 31, 'f'.repeat(64), 2 ** 52, 2 ** 52, 'f'.repeat(32)]].map(key => cursor(...key))
        .flatMap(key => ['/cases', `/cases/${top!.id}/findings`, `/cases/${top!.id}/timeline`, `/cases/${top!.id}/decisions`, '/jobs', '/evidence'].map(path => `${path}?cursor=${key}`)),
    ]
    const bodies = ['\0', '\ud800', '*:*', '"\0"', '('.repeat(10_000), 'a:[1 TO 2} | top 99 b', '_time:[9999 TO *]'].map(query => ({ query }))
    const answers = [
      ...await Promise.all(paths.map(async path => [path, (await server.ask('vic', 'GET', path)).status] as const)),
      ...await Promise.all(bodies.map(async (body, i) => [body.query, (await server.ask(i % 2 === 0 ? 'vic' : 'anna', 'POST', '/hunts', body)).status] as const)),
    ]
    expect(answers.filter(([, status]) => status >= 500)).toEqual([])
    const part = encodeURIComponent('LATER.js')
    expect(await answered(server.ask('vic', 'GET', `/evidence?q=${part}`))).toMatchObject({ items: [{ paths: ['later.json'] }], next: null })
    const [{ sha256 }] = await pages<{ sha256: string }>('/evidence') as [{ sha256: string }]
    expect(await answered(server.ask('vic', 'GET', `/evidence?q=${sha256.slice(0, 20).toUpperCase()}`))).toMatchObject({ items: [{ sha256 }], next: null })
  }, LIMIT_MS)

  test('a hunt ends within a second when it is cancelled, or its client is gone', async () => {
    const slow = { query: '"no such text" or not _dataset:x | count by _id', id: 'slow' }
    await server.opened.store.clickhouse.client.command({ query: 'SELECT 1' })
    const running = server.ask('vic', 'POST', '/hunts', slow)
    await new Promise(resolve => { setTimeout(resolve, 5) })
    const cancelled = await server.ask('vic', 'DELETE', '/hunts/slow')
    expect([204, 404]).toContain(cancelled.status)
    expect([200, 409]).toContain((await running).status)
    expect((await server.ask('vic', 'DELETE', '/hunts/slow')).status).toBe(404)
    const gone = new AbortController()
    const lost = server.ask('vic', 'POST', '/hunts', { ...slow, id: 'lost' }, { signal: gone.signal })
    setTimeout(() => gone.abort(), 5)
    await lost.catch(() => {})
    await expect.poll(() => server.services.resources.hunts.count('default/vic'), { timeout: 1_000 }).toBe(0)
  }, LIMIT_MS)

  async function hunted(body: object): Promise<{ events: EventRow[]; next: string | null; histogram: { total: number; withoutTime: number; buckets: { count: number }[] } | null }> {
    return answered(server.ask('vic', 'POST', '/hunts', body))
  }

  /** All rows of a list. */
  async function pages<T>(path: string): Promise<T[]> {
    const rows: T[] = []
    let cursor: string | null = null
    do {
      const page: Page<T> = await answered(server.ask('vic', 'GET', `${path}${path.includes('?') ? '&' : '?'}${cursor === null ? '' : `cursor=${cursor}`}`))
      rows.push(...page.items)
      cursor = page.next
    } while (cursor !== null)
    return rows
  }
})

/** The live stream, as somebody hears it. */
function listen(server: OpenServer): { text(): string; leave(): void } {
  const stop = new AbortController()
  let text = ''
  server.ask('vic', 'GET', '/stream', undefined, { signal: stop.signal }).then(async ({ body }) => {
    const decoder = new TextDecoder()
    for await (const block of body ?? []) text += decoder.decode(block)
  }).catch(() => {})
  return {
    leave: () => stop.abort(),
    text: () => text,
  }
}
