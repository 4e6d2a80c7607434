import { MAX_CORRELATION_CHAIN } from '../defaults.ts'
import type { CorrelationCondition, LinkedCorrelation, SigmaCorrelation } from './correlation.ts'
import type { RawProblem } from './problem.ts'
import { renameCondition } from './rename-condition.ts'
import type { SigmaRule } from './rule.ts'

export interface LinkedRules {
  /** Each after those it is about. */
  readonly correlations: readonly LinkedCorrelation[]
  /** With the key of the correlation that has it; with an error it is not loaded. */
  readonly problems: readonly (readonly [key: string, problem: RawProblem])[]
  /** Rules and correlations that only serve others: what they match is no match by itself. */
  readonly absorbed: ReadonlySet<string>
}

/** Finds what correlations speak of, by id or by name, and brings them into an order in which each can be reckoned after its parts. */
export function linkCorrelations(rules: readonly SigmaRule[], correlations: readonly SigmaCorrelation[]): LinkedRules {
  const known = new Map<string, string | null>()
  for (const { summary, name } of [...rules, ...correlations]) {
    known.set(summary.id, summary.id)
    // Null for a name that two rules have.
    if (name !== '' && name !== summary.id) known.set(name, known.has(name) ? null : summary.id)
  }
  const linker = new Linker(new Map(correlations.map(each => [each.summary.id, each])), known)
  for (const correlation of correlations) linker.link(correlation)
  const linked = linker.linked
  const kept = new Set(linked.flatMap(each => (each.matchesOfRules === 'kept' ? each.rules : [])))
  const absorbed = new Set(linked.flatMap(({ rules: inputs }) => inputs).filter(key => !kept.has(key)))
  return { correlations: linked, problems: linker.problems, absorbed }
}

class Linker {
  readonly linked: LinkedCorrelation[] = []
  readonly problems: (readonly [key: string, problem: RawProblem])[] = []
  readonly #correlations: ReadonlyMap<string, SigmaCorrelation>
  readonly #known: ReadonlyMap<string, string | null>
  readonly #state = new Map<string, 'open' | 'linked' | 'failed'>()

  constructor(correlations: ReadonlyMap<string, SigmaCorrelation>, known: ReadonlyMap<string, string | null>) {
    this.#correlations = correlations
    this.#known = known
  }

  link(correlation: SigmaCorrelation, depth = 1): boolean {
    const key = correlation.summary.id
    const state = this.#state.get(key)
    if (state !== undefined) return state === 'linked'
    this.#state.set(key, 'open')
    const reason = correlation.rules.map(rule => this.#obstacle(rule, depth)).find(each => each !== null) ?? null
    this.#state.set(key, reason === null ? 'linked' : 'failed')
    if (reason !== null) this.problems.push([key, { code: 'SIGMA-E037', path: ['correlation', 'rules'], terms: { reason } }])
    else this.linked.push(this.#withKeys(correlation))
    return reason === null
  }

  #obstacle(rule: string, depth: number): string | null {
    const key = this.#known.get(rule)
    if (key === undefined) return `"${rule}" is the id or name of no rule that is loaded`
    if (key === null) return `"${rule}" is the name of several rules`
    const correlation = this.#correlations.get(key)
    if (correlation === undefined) return null
    if (this.#state.get(key) === 'open') return `"${rule}" is, in the end, about this one`
    if (depth === MAX_CORRELATION_CHAIN) return `more than ${MAX_CORRELATION_CHAIN} correlations are about one another`
    return this.link(correlation, depth + 1) ? null : `"${rule}" could not be loaded`
  }

  #withKeys(correlation: SigmaCorrelation): LinkedCorrelation {
    const keyOf = (rule: string) => this.#known.get(rule) ?? rule
    const rules = correlation.rules.map(keyOf)
    const aliases = [...correlation.aliases].map(([alias, fields]) => {
      for (const rule of fields.keys()) {
        if (!rules.includes(keyOf(rule))) {
          this.problems.push([correlation.summary.id, { code: 'SIGMA-W109', path: ['correlation', 'aliases', alias, rule], terms: { alias, rule } }])
        }
      }
      return [alias, new Map([...fields].map(([rule, field]) => [keyOf(rule), field] as const))] as const
    })
    return { ...correlation, rules, aliases: new Map(aliases), condition: withKeys(correlation.condition, keyOf) }
  }
}

function withKeys(condition: CorrelationCondition, keyOf: (rule: string) => string): CorrelationCondition {
  return condition.kind === 'number' ? condition : { kind: 'rules', condition: renameCondition(condition.condition, keyOf) }
}
