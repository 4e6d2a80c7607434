import { expect } from 'vitest'
import type { StatusView } from '../src/pipeline/ingest/status-view.ts'
import { compareText } from '../src/model/event-order.ts'
import type { Report } from '../src/triage/report/schema.ts'
import { placeMadeData } from './made-data.ts'
import { runNoroshi } from './run-noroshi.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** What a store and `analyze` must agree on: everything that is derived from content. */
export interface Essence {
  readonly events: unknown
  readonly matches: unknown
  readonly findings: unknown
  readonly cases: unknown
}

const DATE = ['--date', '2026-11-22']

/** `noroshi analyze` of the paths. */
export async function analyzed(paths: readonly string[], ...args: string[]): Promise<Essence> {
  const { code, stdout, stderr } = await runNoroshi(['analyze', ...paths, '--out', temporaryFolder(), '--json', ...DATE, ...args])
  expect(code, stderr).toBeLessThan(2)
  return essenceOf(JSON.parse(stdout) as Report)
}

/** `noroshi ingest` of the paths into a data folder; what is stored then. */
export async function ingested(data: string, paths: readonly string[], ...args: string[]): Promise<Essence> {
  await placeMadeData(data)
  return stored(['ingest', ...paths, ...DATE, ...args, '--data', data])
}

export function rerun(data: string, ...args: string[]): Promise<Essence> {
  return stored(['rerun', '--all', ...args, '--data', data])
}

/** `noroshi status --verify`: the event store itself was counted. */
export async function statusOf(data: string): Promise<StatusView> {
  const { stdout, stderr } = await runNoroshi(['status', '--verify', '--json', '--data', data])
  expect(stdout, stderr).not.toBe('')
  return JSON.parse(stdout) as StatusView
}

/** Settled, and the event store holds exactly what the ledger says, which is this; the status that says so. */
export async function expectSettled(data: string, { events, matches }: Essence): Promise<StatusView> {
  const status = await statusOf(data)
  expect(status).toMatchObject({
    settled: true, digests: { events, matches }, counted: { events, matches }, chunks: { waiting: 0, quarantined: 0 }, loads: { open: 0, ready: 0 },
  })
  return status
}

async function stored(args: readonly string[]): Promise<Essence> {
  const { stdout, stderr } = await runNoroshi([...args, '--json'])
  expect(stdout, stderr).not.toBe('')
  return essenceOf(JSON.parse(stdout) as Report)
}

function essenceOf({ stats, findings, cases }: Report): Essence {
  return {
    ...stats.digest,
    findings: findings.map(({ events, ...finding }) => ({ ...finding, events: events.map(({ path: _, ...event }) => event) }))
      .sort((a, b) => compareText(a.id, b.id)),
    cases,
  }
}
