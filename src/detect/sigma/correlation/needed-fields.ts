import type { LinkedCorrelation } from '../rule/correlation.ts'

/** Which fields of a rule's events correlations look at, by rule key; also of rules they are about through others. */
export function neededFields(correlations: readonly LinkedCorrelation[]): ReadonlyMap<string, readonly string[]> {
  const needed = new Map<string, Set<string>>()
  const need = (rule: string, field: string) => needed.set(rule, (needed.get(rule) ?? new Set()).add(field))
  // From the last to the first, since what one needs of another it needs of that one's rules.
  for (const correlation of correlations.toReversed()) {
    const names = [...correlation.groupBy, ...conditionFields(correlation)]
    const passedOn = [...needed.get(correlation.summary.id) ?? []].filter(name => !correlation.groupBy.includes(name))
    for (const rule of correlation.rules) {
      // A rule that is only counted is needed too.
      if (!needed.has(rule)) needed.set(rule, new Set())
      for (const name of names) need(rule, fieldOf(correlation, name, rule))
      for (const name of passedOn) need(rule, name)
    }
  }
  return new Map([...needed].map(([rule, fields]) => [rule, [...fields]]))
}

/** The field that a name of the correlation stands for in the events of a rule. */
export function fieldOf({ aliases }: LinkedCorrelation, name: string, rule: string): string {
  return aliases.get(name)?.get(rule) ?? name
}

export function conditionFields({ condition }: LinkedCorrelation): readonly string[] {
  return condition.kind === 'number' ? condition.fields : []
}
