import type { EventBatch } from '../model/event-batch.ts'
import { withoutDocuments } from './content-errors.ts'
import type { EvidenceTools } from './evidence-tools.ts'
import { ErrorCollector } from './error-list.ts'
import type { ErrorList } from './error-list.ts'
import type { DiscoverOptions } from './evidence/discover.ts'
import { discover } from './evidence/discover.ts'
import { evidenceFile } from './evidence/evidence-file.ts'
import { surveyMember } from './evidence/survey.ts'

/** One given path's content while it is read. */
export interface OpenEvidence {
  readonly path: string
  /** Hex SHA-256. */
  readonly sha256: string
  readonly format: string | null
}

export type ReadStep =
  | { readonly kind: 'batch'; readonly evidence: OpenEvidence; readonly batch: EventBatch }
  /** The evidence is read to its end. */
  | { readonly kind: 'end'; readonly evidence: OpenEvidence; readonly errors: ErrorList }

export interface ReadOptions {
  readonly paths: readonly string[]
  readonly date: number | undefined
  readonly recover: boolean
  /** How archives are opened. */
  readonly archives?: DiscoverOptions
}

/** Everything in the paths, in their order, in this process: for commands that look at events one after another. */
export async function* readEvidence(options: ReadOptions, tools: Pick<EvidenceTools, 'decoders'>): AsyncGenerator<ReadStep, void, undefined> {
  for await (const found of discover(options.paths, options.archives)) {
    const errors = new ErrorCollector()
    if (found.kind === 'unreadable') {
      errors.error({ offset: found.offset, reason: found.reason })
      yield { kind: 'end', evidence: { path: found.path, sha256: '', format: null }, errors: errors.take() }
      continue
    }
    const surveyed = withoutDocuments(await surveyMember(found.locator, tools.decoders), options.paths)
    const evidence = { path: surveyed.locator.path, sha256: surveyed.sha256, format: surveyed.format }
    for (const error of surveyed.errors) errors.error(error)
    const decoder = tools.decoders.find(({ format }) => format === surveyed.format)
    if (decoder !== undefined) {
      const settings = { date: options.date ?? found.date, recover: options.recover, encoding: surveyed.encoding }
      const file = await evidenceFile(surveyed, settings, errors)
      for (const chunk of surveyed.chunks) {
        for await (const batch of decoder.decode(file, chunk, errors)) yield { kind: 'batch', evidence, batch }
      }
    }
    yield { kind: 'end', evidence, errors: errors.take() }
  }
}
