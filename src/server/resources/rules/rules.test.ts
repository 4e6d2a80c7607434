import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import { auditEntries } from '../../../store/ledger/audit.ts'
import type { OpenServer } from '../testing/open-server.ts'
import { openServer } from '../testing/open-server.ts'
import { announce, answered, jobEnded, sendRest } from '../testing/send-upload.ts'
import { zipOf } from '../testing/zip-of.ts'
import type { FilterProof } from './prove-filter.ts'
import type { RuleRow } from './rule-view.ts'

/** Engines and workers start in seconds, on a busy machine in many. */
const LIMIT_MS = 600_000

const [SHELL, TOUCH, OFTEN] = ['1', '2', '3'].map(digit => `${digit.repeat(8)}-aaaa-4aaa-8aaa-${digit.repeat(12)}`) as [string, string, string]

const FILES = {
  'shell.yml': `title: Shell\nid: ${SHELL}\nname: shell\nlogsource: {category: test}\ndetection: {selection: {Image|endswith: '\\cmd.exe'}, condition: selection}\nlevel: high\n`,
  'shell.tests.yml': `tests:\n  positive:\n    - {name: by hand, dataset: generic.json, event: {Image: 'C:\\cmd.exe'}}\n  negative:\n    - {name: another, dataset: generic.json, event: {Image: 'C:\\calc.exe'}}\n`,
  'touch.yml': `title: Touch\nid: ${TOUCH}\nlogsource: {category: test}\ndetection: {selection: {Image|endswith: '\\touch.exe'}, condition: selection}\nlevel: low\n`,
  'often.yml': `title: Often\nid: ${OFTEN}\ncorrelation: {type: event_count, rules: [shell], group-by: [Computer], timespan: 1h, condition: {gte: 3}, generate: true}\nlevel: medium\n`,
} as const

const event = (minute: number, Computer: string, rest: object) => `${JSON.stringify({ time: `2026-03-01T10:${String(minute).padStart(2, '0')}:00Z`, Computer, Image: 'C:\\cmd.exe', ...rest })}\n`

/** A week of backups on one machine, an attack on another. */
const LOG = [
  ...[0, 1, 2, 3].map(minute => event(minute, 'files1', { CommandLine: 'cmd /c backup.cmd', User: 'backup' })),
  ...[30, 31].map(minute => event(minute, 'web1', { CommandLine: 'cmd /c whoami', User: 'www' })),
  event(40, 'files1', { Image: 'C:\\touch.exe' }),
].join('')

interface Rule extends RuleRow {
  readonly addedFilters: readonly { readonly id: string; readonly by: string | null }[]
  readonly findings: readonly { readonly id: string; readonly case: string; readonly subject: { readonly value: string }; readonly event: string }[]
  readonly advised: { readonly en: string }
  readonly histogram: { readonly total: number; readonly buckets: readonly unknown[] }
  readonly switchedOff: { readonly by: string; readonly reason: string } | null
}

