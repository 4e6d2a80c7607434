import { hash } from 'node:crypto'
import { sortTactics, tacticOf } from '../../../model/attack-tactics.ts'
import type { RuleSummary } from '../../../model/detector.ts'
import { isSeverity } from '../../../model/severity.ts'
import type { Report } from './problem.ts'

/** What findings repeat of a rule. The specification has no default for `level`: without one it is `medium`. */
export function summarise(document: Readonly<Record<string, unknown>>, title: string, report: Report): RuleSummary {
  const level = typeof document['level'] === 'string' ? document['level'].toLowerCase() : 'medium'
  if (!isSeverity(level)) report({ code: 'SIGMA-W101', path: ['level'], terms: { level } })
  const status = typeof document['status'] === 'string' ? document['status'] : ''
  if (status === 'unsupported') report({ code: 'SIGMA-W106', path: ['status'], terms: {} })
  return {
    id: ruleKey(document, report),
    title,
    ...(typeof document['title_ja'] === 'string' && document['title_ja'] !== '' && { titleJa: document['title_ja'] }),
    level: isSeverity(level) ? level : 'medium',
    ...attackOf(textList(document['tags'])),
    falsePositives: textList(document['falsepositives']),
    status,
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** The rule's `id`; without one 128 bits of the SHA-256 of its canonical form (JSON with sorted keys). */
export function ruleKey(document: Readonly<Record<string, unknown>>, report: Report): string {
  const id = document['id']
  if (typeof id !== 'string' || id === '') return hash('sha256', canonical(document), 'hex').slice(0, 32)
  if (!UUID.test(id)) report({ code: 'SIGMA-W104', path: ['id'], terms: { id } })
  return id
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`
}

/**
 * `attack.t1059.001` is a technique, `attack.g0016` and the like name groups, software and sources; the rest are tactics. `atlas.aml-t0051-001` is a technique
 * of MITRE ATLAS: tags hold no second dot.
 */
function attackOf(tags: readonly string[]): Pick<RuleSummary, 'techniques' | 'tactics'> {
  const attack = tags.map(tag => tag.toLowerCase()).filter(tag => tag.startsWith('attack.')).map(tag => tag.slice('attack.'.length))
  const techniques = attack.filter(tag => /^t\d{4}(\.\d{3})?$/.test(tag)).map(tag => tag.toUpperCase())
  const tactics = attack.filter(tag => !/^(t|g|s|c|m|ds|dc)\d{4}(\.\d{3})?$/.test(tag)).map(tag => tacticOf(tag)?.name ?? tag)
  const atlas = tags.map(tag => /^atlas\.aml[-.](t\d{4})(?:[-.](\d{3}))?$/i.exec(tag)).filter(found => found !== null).map(([, id = '', sub]) => `AML.${id.toUpperCase()}${sub === undefined ? '' : `.${sub}`}`)
  return { techniques: [...new Set([...techniques.sort(), ...atlas.sort()])], tactics: sortTactics(tactics) }
}

function textList(value: unknown): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value]
  return list.filter(each => typeof each === 'string')
}
