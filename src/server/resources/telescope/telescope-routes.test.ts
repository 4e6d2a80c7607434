import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import { MINUTE_US } from '../../../model/time.ts'
import { OWN_TELESCOPE, WarningBook } from '../../../observe/telescope/warning-book.ts'
import type { WarningReport } from '../../../observe/telescope/telescope-schema.ts'
import { warningSchema } from '../../../observe/telescope/telescope-schema.ts'
import type { DayFigures } from '../../../observe/telescope/figures/figures-schema.ts'
import { DistinctSketch } from '../../../store/telescope/distinct-sketch.ts'
import { saveFigures } from '../../../store/telescope/figures-store.ts'
import type { MinuteCount } from '../../../store/telescope/minute-count.ts'
import { PieceSpool } from '../../../store/telescope/piece-spool.ts'
import { completeSensorLoad, openSensorLoad } from '../../../store/telescope/sensor-load.ts'
import { findWarnings } from '../../../store/telescope/warning-store.ts'
import { minuteInsert } from '../../../store/telescope/telescope-insert.ts'
import type { OpenServer } from '../testing/open-server.ts'
import { openServer } from '../testing/open-server.ts'
import { someWarning } from './testing/some-warning.ts'

const LIMIT_MS = 240_000
const START = 1_767_225_600_000_000

const DAY: DayFigures = {
  date: '2026-01-01', from: '2026-01-01T00:00:00.000000Z', to: '2026-01-01T23:00:00.000000Z', packets: { all: 9, withoutSurveys: 8 }, sources: { all: 3, withoutSurveys: 2 },
  surveys: { sources: 1, packets: 1, share: 0.1, signs: { list: 1, name: 0, behaviour: 0 } },
  infected: { hosts: { all: 2, withoutSurveys: 2 }, byFamily: [{ key: 'unknown-0a1b2c3d', all: 2, withoutSurveys: 2 }], byCountry: [], bySystem: [] },
  ports: [], victims: { targets: 0, byCountry: [], bySystem: [], networks: [] }, campaigns: [], forgotten: 0,
}

/** Counts of port 23 of one minute. */
function counts(minute: number, addresses: readonly number[], packets: number, isSurvey = false): MinuteCount {
  const sources = new DistinctSketch()
  for (const address of addresses) sources.add4(address)
  return { minute: START + minute * MINUTE_US, dimension: 'port', value: '23/tcp', packets, sources, isSurvey }
}

