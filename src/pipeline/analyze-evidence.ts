import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Chunk } from '../model/decoder.ts'
import { DigestSum } from '../model/digest.ts'
import type { Digest } from '../model/digest.ts'
import type { DecodeError } from '../model/decoder.ts'
import { compareText } from '../model/event-order.ts'
import type { EvidenceSummary } from '../model/evidence-summary.ts'
import type { Finding } from '../model/finding.ts'
import type { FindingPart } from '../model/finding-part.ts'
import { findingOf, mergeParts } from '../model/finding-part.ts'
import type { OrderedStage } from '../model/ordered-stage.ts'
import type { AnalysisProgress, MemberMeter } from './analysis-meter.ts'
import { AnalysisMeter } from './analysis-meter.ts'
import type { PathErrors } from './content-errors.ts'
import { contentErrors, withoutDocuments } from './content-errors.ts'
import type { ErrorList } from './error-list.ts'
import type { EvidenceTaskResult } from './evidence-task.ts'
import type { DiscoverOptions } from './evidence/discover.ts'
import { discover } from './evidence/discover.ts'
import type { Surveyed } from './evidence/survey.ts'
import { isSeekable } from './evidence/member-locator.ts'
import { mergeRuns } from './ordered/merge-runs.ts'
import { runStages } from './ordered/run-stages.ts'
import { piecesOf } from './pieces-of.ts'
import type { RunTask } from './run-again.ts'
import { quarantineReason, runAgain } from './run-again.ts'

export type { AnalysisProgress } from './analysis-meter.ts'

export interface Analysis {
  readonly evidence: readonly EvidenceSummary[]
  readonly findings: readonly Finding[]
  readonly events: Digest
  readonly matches: Digest
  readonly datasets: Readonly<Record<string, number>>
  /** Groups of events that correlations had to forget for want of memory. */
  readonly forgotten: number
}

export interface AnalyzeOptions {
  readonly paths: readonly string[]
  /** Microseconds; without it each evidence's own file time. */
  readonly date: number | undefined
  readonly recover: boolean
  /** How archives are opened. */
  readonly archives?: DiscoverOptions
  /** Ordered stages that have seen nothing; asked for only when there is something for them. */
  stages(): readonly OrderedStage[]
  readonly run: RunTask
  onProgress(progress: AnalysisProgress): void
}

