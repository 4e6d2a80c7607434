import type { DatasetView } from '../../../model/mappings.ts'
import type { Fields } from '../../../model/value.ts'
import { MAX_KEPT_NAME_LENGTH, MAX_KEPT_NAMES, MAX_KEYWORD_MEMOS, MAX_NAME_PLANS, RECENT_NAME_PLANS } from './defaults.ts'
import { LookUp } from './look-up.ts'
import type { RuleIndex } from './rule-index.ts'
import type { SourceIndex } from './source-index.ts'
import type { TextAutomaton } from './text-automaton.ts'
import { ValueMemo } from './value-memo.ts'

/** Where an event with certain names has what an index looks for. */
export interface NamePlan {
  /** The event's names, in its order. */
  readonly names: readonly string[]
  /** Side by side: a name of the event, and what is looked for in its value. */
  readonly keys: readonly string[]
  readonly sources: readonly SourceIndex[]
  /** Null where only presence matters. */
  readonly memos: readonly (ValueMemo | null)[]
  /** One for each name; none without keywords, null where there are too many names. */
  readonly keywordMemos: readonly (ValueMemo | null)[]
  /** What may lie within a value. */
  readonly nested: readonly LookUp[]
}

/**
 * The plans of one index for events of one dataset. Events of a log share their names, so a plan is made once for each set of names,
 * and found by comparing with the few that were used last.
 */
export class NamePlans {
  /** Every field the rules need, with each meaning its name has for one of their categories. */
  readonly lookUps: readonly LookUp[]
  #last: NamePlan | null = null
  #recent: readonly NamePlan[] = []
  readonly #known = new Map<string, NamePlan>()
  readonly #keywords: TextAutomaton | null
  /** Shared by all plans, so that their number is bounded: by field looked up, or by name for keywords. */
  readonly #fieldMemos = new Map<TextAutomaton, ValueMemo>()
  readonly #keywordMemos = new Map<string, ValueMemo>()

  constructor(index: RuleIndex, view: DatasetView) {
    const distinct = new Map<string, LookUp>()
    for (const [field, source] of index.fields) {
      for (const category of index.categories) {
        const names = view.namesOf(field, category)
        distinct.set(`${field}\0${names.join('\0')}`, new LookUp(field, category, names, source))
      }
    }
    this.lookUps = [...distinct.values()]
    this.#keywords = index.keywords?.automaton ?? null
  }

  /** The plan for an event's names. Time: one comparison for each name, where the names are those of an event shortly before. */
  planFor(fields: Fields): NamePlan {
    if (this.#last !== null && hasNames(fields, this.#last.names)) return this.#last
    return (this.#last = this.#recent.find(({ names }) => hasNames(fields, names)) ?? this.#remembered(fields))
  }

  #remembered(fields: Fields): NamePlan {
    const names = namesIn(fields)
    const key = names.length > MAX_KEPT_NAMES ? '' : names.join('\n')
    const isKept = names.length <= MAX_KEPT_NAMES && key.length <= MAX_KEPT_NAME_LENGTH
    const known = isKept ? this.#known.get(key) : undefined
    const plan = known ?? this.#plan(names)
    if (!isKept) return plan
    if (this.#known.size >= MAX_NAME_PLANS) this.#known.clear()
    this.#known.set(key, plan)
    this.#recent = [plan, ...this.#recent.slice(0, RECENT_NAME_PLANS - 1)]
    return plan
  }

  #plan(names: readonly string[]): NamePlan {
    const present = new Map(names.filter(name => name.includes(' ')).map(name => [name.replaceAll(' ', ''), name]))
    for (const name of names) present.set(name, name)
    const direct = new Map<string, { readonly key: string; readonly source: SourceIndex }>()
    const nested: LookUp[] = []
    for (const lookUp of this.lookUps) {
      const key = lookUp.keyIn(present)
      if (key === 'nested') nested.push(lookUp)
      else if (key !== 'absent') direct.set(`${lookUp.field}\0${key.name}`, { key: key.name, source: lookUp.source })
    }
    const found = [...direct.values()]
    return {
      names,
      keys: found.map(({ key }) => key),
      sources: found.map(({ source }) => source),
      memos: found.map(({ source: { automaton } }) => (automaton === null ? null : this.#fieldMemo(automaton))),
      keywordMemos: this.#keywords === null ? [] : names.map(name => this.#keywordMemo(name, this.#keywords!)),
      nested,
    }
  }

  #fieldMemo(automaton: TextAutomaton): ValueMemo {
    const known = this.#fieldMemos.get(automaton) ?? new ValueMemo(automaton)
    this.#fieldMemos.set(automaton, known)
    return known
  }

  #keywordMemo(name: string, automaton: TextAutomaton): ValueMemo | null {
    const known = this.#keywordMemos.get(name)
    if (known !== undefined || this.#keywordMemos.size >= MAX_KEYWORD_MEMOS) return known ?? null
    const made = new ValueMemo(automaton)
    this.#keywordMemos.set(name, made)
    return made
  }
}

/** Comparing interned names is comparing addresses. */
function hasNames(fields: Fields, names: readonly string[]): boolean {
  let i = 0
  for (const name in fields) if (name !== names[i++]) return false
  return i === names.length
}

function namesIn(fields: Fields): string[] {
  const names: string[] = []
  for (const name in fields) names.push(name)
  return names
}
