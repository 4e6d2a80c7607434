import type { SigmaFilter } from './filter.ts'
import { isMap } from './parse-detection.ts'
import { parseFilter } from './parse-filter.ts'
import { parseSection } from './parse-section.ts'
import type { Placeholders } from './placeholders.ts'
import { problemSeverity, type RawProblem, type Report } from './problem.ts'
import { readLogsource } from './read-logsource.ts'
import { summarise } from './rule-summary.ts'
import type { SigmaRule } from './rule.ts'

/** What one YAML document became. `title` is known even when the document is not sound, for messages. */
export interface ParsedDocument {
  readonly rule: SigmaRule | null
  readonly filter: SigmaFilter | null
  readonly title: string
  readonly problems: readonly RawProblem[]
}

/** Reads a rule or a filter from parsed YAML. All its problems are found at once; with any error there is neither. */
export function parseDocument(document: unknown, placeholders: Placeholders, file: string): ParsedDocument {
  const problems: RawProblem[] = []
  const report: Report = problem => problems.push(problem)
  if (!isMap(document)) {
    report({ code: 'SIGMA-E004', path: [], terms: { reason: 'it is not a map' } })
    return { rule: null, filter: null, title: '', problems }
  }
  const title = typeof document['title'] === 'string' ? document['title'] : ''
  const isFilter = 'filter' in document
  const filter = isFilter ? parseFilter(document, title, placeholders, file, report) : null
  const rule = isFilter ? null : readRule(document, title, placeholders, file, report)
  const sound = !problems.some(({ code }) => problemSeverity(code) === 'error')
  return sound ? { rule, filter, title, problems } : { rule: null, filter: null, title, problems }
}

function readRule(
  document: Readonly<Record<string, unknown>>, title: string, placeholders: Placeholders, file: string, report: Report,
): SigmaRule | null {
  if ('correlation' in document) return report({ code: 'SIGMA-E010', path: ['correlation'], terms: {} }), null
  if (title.trim() === '') report({ code: 'SIGMA-E006', path: 'title' in document ? ['title'] : [], terms: {} })
  const logsource = readLogsource(document['logsource'], report)
  const detection = document['detection']
  if (!isMap(detection)) return report({ code: 'SIGMA-E008', path: 'detection' in document ? ['detection'] : [], terms: {} }), null

  if ('timeframe' in detection) report({ code: 'SIGMA-W105', path: ['detection', 'timeframe'], terms: {} })
  const section = parseSection({ name: 'detection', content: detection, others: TIMEFRAME }, placeholders, report)
  if (section === null || logsource === null) return null
  const name = typeof document['name'] === 'string' ? document['name'] : ''
  return { summary: summarise(document, title, report), name, logsource, ...section, file }
}

/** Belonged to aggregations, which Sigma has removed. */
const TIMEFRAME = ['timeframe']