/** Paths → findings. The same content gives the same result whatever its names, its packing, its order and the number of workers. */
export async function analyzeEvidence(options: AnalyzeOptions): Promise<Analysis> {
  const folder = mkdtempSync(join(tmpdir(), 'noroshi-order-'))
  try {
    return await analyzeInOrder(options, folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @param runs where workers put what ordered stages are to see */
async function analyzeInOrder(options: AnalyzeOptions, runs: string): Promise<Analysis> {
  const meter = new AnalysisMeter(options.onProgress)
  const { surveys, unreadable } = await surveyAll(options, meter)
  const contents = distinctContents(surveys)
  meter.forget(totalOf(surveys.map(({ surveyed }) => surveyed.bytes)) - totalOf(contents.map(({ surveyed }) => surveyed.bytes)))

  const parts = new Map<string, FindingPart>()
  const addPart = (part: FindingPart) => {
    const before = parts.get(part.id)
    parts.set(part.id, before === undefined ? part : mergeParts(before, part))
  }
  const events = new DigestSum()
  const matches = new DigestSum()
  const totals = new Map<string, number>()
  const ordered: string[] = []
  const evidence = await Promise.all(contents.map(async content => {
    const datasets = new Map<string, number>()
    const errors: ErrorList[] = []
    await Promise.all(piecesOf(content.surveyed).map(async chunks => {
      const inspected = await inspectOrQuarantine(content, chunks, runs, options, meter)
      if ('quarantined' in inspected) return void errors.push(inspected.quarantined)
      const { result } = inspected
      errors.push(result.errors)
      ordered.push(...inspected.runs)
      events.merge(result.events)
      matches.merge(result.matches)
      result.parts.forEach(addPart)
      for (const [dataset, count] of Object.entries(result.datasets)) {
        datasets.set(dataset, (datasets.get(dataset) ?? 0) + count)
        totals.set(dataset, (totals.get(dataset) ?? 0) + count)
      }
    }))
    return describe(content, datasets, contentErrors(content.errors, errors))
  }))
  const staged = ordered.length === 0 ? null : await runStages(options.stages(), mergeRuns(ordered))
  staged?.parts.forEach(addPart)
  if (staged !== null) matches.merge(staged.matches)
  return {
    evidence: [...evidence, ...unreadable].sort((a, b) => compareText(a.paths[0]!, b.paths[0]!)),
    findings: [...parts.values()].map(findingOf),
    events: events.digest(),
    matches: matches.digest(),
    datasets: Object.fromEntries([...totals].sort(([a], [b]) => compareText(a, b))),
    forgotten: staged?.forgotten ?? 0,
  }
}

interface Content {
  /** Of the path that is quickest to read. */
  readonly surveyed: Surveyed
  readonly paths: readonly string[]
  readonly errors: readonly PathErrors[]
  /** Microseconds from which a missing year is inferred: the oldest file time, since a copy is younger than what it copies. */
  readonly date: number
}

async function surveyAll(options: AnalyzeOptions, meter: AnalysisMeter) {
  const unreadable: EvidenceSummary[] = []
  const running: Promise<{ surveyed: Surveyed; date: number } | null>[] = []
  for await (const found of discover(options.paths, options.archives)) {
    if (found.kind === 'unreadable') {
      unreadable.push(unreadableEvidence(found.path, found.offset, found.reason))
      continue
    }
    running.push(survey(found.locator, options, meter.member(found.sizeHint)).then(
      surveyed => ({ surveyed: withoutDocuments(surveyed, options.paths), date: options.date ?? found.date }),
      (thrown: unknown) => {
        unreadable.push(unreadableEvidence(found.locator.path, 0, quarantineReason(thrown)))
        return null
      },
    ))
  }
  return { surveys: (await Promise.all(running)).filter(each => each !== null), unreadable }
}

async function survey(locator: Surveyed['locator'], options: AnalyzeOptions, meter: MemberMeter): Promise<Surveyed> {
  const result = await runAgain(options.run, { kind: 'survey', locator }, progress => meter.add(progress))
  if (result.kind !== 'survey') throw new Error('a survey answered with something else')
  meter.end(result.surveyed.bytes)
  return result.surveyed
}

function distinctContents(surveys: readonly { surveyed: Surveyed; date: number }[]): Content[] {
  return [...Map.groupBy(surveys, ({ surveyed }) => surveyed.sha256).values()].map(same => ({
    surveyed: (same.find(({ surveyed }) => isSeekable(surveyed.locator)) ?? same[0]!).surveyed,
    paths: [...new Set(same.map(({ surveyed }) => surveyed.locator.path))].sort(compareText),
    errors: same.map(({ surveyed: { errors, locator } }) => ({ path: locator.path, errors: { listed: errors, total: errors.length } })),
    date: Math.min(...same.map(({ date }) => date)),
  }))
}

async function inspectOrQuarantine(
  { surveyed, date }: Content,
  chunks: readonly Chunk[],
  runs: string,
  options: AnalyzeOptions,
  meter: AnalysisMeter,
): Promise<Extract<EvidenceTaskResult, { kind: 'inspect' }> | { readonly quarantined: ErrorList }> {
  try {
    const task = { kind: 'inspect', surveyed, date, recover: options.recover, chunks, runs } as const
    const result = await runAgain(options.run, task, progress => meter.add(progress))
    if (result.kind !== 'inspect') throw new Error('an inspection answered with something else')
    return result
  } catch (thrown) {
    const { from } = chunks[0]!
    const reason = `bytes ${from} to ${chunks.at(-1)!.to} could not be inspected: ${quarantineReason(thrown)}`
    return { quarantined: { listed: [{ offset: from, reason }], total: 1 } }
  }
}

function describe({ surveyed, paths }: Content, datasets: ReadonlyMap<string, number>, errors: readonly DecodeError[]): EvidenceSummary {
  const byCount = [...datasets].sort(([a, m], [b, n]) => n - m || compareText(a, b))
  return {
    paths,
    sha256: surveyed.sha256,
    bytes: surveyed.bytes,
    format: surveyed.format,
    encoding: surveyed.format === null ? null : surveyed.encoding,
    dataset: byCount[0]?.[0] ?? null,
    events: byCount.reduce((sum, [, count]) => sum + count, 0),
    errors,
  }
}

function totalOf(numbers: readonly number[]): number {
  return numbers.reduce((all, each) => all + each, 0)
}

function unreadableEvidence(path: string, offset: number, reason: string): EvidenceSummary {
  return { paths: [path], sha256: '', bytes: 0, format: null, encoding: null, dataset: null, events: 0, errors: [{ offset, reason }] }
}
