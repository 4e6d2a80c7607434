import { isTried, type EventLogsource } from '../../../model/mappings.ts'
import type { SigmaRule } from '../rule/rule.ts'
import { MAX_ROUTE_BYTES, MAX_ROUTES } from './defaults.ts'
import type { Need } from './needed-atoms.ts'
import { chooseNeeds } from './choose-needs.ts'
import { Route } from './route.ts'
import { RuleIndex } from './rule-index.ts'

/**
 * Which rules are tried for an event's logsource, with an index of what they need. An index is made when its logsource first comes; when
 * evidence has invented more logsources than real ones have, the index of all rules serves the rest.
 */
export class FastRouter<R extends { readonly rule: SigmaRule }> {
  readonly #rules: readonly R[]
  readonly #needs: readonly (Need | null)[]
  readonly #known = new WeakMap<EventLogsource, Route<R>>()
  /** By what rules can tell of a logsource. */
  readonly #routes = new Map<string, Route<R>>()
  readonly #mentioned: Record<'product' | 'service' | 'category', ReadonlySet<string | undefined>>
  #bytes = 0
  #whole: RuleIndex | null = null

  constructor(rules: readonly R[]) {
    this.#rules = rules
    this.#needs = chooseNeeds(rules.map(({ rule }) => rule))
    const mentioned = (part: 'product' | 'service' | 'category') => new Set(rules.map(({ rule }) => rule.logsource[part]))
    this.#mentioned = { product: mentioned('product'), service: mentioned('service'), category: mentioned('category') }
  }

  routeFor(logsource: EventLogsource): Route<R> {
    let route = this.#known.get(logsource)
    if (route === undefined) this.#known.set(logsource, route = this.#shared(logsource))
    return route
  }

  #shared(logsource: EventLogsource): Route<R> {
    const key = this.#keyOf(logsource)
    let route = this.#routes.get(key)
    if (route === undefined) {
      route = this.#make(logsource)
      if (this.#routes.size < MAX_ROUTES) this.#routes.set(key, route)
    }
    return route
  }

  /** Names that no rule mentions are all the same. */
  #keyOf({ product, services, categories, open }: EventLogsource): string {
    const { product: products, service, category } = this.#mentioned
    const known = (names: ReadonlySet<string | undefined>, given: readonly string[]) =>
      [given.length > 0, ...given.filter(name => names.has(name)).toSorted()].join('\0')
    return [known(products, product === undefined ? [] : [product]), known(service, services), known(category, categories), open].join('\0\0')
  }

  #make(logsource: EventLogsource): Route<R> {
    const tried = this.#rules.map(({ rule }) => isTried(rule.logsource, logsource))
    if (this.#bytes > MAX_ROUTE_BYTES || this.#routes.size >= MAX_ROUTES) {
      this.#whole ??= new RuleIndex(this.#rules.map(({ rule }) => rule), this.#needs)
      const bits = new Int32Array(this.#whole.always.length)
      for (const [position, holds] of tried.entries()) if (holds) bits[position >>> 5]! |= 1 << (position & 31)
      return new Route(this.#whole, this.#rules, bits)
    }
    const rules = this.#rules.filter((_, position) => tried[position])
    const index = new RuleIndex(rules.map(({ rule }) => rule), this.#needs.filter((_, position) => tried[position]))
    this.#bytes += index.bytes
    return new Route(index, rules, null)
  }
}
