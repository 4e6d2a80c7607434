import { hash } from 'node:crypto'
import type { Detector, Match } from '../../../model/detector.ts'
import type { EventBatch } from '../../../model/event-batch.ts'
import type { Mappings } from '../../../model/mappings.ts'
import type { Signal } from '../../../model/signal.ts'
import { MAX_SIGNAL_LENGTH } from '../defaults.ts'
import { textsOf } from '../evaluate/event-texts.ts'
import type { RuleSet } from '../load/load-rules.ts'
import { mapField } from '../pipeline/map-field.ts'
import { neededFields } from './needed-fields.ts'

/** The detector, whose matches also carry what correlations need of their events. */
export function withSignals(detector: Detector, { rules, correlations, absorbed }: RuleSet, mappings: Mappings): Detector {
  if (correlations.length === 0) return detector
  const needed = neededFields(correlations)
  const known = new Map(rules.map(rule => [rule.summary.id, rule]))
  /** By rule key, then by the name that correlations use: the names to look up. */
  const names = new Map([...needed].map(([key, fields]) => [key, new Map(fields.map(field => [field, mapField(known.get(key)?.fieldSteps ?? [], field)]))]))

  const signalOf = ({ row, rule }: Match, fields: readonly string[], batch: EventBatch): Signal['values'] => {
    const view = mappings.dataset(batch.dataset[row]!)
    const values = Object.create(null) as Record<string, string>
    const category = known.get(rule.id)?.logsource.category
    for (const field of fields) {
      const texts = names.get(rule.id)!.get(field)!.flatMap(name => textsOf(view.lookUp(batch.fields[row]!, name, category)))
      if (texts.length > 0) values[field] = shortened(texts.join('\n'))
    }
    return values
  }

  return {
    name: detector.name,
    inspect: batch => detector.inspect(batch).map(match => {
      const fields = needed.get(match.rule.id)
      if (fields === undefined) return match
      return { ...match, facts: () => match.facts(), signal: signalOf(match, fields, batch), ...(absorbed.has(match.rule.id) && { absorbed: true }) }
    }),
  }
}

/** Values are compared and counted, not shown: of a long one it is enough to tell it from others. */
function shortened(text: string): string {
  return text.length <= MAX_SIGNAL_LENGTH ? text : `${text.slice(0, MAX_SIGNAL_LENGTH)}… ${hash('sha256', text.toLowerCase(), 'hex')}`
}
