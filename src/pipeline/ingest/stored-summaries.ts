import type { EvidenceSummary } from '../../model/evidence-summary.ts'
import { compareText } from '../../model/event-order.ts'
import type { StoredEvidence } from '../../store/ledger/stored-evidence.ts'
import { contentErrors } from '../content-errors.ts'
import type { Unreadable } from './receive-evidence.ts'

/** What is told of stored evidence, in the words and the order in which `analyze` tells it. */
export function storedSummaries(stored: readonly StoredEvidence[], unreadable: readonly Unreadable[]): EvidenceSummary[] {
  return [...stored.map(summaryOf), ...unreadable.map(unreadableSummary)].sort((a, b) => compareText(a.paths[0]!, b.paths[0]!))
}

function summaryOf({ paths, sha256, bytes, format, settings, datasets, events, errors }: StoredEvidence): EvidenceSummary {
  const [leading] = Object.entries(datasets).sort(([a, m], [b, n]) => n - m || compareText(a, b))
  return {
    paths: [...new Set(paths.map(({ path }) => path))].sort(compareText),
    sha256,
    bytes,
    format,
    encoding: format === null ? null : settings.encoding,
    dataset: leading?.[0] ?? null,
    events,
    // The first lists are those of the paths, in their order.
    errors: contentErrors(paths.map(({ path }, index) => ({ path, errors: errors[index]! })), errors.slice(paths.length)),
  }
}

function unreadableSummary({ path, offset, reason }: Unreadable): EvidenceSummary {
  return { paths: [path], sha256: '', bytes: 0, format: null, encoding: null, dataset: null, events: 0, errors: [{ offset, reason }] }
}
