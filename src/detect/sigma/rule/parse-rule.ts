import type { Logsource } from '../../../model/source-mapping.ts'
import { parseCondition } from './parse-condition.ts'
import { isMap, parseDetection } from './parse-detection.ts'
import type { Placeholders } from './placeholders.ts'
import { problemSeverity, type RawProblem, type Report } from './problem.ts'
import { summarise } from './rule-summary.ts'
import type { Condition, Detection, SigmaRule } from './rule.ts'

/** What one YAML document became. `title` is known even when the rule is not sound, for messages. */
export interface ParsedRule {
  readonly rule: SigmaRule | null
  readonly title: string
  readonly problems: readonly RawProblem[]
}

/** Reads a rule from parsed YAML. All its problems are found at once; with any error there is no rule. */
export function parseRule(document: unknown, placeholders: Placeholders, file: string): ParsedRule {
  const problems: RawProblem[] = []
  const report: Report = problem => problems.push(problem)
  const title = isMap(document) && typeof document['title'] === 'string' ? document['title'] : ''
  const rule = isMap(document) ? readRule(document, title, placeholders, file, report) : null
  if (!isMap(document)) report({ code: 'SIGMA-E004', path: [], terms: { reason: 'it is not a map' } })
  const sound = !problems.some(({ code }) => problemSeverity(code) === 'error')
  return { rule: sound ? rule : null, title, problems }
}

function readRule(document: Readonly<Record<string, unknown>>, title: string, placeholders: Placeholders, file: string, report: Report) {
  if ('correlation' in document) return report({ code: 'SIGMA-E010', path: ['correlation'], terms: {} }), null
  if ('filter' in document) return report({ code: 'SIGMA-E011', path: ['filter'], terms: {} }), null
  if (title.trim() === '') report({ code: 'SIGMA-E006', path: 'title' in document ? ['title'] : [], terms: {} })
  const logsource = readLogsource(document['logsource'], report)
  const detection = document['detection']
  if (!isMap(detection)) return report({ code: 'SIGMA-E008', path: 'detection' in document ? ['detection'] : [], terms: {} }), null

  const detections = readDetections(detection, placeholders, report)
  const condition = readCondition(detection, report)
  if (condition === null || logsource === null) return null
  reportUnused(condition, Object.keys(detection), report)
  return { summary: summarise(document, title, report), logsource, detections, condition, file }
}

/** Keys of a detection that are not search identifiers. `timeframe` belonged to aggregations. */
const NOT_IDENTIFIERS = ['condition', 'timeframe']

function readDetections(detection: Readonly<Record<string, unknown>>, placeholders: Placeholders, report: Report) {
  const detections = new Map<string, Detection>()
  for (const [name, value] of Object.entries(detection)) {
    if (NOT_IDENTIFIERS.includes(name)) continue
    const parsed = parseDetection(name, value, placeholders, ['detection', name], report)
    if (parsed !== null) detections.set(name, parsed)
  }
  if ('timeframe' in detection) report({ code: 'SIGMA-W105', path: ['detection', 'timeframe'], terms: {} })
  return detections
}

/** One condition, or a list of them, linked with `or`. */
function readCondition(detection: Readonly<Record<string, unknown>>, report: Report): Condition | null {
  const written = detection['condition']
  const path = ['detection', 'condition']
  const list: unknown[] = Array.isArray(written) ? written : [written]
  const texts = list.filter(each => typeof each === 'string')
  if (texts.length === 0 || texts.length < list.length) {
    report({ code: 'SIGMA-E030', path: 'condition' in detection ? path : ['detection'], terms: {} })
    return null
  }
  const identifiers = Object.keys(detection).filter(name => !NOT_IDENTIFIERS.includes(name))
  const placeOf = (index: number) => (Array.isArray(written) ? [...path, index] : path)
  const parsed = texts.map((text, index) => parseCondition(text, identifiers, placeOf(index), report))
  const sound = parsed.filter(each => each !== null)
  if (sound.length < parsed.length) return null
  return sound.length === 1 ? sound[0]! : { kind: 'or', of: sound }
}

function readLogsource(value: unknown, report: Report): Logsource | null {
  const refuse = (reason: string) => {
    report({ code: 'SIGMA-E007', path: value === undefined ? [] : ['logsource'], terms: { reason } })
    return null
  }
  if (value === undefined) return refuse('is missing')
  if (!isMap(value)) return refuse('is not a map')
  const logsource: { -readonly [key in keyof Logsource]: Logsource[key] } = {}
  for (const key of ['product', 'category', 'service'] as const) {
    const text = value[key]
    if (text === undefined || text === null) continue
    if (typeof text !== 'string') return refuse(`has a ${key} that is not text`)
    logsource[key] = text.toLowerCase()
  }
  return Object.keys(logsource).length === 0 ? refuse('names no product, category or service') : logsource
}

function reportUnused(condition: Condition, names: readonly string[], report: Report): void {
  const used = new Set(identifiersIn(condition))
  for (const identifier of names) {
    if (!used.has(identifier) && !NOT_IDENTIFIERS.includes(identifier)) {
      report({ code: 'SIGMA-W103', path: ['detection', identifier], terms: { identifier } })
    }
  }
}

function identifiersIn(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case 'identifier':
      return [condition.name]
    case 'not':
      return identifiersIn(condition.of)
    case 'quantified':
      return condition.names
    default:
      return condition.of.flatMap(identifiersIn)
  }
}
