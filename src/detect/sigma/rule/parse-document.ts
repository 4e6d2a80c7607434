import type { SigmaCorrelation } from './correlation.ts'
import type { SigmaFilter } from './filter.ts'
import { parseCorrelation } from './parse-correlation.ts'
import { isMap } from './parse-detection.ts'
import { parseFilter } from './parse-filter.ts'
import { parseSection } from './parse-section.ts'
import type { Placeholders } from './placeholders.ts'
import { problemSeverity, type RawProblem, type Report } from './problem.ts'
import { readLogsource } from './read-logsource.ts'
import { summarise } from './rule-summary.ts'
import type { SigmaRule } from './rule.ts'
import { SIGMA_TAXONOMY } from './taxonomy.ts'

/** What one YAML document became. `title` is known even when the document is not sound, for messages. */
export interface ParsedDocument {
  readonly rule: SigmaRule | null
  readonly filter: SigmaFilter | null
  readonly correlation: SigmaCorrelation | null
  readonly title: string
  /** As written; `sigma` for one that says nothing. */
  readonly taxonomy: string
  readonly problems: readonly RawProblem[]
}

/** Reads a rule, a filter or a correlation from parsed YAML. All its problems are found at once; with any error there is none of them. */
export function parseDocument(document: unknown, placeholders: Placeholders, file: string): ParsedDocument {
  const problems: RawProblem[] = []
  const report: Report = problem => problems.push(problem)
  const nothing = { rule: null, filter: null, correlation: null }
  if (!isMap(document)) {
    report({ code: 'SIGMA-E004', path: [], terms: { reason: 'it is not a map' } })
    return { ...nothing, title: '', taxonomy: SIGMA_TAXONOMY, problems }
  }
  const title = typeof document['title'] === 'string' ? document['title'] : ''
  const taxonomy = typeof document['taxonomy'] === 'string' ? document['taxonomy'] : SIGMA_TAXONOMY
  const parsed = 'correlation' in document ? { correlation: parseCorrelation(document, title, file, report) }
    : 'filter' in document ? { filter: parseFilter(document, title, placeholders, file, report) }
      : { rule: readRule(document, title, placeholders, file, report) }
  const sound = !problems.some(({ code }) => problemSeverity(code) === 'error')
  return { ...nothing, ...(sound ? parsed : {}), title, taxonomy, problems }
}

function readRule(
  document: Readonly<Record<string, unknown>>, title: string, placeholders: Placeholders, file: string, report: Report,
): SigmaRule | null {
  if (title.trim() === '') report({ code: 'SIGMA-E006', path: 'title' in document ? ['title'] : [], terms: {} })
  const logsource = readLogsource(document['logsource'], report)
  const detection = document['detection']
  if (!isMap(detection)) return report({ code: 'SIGMA-E008', path: 'detection' in document ? ['detection'] : [], terms: {} }), null

  if ('timeframe' in detection) report({ code: 'SIGMA-W105', path: ['detection', 'timeframe'], terms: {} })
  const section = parseSection({ name: 'detection', content: detection, others: TIMEFRAME }, placeholders, report)
  if (section === null || logsource === null) return null
  const name = typeof document['name'] === 'string' ? document['name'] : ''
  const taxonomy = document['taxonomy']
  const isOther = typeof taxonomy === 'string' && taxonomy !== SIGMA_TAXONOMY
  return { summary: summarise(document, title, report), name, logsource, ...section, ...(isOther && { taxonomy }), file }
}

/** Belonged to aggregations, which Sigma has removed. */
const TIMEFRAME = ['timeframe']