// Starts both engines.
describe.skipIf(byDepth(true, false, false))('rules, on real engines', () => {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'noroshi-rules-'))
  let server: OpenServer
  const get = <T>(path: string, who = 'vic') => answered<T>(server.ask(who, 'GET', path))
  const rule = (key: string) => get<Rule>(`/rules/${key}`)
  const rows = async (query = '') => (await get<{ items: RuleRow[] }>(`/rules${query}`)).items
  const status = async (who: string, method: string, path: string, body?: unknown) => (await server.ask(who, method, path, body)).status
  const upload = async (name: string, text: string) => {
    const bytes = new TextEncoder().encode(text)
    const { id } = await announce(server.ask, name, bytes)
    await sendRest(server.ask, id, bytes, bytes.length)
    await answered(server.ask('anna', 'POST', `/uploads/${id}/finish`))
    expect(await jobEnded(server.ask, id)).toMatchObject({ state: 'done' })
  }
  const settled = async (wanted: object) => {
    await expect.poll(() => get('/rule-changes'), { timeout: LIMIT_MS / 10, interval: 100 }).toMatchObject(wanted)
  }
  const findingOn = async (key: string, subject: RegExp) => (await rule(key)).findings.find(each => subject.test(each.subject.value))!

  beforeAll(async () => {
    mkdirSync(join(folder, 'rules'))
    for (const [path, text] of Object.entries(FILES)) writeFileSync(join(folder, 'rules', path), text)
    server = await openServer({ ruleDirectories: [join(folder, 'rules')] })
    // As two pieces of evidence: where no field names a host, the evidence is what a finding is about.
    await upload('files1.jsonl', LOG.split('\n').filter(line => line.includes('files1')).join('\n'))
    await upload('web1.jsonl', LOG.split('\n').filter(line => line.includes('web1')).join('\n'))
  }, LIMIT_MS)
  afterAll(async () => {
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  }, LIMIT_MS)

  test('are listed with what they found, searched and sorted, a page at a time', async () => {
    expect((await rows()).map(({ key, hits }) => [key, hits.count])).toEqual([[SHELL, 6], [OFTEN, 2], [TOUCH, 1]])
    expect((await rows('?sort=level')).map(({ title }) => title)).toEqual(['Shell', 'Often', 'Touch'])
    expect((await rows('?q=touch')).map(({ key }) => key)).toEqual([TOUCH])
    expect(await rows('?found=nothing')).toEqual([])
    const first = await get<{ items: RuleRow[]; next: string; total: number }>('/rules?limit=2')
    const second = await get<{ items: RuleRow[]; next: null }>(`/rules?limit=2&cursor=${first.next}`)
    expect([...first.items, ...second.items].map(({ key }) => key)).toEqual([SHELL, OFTEN, TOUCH])
    expect([first.total, second.next]).toEqual([3, null])
    expect((await get<RuleRow[]>('/rule-export?level=low')).map(({ key }) => key)).toEqual([TOUCH])
    const { hits } = (await rows())[0]!
    expect([hits.first, hits.last, hits.spread.reduce((sum, count) => sum + count, 0)]).toEqual(['2026-03-01T10:00:00.000000Z', '2026-03-01T10:31:00.000000Z', 6])
  }, LIMIT_MS)

  test('have a page with their hits over time, their findings and tests', async () => {
    const page = await rule(SHELL)
    expect([page.histogram.total, page.histogram.buckets.length > 1, page.findings.length, page.advised.en]).toEqual([6, true, 2, expect.stringContaining('Nobody has judged')])
    expect(await get(`/rules/${SHELL}/tests`)).toEqual({ outcome: { tests: [{ name: 'by hand', expected: 'found', passed: true }, { name: 'another', expected: 'left', passed: true }] } })
    expect(await get(`/rules/${TOUCH}/tests`)).toEqual({ outcome: null })
    expect([await status('vic', 'GET', '/rules/nothing'), await status('vic', 'GET', '/rules/nothing/tests')]).toEqual([404, 404])
  }, LIMIT_MS)

  test('say of an event why they fired, and why not', async () => {
    const { event: id } = await findingOn(SHELL, /./)
    interface Answer { matched: { key: string }[]; explained: { key: string; fires: boolean; tried: boolean }[] | null }
    const hit = await get<Answer>(`/events/${id}/rules?rule=${SHELL}`)
    expect([hit.matched.map(({ key }) => key), hit.explained]).toMatchObject([expect.arrayContaining([SHELL]), [{ key: SHELL, fires: true, tried: true }]])
    expect(await get<Answer>(`/events/${id}/rules?rule=${TOUCH}`)).toMatchObject({ explained: [{ key: TOUCH, fires: false }] })
    expect(await get<Answer>(`/events/${id}/rules?rule=${OFTEN}`)).toMatchObject({ explained: [{ key: SHELL, fires: true }] })
    expect(await get<Answer>(`/events/${id}/rules?rule=nothing`)).toMatchObject({ explained: null })
    expect(await status('vic', 'GET', `/events/${'f'.repeat(32)}/rules`)).toBe(404)
    const [entry] = await auditEntries(server.opened.store.ledger, 1)
    expect(entry).toMatchObject({ person: 'vic', action: 'event.read', subject: id })
  }, LIMIT_MS)

  test('count a verdict once for each case, and take it back when it is withdrawn', async () => {
    const { case: attack } = await findingOn(SHELL, /./)
    const { decision } = await answered<{ decision: { id: number } }>(server.ask('anna', 'POST', `/cases/${attack}/decisions`, { kind: 'verdict', value: 'false-positive', key: 'verdict-1' }))
    expect(await rule(SHELL)).toMatchObject({ verdicts: { truePositive: 0, benign: 0, falsePositive: 1, undetermined: 0 }, precision: 0, advice: 'unjudged', advised: { en: expect.stringContaining('one judged case') } })
    await answered(server.ask('anna', 'POST', `/decisions/${decision.id}/withdrawal`, { key: 'withdrawal-1' }))
    expect(await rule(SHELL)).toMatchObject({ verdicts: { falsePositive: 0 }, precision: null })
  }, LIMIT_MS)

  test('a filter is drafted, refused where it would lose an attack, kept, used for what comes next and for what is read anew, and taken away', async () => {
    const findings = (await rule(SHELL)).findings
    const events = await Promise.all(findings.map(async each => ({ ...each, user: (await get<{ fields: { User: string } }>(`/events/${each.event}`)).fields.User })))
    const benign = events.find(({ user }) => user === 'backup')!
    const attack = events.find(({ user }) => user === 'www')!
    await answered(server.ask('anna', 'POST', `/cases/${attack.case}/decisions`, { kind: 'verdict', value: 'true-positive', key: 'verdict-2' }))

    const { draft } = await get<{ draft: { text: string; proof: FilterProof } }>(`/findings/${benign.id}/filter`, 'anna')
    expect(draft.proof).toMatchObject({
      holds: true, own: { events: 4, silenced: 4 }, known: { findings: 1, events: 2, lost: [] }, tests: { tests: [{ passed: true }, { passed: true }] },
      stored: { events: 6, silenced: 4, findings: 1, of: 2, complete: true },
    })
    const broad = `title: All\nid: 99999999-9999-4999-8999-999999999999\nlogsource: {category: test}\nfilter: {rules: [${SHELL}], selection: {Image|contains: cmd, CommandLine|contains: cmd}, condition: selection}\n`
    expect(await answered(server.ask('anna', 'POST', `/findings/${benign.id}/filter-proof`, { text: broad }))).toMatchObject({ usable: true, holds: false, known: { lost: [{ id: attack.id }] } })
    expect(await status('lea', 'POST', `/findings/${benign.id}/filter`, { text: broad, reason: 'noise' })).toBe(409)
    expect(await status('lea', 'POST', `/findings/${benign.id}/filter`, { text: 'title: x', reason: 'noise' })).toBe(422)
    expect(await status('anna', 'POST', `/findings/${benign.id}/filter`, { text: draft.text, reason: 'backup' })).toBe(404)

    const { id } = await answered<{ id: string }>(server.ask('lea', 'POST', `/findings/${benign.id}/filter`, { text: draft.text, reason: 'the nightly backup' }))
    expect(await status('lea', 'POST', `/findings/${benign.id}/filter`, { text: draft.text, reason: 'again' })).toBe(409)
    expect((await rule(SHELL)).addedFilters).toMatchObject([{ id, by: 'lea' }])
    await settled({ changing: false, outdated: 2 })
    expect((await rule(SHELL)).hits.count).toBe(6)
    await upload('more.jsonl', [event(50, 'files1', { CommandLine: 'cmd /c backup.cmd', User: 'backup' }), event(51, 'files1', { CommandLine: 'cmd /c other.cmd', User: 'backup' })].join(''))
    expect((await rule(SHELL)).hits.count).toBe(7)

    expect(await answered(server.ask('lea', 'POST', '/rule-reruns', { reason: 'a filter' }))).toEqual({ started: true })
    await settled({ changing: false, rereading: false, outdated: 0 })
    // The correlation was reckoned anew from what is stored: without the backups nothing happens often.
    expect([(await rule(SHELL)).hits.count, (await rule(OFTEN)).hits.count]).toEqual([3, 0])

    expect(await status('anna', 'DELETE', `/rule-filters/${id}`)).toBe(404)
    expect(await status('lea', 'DELETE', `/rule-filters/${id}`)).toBe(204)
    expect((await rule(SHELL)).addedFilters).toEqual([])
    await settled({ changing: false, outdated: 3 })
    const trail = (await auditEntries(server.opened.store.ledger, 30)).map(({ person, action }) => `${person} ${action}`)
    expect(trail).toEqual(expect.arrayContaining(['lea filter.keep', 'lea filter.remove', 'lea evidence.rerun', 'anna finding.draft-filter']))
  }, LIMIT_MS)

  test('a filter ends when its time is over', async () => {
    const { id: finding } = await findingOn(SHELL, /./)
    const { draft } = await get<{ draft: { text: string } }>(`/findings/${finding}/filter`, 'anna')
    expect(await status('lea', 'POST', `/findings/${finding}/filter`, { text: draft.text, reason: 'too late', ends: '2020-01-01T00:00:00Z' })).toBe(422)
    const ends = new Date(Date.now() + 3_000).toISOString()
    const { id } = await answered<{ id: string }>(server.ask('lea', 'POST', `/findings/${finding}/filter`, { text: draft.text, reason: 'for a moment', ends, anyway: true }))
    expect(server.services.rules.control.switches.disabledAt(Date.parse(ends) - 1).has(id)).toBe(false)
    expect(server.services.rules.control.switches.disabledAt(Date.parse(ends)).has(id)).toBe(true)
    await answered(server.ask('lea', 'DELETE', `/rule-filters/${id}`).then(answer => (answer.status === 204 ? new Response('{}') : answer)))
  }, LIMIT_MS)

  test('a rule is switched off for what comes next, with who and why, and on again', async () => {
    expect(await status('anna', 'POST', `/rules/${TOUCH}/state`, { enabled: false, reason: 'noise' })).toBe(404)
    expect(await answered(server.ask('lea', 'POST', `/rules/${SHELL}/state`, { enabled: false, reason: 'noise' }))).toEqual({ enabled: false, stopped: ['Often'] })
    expect(await status('lea', 'POST', `/rules/${SHELL}/state`, { enabled: false, reason: 'noise' })).toBe(409)
    expect(await rule(SHELL)).toMatchObject({ enabled: false, switchedOff: { by: 'lea', reason: 'noise' } })
    expect((await rows('?state=disabled')).map(({ key }) => key)).toEqual([SHELL])
    const before = (await rule(SHELL)).hits.count
    await settled({ changing: false })
    await upload('off.jsonl', event(55, 'files1', { CommandLine: 'cmd /c third.cmd' }))
    expect((await rule(SHELL)).hits.count).toBe(before)
    await answered(server.ask('lea', 'POST', `/rules/${SHELL}/state`, { enabled: true, reason: 'needed' }))
    await settled({ changing: false })
    await upload('on.jsonl', event(56, 'files1', { CommandLine: 'cmd /c fourth.cmd' }))
    expect((await rule(SHELL)).hits.count).toBe(before + 1)
  }, LIMIT_MS)

  test('a rule set is sent, shown as what would change, put in place, replaced and removed', async () => {
    const sent = join(folder, 'sent')
    mkdirSync(join(sent, 'deep'), { recursive: true })
    writeFileSync(join(sent, 'deep/new.yml'), FILES['touch.yml'].replace(TOUCH, '55555555-aaaa-4aaa-8aaa-555555555555').replace('Touch', 'New').replace('touch.exe', 'new.exe'))
    writeFileSync(join(sent, 'broken.yml'), '[')
    writeFileSync(join(sent, 'notes.txt'), 'x')
    const zip = await zipOf(sent, ['deep/new.yml', 'broken.yml', 'notes.txt'].map(path => join(sent, path)))
    interface Sent { id: string; added: { count: number; titles: { title: string }[] }; changed: { count: number }; replaces: boolean; errors: number; rules: number }
    const send = () => answered<Sent>(server.ask('lea', 'POST', '/rule-uploads?name=mine', zip))
    expect(await status('anna', 'POST', '/rule-uploads?name=mine', zip)).toBe(404)
    expect(await status('lea', 'POST', '/rule-uploads?name=../up', zip)).toBe(400)
    const first = await send()
    expect(first).toMatchObject({ replaces: false, rules: 1, errors: 1, added: { count: 1, titles: [{ title: 'New' }] }, changed: { count: 0 } })
    expect(await rows('?q=new')).toEqual([])
    expect(await status('lea', 'DELETE', `/rule-uploads/${first.id}`)).toBe(204)
    expect(await status('lea', 'POST', `/rule-uploads/${first.id}/apply`)).toBe(404)
    const { id } = await send()
    expect(await answered(server.ask('lea', 'POST', `/rule-uploads/${id}/apply`))).toEqual({ name: 'mine', rules: 1 })
    expect((await rows('?q=new')).map(({ title, set }) => [title, set])).toEqual([['New', 'mine']])
    expect(await get('/rule-problems')).toMatchObject({ errors: 1, items: [{ set: 'mine', file: 'broken.yml' }] })
    expect(await get('/rule-sets')).toMatchObject({ items: [{ name: '', rules: 3, removable: false }, expect.objectContaining({ name: 'local' }), { name: 'mine', rules: 1, errors: 1, removable: true }] })
    await settled({ changing: false })
    await upload('new.jsonl', event(57, 'files1', { Image: 'C:\\new.exe' }))
    expect((await rows('?q=new'))[0]!.hits.count).toBe(1)
    expect(await send()).toMatchObject({ replaces: true, added: { count: 0 }, changed: { count: 0 } })
    expect([await status('lea', 'DELETE', '/rule-sets/mine'), await status('lea', 'DELETE', '/rule-sets/mine')]).toEqual([204, 404])
    expect(await rows('?q=new')).toEqual([])
  }, LIMIT_MS)

  test('belong to the installation: whoever is of another organisation sees and changes none', async () => {
    expect(await get('/rules', 'oto')).toMatchObject({ items: [], total: 0 })
    expect([await get('/rule-export', 'oto'), await get('/rule-problems', 'oto'), await get('/rule-sets', 'oto')]).toMatchObject([[], { items: [] }, { items: [] }])
    for (const [method, path, body] of [
      ['GET', `/rules/${SHELL}`], ['GET', `/rules/${SHELL}/tests`], ['POST', `/rules/${SHELL}/state`, { enabled: false, reason: 'x' }], ['POST', '/rule-reruns', { reason: 'x' }],
      ['POST', '/rule-uploads?name=theirs', new Uint8Array([1])], ['DELETE', '/rule-sets/local'],
    ] as const) expect([await status('oto', method, path, body), path]).toEqual([404, path])
  }, LIMIT_MS)
})
