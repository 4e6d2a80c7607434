import type { GuardReason } from '../judge/verdict.ts'
import type { AiSystem } from '../inventory/system-schema.ts'
import type { Addressee, Checklist, ChecklistItem, Level } from './checklist.ts'
import type { Surroundings } from './evidence.ts'
import { lookFor } from './evidence.ts'

/** `met` and `open` were seen or said; `ask`: only a person can say, and nobody has; `none`: it does not apply. */
export const ITEM_STATES = ['met', 'open', 'ask', 'none'] as const

export interface CheckedItem {
  readonly system: string
  readonly checklist: string
  readonly group: GuardReason
  readonly clause: string
  readonly item: string
  /** Null where what the checklist is about has no such levels, or addresses nobody in particular. */
  readonly level: Level | null
  readonly addressees: readonly Addressee[] | null
  readonly question: GuardReason
  readonly state: (typeof ITEM_STATES)[number]
  /** Who says so: Noroshi by what it sees, or a person. */
  readonly by: 'noroshi' | 'person' | null
  readonly evidence: GuardReason
}

/** Goes through checklists for each system: what can be seen is seen, for the rest people are asked. What a person says to what can be seen only adds a note. */
export function checkSystems(systems: readonly AiSystem[], checklists: readonly Checklist[], surroundings: Surroundings): CheckedItem[] {
  return systems.flatMap(system => checklists.flatMap(({ id, groups }) => groups.flatMap(({ clause, title, items }) => items.filter(item => concerns(item, system)).map((item): CheckedItem => ({
    system: system.id, checklist: id, group: title, clause: item.clause ?? clause, item: item.id, level: item.level ?? null, addressees: item.addressees ?? null, question: { en: item.en, ja: item.ja }, ...stateOf(item, system, surroundings),
  })))))
}

/**
 * Which roles of the Japanese guideline an addressee may have. Whoever embeds or deploys AI in its own infrastructure is a system operator, whether to provide it or
 * to use it in its business; anybody may be in charge of data.
 */
const ROLES_OF: Readonly<Record<Addressee, AiSystem['roles']>> = {
  'developer': ['developer'], 'operator': ['provider', 'user'], 'custodian': ['developer', 'provider', 'user'], 'end-user': ['user'],
}

function concerns({ roles, addressees }: ChecklistItem, { roles: own }: AiSystem): boolean {
  const concerned = roles ?? addressees?.flatMap(each => ROLES_OF[each])
  return concerned === undefined || own.length === 0 || concerned.some(role => own.includes(role))
}

function stateOf({ id, evidence }: ChecklistItem, system: AiSystem, surroundings: Surroundings): Pick<CheckedItem, 'state' | 'by' | 'evidence'> {
  const said = system.answers[id]
  if (said?.answer === 'not-applicable') return { state: 'none', by: 'person', evidence: noteOf(said) }
  if (evidence !== undefined) {
    const seen = lookFor(evidence, system, surroundings)
    if (seen === null) return { state: 'none', by: 'noroshi', evidence: { en: 'it has none', ja: '該当するものがない' } }
    return { state: seen.isMet ? 'met' : 'open', by: 'noroshi', evidence: said === undefined ? seen.evidence : joined(seen.evidence, noteOf(said)) }
  }
  if (said === undefined) return { state: 'ask', by: null, evidence: { en: 'nobody has answered', ja: '未回答' } }
  return { state: said.answer === 'yes' ? 'met' : 'open', by: 'person', evidence: noteOf(said) }
}

function noteOf({ by, on, note }: AiSystem['answers'][string]): GuardReason {
  const text = note === undefined ? '' : `: ${note}`
  return { en: `${by}, ${on}${text}`, ja: `${by}、${on}${text}` }
}

function joined(one: GuardReason, other: GuardReason): GuardReason {
  return { en: `${one.en}; ${other.en}`, ja: `${one.ja}。${other.ja}` }
}
