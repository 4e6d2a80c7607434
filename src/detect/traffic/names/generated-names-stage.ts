import type { OrderedStage } from '../../../model/ordered-stage.ts'
import { queryAny } from '../../../model/query-text.ts'
import type { FactTemplates } from '../../../model/reason.ts'
import { fact, FACT_EVENTS } from '../../../model/reason.ts'
import { hourOf } from '../../../model/time.ts'
import { BoundedGroups } from '../bounded-groups.ts'
import { GENERATED_LIKENESS, MAX_NAMES_KEPT, MAX_SOURCES, MIN_GENERATED_LENGTH, MIN_GENERATED_NAMES, MIN_GENERATED_SHARE } from '../defaults.ts'
import { splitName } from '../registered-domain.ts'
import { signalValues, TRAFFIC_SIGNALS } from '../traffic-detector.ts'
import { TRAFFIC, TRAFFIC_RULES } from '../traffic-rules.ts'
import { letterModel } from './letter-model.ts'

/** The sentences of what names that look made state. */
export const GENERATED_NAMES_FACTS: FactTemplates = {
  'traffic.generated-names': {
    en: 'Within an hour {source} asked for {made} domains that do not exist and whose letters hardly ever follow one another in real names, such as {names} '
      + '({count|plural:this query:the latest #} to look at).',
    ja: '{source} は 1 時間以内に、実在せず、文字の並びも実際の名前ではまず見られないドメイン {made} 個を問い合わせました(例: {names}。直近の {count} 件を検索できます)。',
  },
  'traffic.missing-share': {
    en: '{made} of the {missing} registered domains it asked for in vain look like that ({share} %); {existing} others it asked for exist.',
    ja: '見つからなかった登録ドメイン {missing} 個のうち {made} 個({share} %)がこの特徴を示します。存在するドメインへの問い合わせはほかに {existing} 個ありました。',
  },
}

/** What one source asked for in one hour: distinct registered domains. */
class Asked {
  hour = Number.NaN
  missing = new Set<string>()
  existing = new Set<string>()
  examples: string[] = []
  events: string[] = []
  made = 0

  copy(): Asked {
    return Object.assign(new Asked(), this, { missing: new Set(this.missing), existing: new Set(this.existing), examples: [...this.examples], events: [...this.events] })
  }

  begin(hour: number): void {
    if (hour === this.hour) return
    this.hour = hour
    this.missing.clear()
    this.existing.clear()
    this.examples.length = 0
    this.events.length = 0
    this.made = 0
  }
}

/**
 * Names by which malware looks for its masters: one source asks, within an hour of the clock, for many domains that do not exist and look made. Each such
 * query that goes on with it is a match.
 */
export function generatedNamesStage(): OrderedStage {
  return stageOf(new BoundedGroups(MAX_SOURCES, () => new Asked()))
}

function stageOf(sources: BoundedGroups<Asked>): OrderedStage {
  return {
    detector: TRAFFIC,
    accept({ signals, time, id }) {
      const query = signalValues(signals, TRAFFIC_SIGNALS.query)
      const name = query === null ? null : splitName(query['name'] ?? '')
      if (query === null || name === null) return []
      const { from: source = '', code } = query
      const asked = sources.of(source)
      asked.begin(hourOf(time))
      if (code !== 'NXDOMAIN') {
        if (code === 'NOERROR' && asked.existing.size < MAX_NAMES_KEPT) asked.existing.add(name.domain)
        return []
      }
      const looksMade = name.label.length >= MIN_GENERATED_LENGTH && !name.label.startsWith('xn--') && letterModel().likeness(name.label) < GENERATED_LIKENESS
      if (!asked.missing.has(name.domain) && asked.missing.size < MAX_NAMES_KEPT) {
        asked.missing.add(name.domain)
        if (looksMade) asked.made++
        if (looksMade && asked.examples.length < EXAMPLES) asked.examples.push(name.domain)
      }
      if (!looksMade) return []
      asked.events.push(id)
      if (asked.events.length > FACT_EVENTS) asked.events.shift()
      const share = asked.made / asked.missing.size
      if (asked.made < MIN_GENERATED_NAMES || share < MIN_GENERATED_SHARE) return []
      const eventIds = [...asked.events]
      return [{
        rule: TRAFFIC_RULES.generatedNames,
        facts: [
          fact('traffic.generated-names', { numbers: { made: asked.made, count: eventIds.length }, terms: { source, names: asked.examples.join(', ') }, eventIds, query: queryAny('_id', eventIds) }),
          fact('traffic.missing-share', { numbers: { made: asked.made, missing: asked.missing.size, share: Math.round(100 * share), existing: asked.existing.size } }),
        ],
      }]
    },
    copy: () => stageOf(sources.copy(asked => asked.copy())),
    get forgotten() {
      return sources.forgotten
    },
  }
}

/** Names that a fact quotes. */
const EXAMPLES = 3