// Starts both engines.
describe.skipIf(byDepth(true, false, false))('the telescope over HTTP', () => {
  let server: OpenServer
  const json = async <T>(who: string, path: string, method = 'get', body?: unknown) => {
    const answer = await server.ask(who, method.toUpperCase(), path, body)
    return { status: answer.status, body: await answer.json() as T }
  }
  /** As the sensor's process does it. */
  const store = async (rows: readonly MinuteCount[]) => {
    const { ledger, clickhouse, worker } = server.opened.store
    const folder = mkdtempSync(join(tmpdir(), 'noroshi-minutes-'))
    const load = await openSensorLoad(ledger, worker)
    const pieces: { minutes: string | null }[] = []
    const spool = new PieceSpool({ folder, organisation: ledger.organisation, storesPackets: false, piece: { packets: 1, ms: 0 }, onPiece: piece => pieces.push(piece) })
    spool.allow(load)
    spool.minute(rows)
    spool.end()
    for (const { minutes } of pieces) if (minutes !== null) await clickhouse.insertFile(minuteInsert(minutes))
    await completeSensorLoad(ledger, load)
    rmSync(folder, { recursive: true })
  }

  beforeAll(async () => { server = await openServer({ ruleDirectories: [] }) }, LIMIT_MS)
  afterAll(() => server.close(), LIMIT_MS)

  test('joins the sources of minutes, with and without survey scanners', async () => {
    await store([counts(0, [1, 2, 3], 10), counts(0, [9], 5, true)])
    await store([counts(1, [2, 3, 4], 7), counts(70, [1], 1)])
    interface Answer { readonly values: readonly { readonly value: string, readonly packets: unknown, readonly sources: unknown, readonly steps: readonly unknown[] }[] }
    const { body } = await json<Answer>('vic', '/telescope/counts?by=port&from=2026-01-01T00:00:00Z&to=2026-01-01T02:00:00Z&step=3600')
    expect(body.values).toEqual([{
      value: '23/tcp', packets: { all: 23, withoutSurveys: 18 }, sources: { all: 5, withoutSurveys: 4 },
      steps: [
        { at: '2026-01-01T00:00:00.000000Z', packets: { all: 22, withoutSurveys: 17 }, sources: { all: 5, withoutSurveys: 4 } },
        { at: '2026-01-01T01:00:00.000000Z', packets: { all: 1, withoutSurveys: 1 }, sources: { all: 1, withoutSurveys: 1 } },
      ],
    }])
    expect((await json<Answer>('oto', '/telescope/counts?by=port&from=2026-01-01T00:00:00Z&to=2026-01-01T02:00:00Z')).body.values).toEqual([])
    expect((await json('vic', '/telescope/counts?from=2026-01-01T00:00:00Z&to=2020-01-01T02:00:00Z')).status).toBe(400)
  }, LIMIT_MS)

  test('shows a member its own warnings only, and the packets they rest on', async () => {
    const { ledger } = server.opened.store
    const theirs = await someWarning(ledger, { member: 'elsewhere' })
    const others = await someWarning(ledger, { id: 'fedcba9876543210', member: 'somebody', lastSeen: '2026-01-02T00:00:00.000000Z' })
    const ids = async (who: string, more = '') => (await json<{ items: { id: string }[] }>(who, `/telescope/warnings${more}`)).body.items.map(({ id }) => id)
    expect([await ids('vic'), await ids('oto'), await ids('vic', '?state=closed')]).toEqual([[others, theirs], [theirs], []])
    const detail = await json<{ evidence: { destination: string }[] }>('oto', `/telescope/warnings/${theirs}`)
    expect(detail.body.evidence.map(({ destination }) => destination)).toEqual(['198.18.0.1'])
    expect((await json('oto', `/telescope/warnings/${others}`)).status).toBe(404)
    const message = await json<{ subject: string }>('oto', `/telescope/warnings/${theirs}/message?language=ja`)
    expect(message.body.subject).toBe('早期警報：203.0.113.5 他組織などの未使用アドレスにアクセス')
    const digest = async (who: string) => (await json<{ data: { warnings: { id: string }[] } }>(who, '/telescope/digest?day=2026-01-01')).body.data.warnings.map(({ id }) => id)
    expect([await digest('oto'), await digest('vic')]).toEqual([[theirs], [theirs]])
    const { body } = await json<{ items: { id: string }[], next: string }>('vic', '/telescope/warnings?limit=1')
    expect(await ids('vic', `?limit=1&cursor=${body.next}`)).toEqual([theirs])
  }, LIMIT_MS)

  test('what a new run of the sensor calls opened is told only where it is new', async () => {
    const { ledger } = server.opened.store
    const id = await someWarning(ledger, { id: '00000000000000aa', packets: 3, evidence: [] })
    const body = warningSchema.parse((await findWarnings(ledger, [id]))[0]?.body)
    let run = 0
    const told = async (warning: Partial<WarningReport>) => {
      const said: string[] = []
      await new WarningBook(ledger).enter({ name: OWN_TELESCOPE, run: String(run++) }, [{ ...body, ...warning }], async records => {
        for (const { happening, warning: { packets, returns, firstSeen } } of records) said.push(`${happening} ${packets} ${returns} ${firstSeen.slice(0, 16)}`)
      })
      return said
    }
    // Within its rhythm it goes on; a tool that was not known is news; after its end it is back.
    expect(await told({ firstSeen: '2026-01-01T01:30:00.000000Z', lastSeen: '2026-01-01T01:40:00.000000Z', closesAt: '2026-01-01T02:30:00.000000Z' })).toEqual([])
    expect(await told({ firstSeen: '2026-01-01T02:00:00.000000Z', lastSeen: '2026-01-01T02:10:00.000000Z', closesAt: '2026-01-01T03:00:00.000000Z', families: ['netcore'] })).toEqual(['changed 9 0 2026-01-01T00:00'])
    expect(await told({ firstSeen: '2026-01-02T00:00:00.000000Z', lastSeen: '2026-01-02T00:00:00.000000Z', closesAt: '2026-01-02T01:00:00.000000Z' })).toEqual(['reopened 12 1 2026-01-01T00:00'])
  }, LIMIT_MS)

  test('gives figures as JSON, CSV and a page; an unknown tool bears the name that a person gave it, which is in the audit trail', async () => {
    const { ledger } = server.opened.store
    await saveFigures(ledger, { day: DAY.date, since: DAY.from, until: DAY.to, packets: 9, figures: DAY })
    await saveFigures(ledger, { day: DAY.date, since: DAY.to, until: DAY.to, packets: 1, figures: { ...DAY, packets: { all: 1, withoutSurveys: 1 } } })
    expect((await json('vic', '/telescope/names/unknown-0a1b2c3d', 'post', { name: 'Hajime 2' })).status).toBe(404)
    expect((await json('anna', '/telescope/names/unknown-ffffffff', 'post', { name: 'x' })).status).toBe(404)
    expect((await json('anna', '/telescope/names/unknown-0a1b2c3d', 'post', { name: '<b>' })).status).toBe(400)
    expect((await json('anna', '/telescope/names/unknown-0a1b2c3d', 'post', { name: 'Hajime 2' })).status).toBe(200)
    const { body } = await json<{ days: DayFigures[] }>('vic', '/telescope/figures')
    expect(body.days.map(({ packets, infected }) => [packets.all, infected.byFamily[0]?.key])).toEqual([[9, 'Hajime 2 (unknown-0a1b2c3d)']])
    const text = async (format: string) => (await server.ask('vic', 'GET', `/telescope/figures?format=${format}&language=ja`)).text()
    expect(await text('csv')).toContain('2026-01-01,infected-hosts-by-family,Hajime 2 (unknown-0a1b2c3d),2,2\n')
    expect(await text('html')).toMatch(/^<!doctype html>\n<html lang="ja">[^]*Hajime 2/)
    expect((await json<{ days: unknown[] }>('oto', '/telescope/figures')).body.days).toEqual([])
    expect((await server.ask('nobody', 'GET', '/telescope/public')).status).toBe(404)
    const { rows } = await ledger.pool.query<{ action: string, subject: string }>(`select action, subject from audit where action = 'telescope.name'`)
    expect(rows).toEqual([{ action: 'telescope.name', subject: 'unknown-0a1b2c3d' }])
    expect((await json<{ items: unknown[] }>('anna', '/telescope/names/unknown-0a1b2c3d', 'post', { name: null })).body.items).toEqual([])
  }, LIMIT_MS)
})
