import { identifiersIn } from './identifiers-in.ts'
import { parseCondition } from './parse-condition.ts'
import { parseDetection } from './parse-detection.ts'
import type { Placeholders } from './placeholders.ts'
import type { Report } from './problem.ts'
import type { Condition, Detection } from './rule.ts'

/** The part of a document that holds search identifiers and a condition over them: a rule's `detection`, a filter's `filter`. */
export interface Section {
  readonly name: 'detection' | 'filter'
  readonly content: Readonly<Record<string, unknown>>
  /** Its keys that are no search identifiers, beside `condition`. */
  readonly others: readonly string[]
}

export interface ParsedSection {
  /** By search identifier, in the order written; what is not sound is missing. */
  readonly detections: ReadonlyMap<string, Detection>
  readonly condition: Condition
}

/** Reads search identifiers and condition; null without a sound condition. `report` is told everything that is wrong. */
export function parseSection(section: Section, placeholders: Placeholders, report: Report): ParsedSection | null {
  const identifiers = Object.keys(section.content).filter(name => name !== 'condition' && !section.others.includes(name))
  const detections = new Map<string, Detection>()
  for (const name of identifiers) {
    const parsed = parseDetection(name, section.content[name], placeholders, [section.name, name], report)
    if (parsed !== null) detections.set(name, parsed)
  }
  const condition = readCondition(section, identifiers, report)
  if (condition === null) return null
  reportUnused(condition, section.name, identifiers, report)
  return { detections, condition }
}

/** One condition, or a list of them, linked with `or`. */
function readCondition({ name, content }: Section, identifiers: readonly string[], report: Report): Condition | null {
  const written = content['condition']
  const path = [name, 'condition']
  const list: unknown[] = Array.isArray(written) ? written : [written]
  const texts = list.filter(each => typeof each === 'string')
  if (texts.length === 0 || texts.length < list.length) {
    report({ code: 'SIGMA-E030', path: 'condition' in content ? path : [name], terms: {} })
    return null
  }
  const placeOf = (index: number) => (Array.isArray(written) ? [...path, index] : path)
  const parsed = texts.map((text, index) => parseCondition(text, identifiers, placeOf(index), report))
  const sound = parsed.filter(each => each !== null)
  if (sound.length < parsed.length) return null
  return sound.length === 1 ? sound[0]! : { kind: 'or', of: sound }
}

function reportUnused(condition: Condition, section: string, identifiers: readonly string[], report: Report): void {
  const used = new Set(identifiersIn(condition))
  for (const identifier of identifiers) {
    if (!used.has(identifier)) report({ code: 'SIGMA-W103', path: [section, identifier], terms: { identifier } })
  }
}
