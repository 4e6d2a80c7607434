import { rerunEvidence } from '../pipeline/ingest/rerun-evidence.ts'
import { NoroshiError } from '../platform/noroshi-error.ts'
import { storedEvidence } from '../store/ledger/stored-evidence.ts'
import { printStore } from './ingest.ts'
import { terminal } from './terminal.ts'
import type { ReadingCommandOptions } from './with-ingest-store.ts'
import { withReadingStore } from './with-ingest-store.ts'

export interface RerunOptions extends ReadingCommandOptions {
  readonly all?: boolean
  readonly json?: boolean
}

/** `noroshi rerun`: exit code 1 when some evidence could not be read anew, or not all of it. */
export async function rerun(ids: readonly string[], options: RerunOptions): Promise<number> {
  if ((ids.length > 0) === (options.all === true)) throw new NoroshiError('usage', 'name the evidence to read anew by its SHA-256, or give --all')
  const started = performance.now()
  return withReadingStore(options, async opened => {
    const known = (await storedEvidence(opened.store.ledger)).map(({ sha256 }) => sha256)
    const evidence = new Set(options.all === true ? known : ids.map(id => named(id, known)))
    const failed = await rerunEvidence(opened.store, evidence, opened.reading)
    for (const each of failed) terminal().stderr.write(`${each.evidence}: ${each.reason}\n`)
    const code = await printStore(opened, { evidence, unreadable: [] }, started, options)
    return failed.length > 0 ? 1 : code
  })
}

function named(id: string, known: readonly string[]): string {
  const found = known.filter(sha256 => sha256.startsWith(id.toLowerCase()))
  if (found.length === 1) return found[0]!
  throw new NoroshiError('no-such-evidence', found.length === 0 ? `there is no evidence ${id}` : `${id} is the beginning of ${found.length} pieces of evidence`)
}
