import type { Chunk } from '../../model/decoder.ts'
import { withoutDocuments } from '../content-errors.ts'
import type { ErrorList } from '../error-list.ts'
import type { Discovered, DiscoverOptions } from '../evidence/discover.ts'
import { discover } from '../evidence/discover.ts'
import type { Surveyed } from '../evidence/survey.ts'
import { piecesOf } from '../pieces-of.ts'
import type { RunTask } from '../run-again.ts'
import { quarantineReason, runAgain } from '../run-again.ts'
import { TASKS_AHEAD } from './defaults.ts'
import { inOrder } from './in-order.ts'
import type { MatchedPiece } from './match-chunks.ts'

export interface MatchEvidenceOptions {
  readonly paths: readonly string[]
  readonly archives: DiscoverOptions
  /** For lines and for events of ordered stages. */
  readonly folder: string
  /** How many tasks can run side by side. */
  readonly workers: number
  readonly run: RunTask
}

/** In the order of the input: pieces of an evidence one after the other, then its end. */
export type MatchStep =
  | { readonly kind: 'piece'; readonly piece: MatchedPiece }
  | { readonly kind: 'end'; readonly evidence: { readonly path: string; readonly sha256: string }; readonly errors: ErrorList }

type Survey = { readonly surveyed: Surveyed; readonly date: number } | { readonly path: string; readonly errors: ErrorList }

type Job =
  | { readonly kind: 'piece'; readonly surveyed: Surveyed; readonly date: number; readonly chunks: readonly Chunk[]; readonly ordered: 'kept' | 'known' }
  | Extract<MatchStep, { kind: 'end' }>

/**
 * Everything in the paths, matched: pieces are read by as many workers as there are, and told in the order of the paths and of what lies
 * in them. However many workers: the same steps.
 */
export async function* matchEvidence(options: MatchEvidenceOptions): AsyncGenerator<MatchStep, void, undefined> {
  const width = options.workers * TASKS_AHEAD
  const surveys = inOrder(discover(options.paths, options.archives), width, found => survey(found, options))
  yield* inOrder(jobsOf(surveys), width, job => (job.kind === 'end' ? Promise.resolve(job) : matchPiece(job, options)))
}

async function survey(found: Discovered, { paths, run }: MatchEvidenceOptions): Promise<Survey> {
  if (found.kind === 'unreadable') return unreadable(found.path, found.offset, found.reason)
  const { locator, date } = found
  try {
    const result = await runAgain(run, { kind: 'survey', locator }, () => {})
    if (result.kind !== 'survey') throw new Error('a survey answered with something else')
    return { surveyed: withoutDocuments(result.surveyed, paths), date }
  } catch (thrown) {
    return unreadable(locator.path, 0, quarantineReason(thrown))
  }
}

async function* jobsOf(surveys: AsyncIterable<Survey>): AsyncGenerator<Job, void, undefined> {
  const pathOf = new Map<string, string>()
  for await (const each of surveys) {
    if (!('surveyed' in each)) {
      yield { kind: 'end', evidence: { path: each.path, sha256: '' }, errors: each.errors }
      continue
    }
    const { surveyed, date } = each
    const { locator: { path }, sha256, errors } = surveyed
    const ordered = (pathOf.get(sha256) ?? path) === path ? 'kept' : 'known'
    pathOf.set(sha256, pathOf.get(sha256) ?? path)
    for (const chunks of piecesOf(surveyed)) yield { kind: 'piece', surveyed, date, chunks, ordered }
    yield { kind: 'end', evidence: { path, sha256 }, errors: { listed: errors, total: errors.length } }
  }
}

async function matchPiece({ surveyed, date, chunks, ordered }: Extract<Job, { kind: 'piece' }>, { folder, run }: MatchEvidenceOptions): Promise<MatchStep> {
  try {
    const result = await runAgain(run, { kind: 'match', surveyed, date, recover: false, chunks, folder, ordered }, () => {})
    if (result.kind !== 'match') throw new Error('matching answered with something else')
    return { kind: 'piece', piece: result.result }
  } catch (thrown) {
    const { from } = chunks[0]!
    const reason = `bytes ${from} to ${chunks.at(-1)!.to} could not be matched: ${quarantineReason(thrown)}`
    return { kind: 'piece', piece: { file: null, runs: [], events: 0, matches: 0, rules: [], errors: { listed: [{ offset: from, reason }], total: 1 } } }
  }
}

function unreadable(path: string, offset: number, reason: string): Survey {
  return { path, errors: { listed: [{ offset, reason }], total: 1 } }
}
