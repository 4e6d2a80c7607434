import type { OrderedStage, StageMatch } from '../../../model/ordered-stage.ts'
import { queryAny } from '../../../model/query-text.ts'
import type { FactTemplates } from '../../../model/reason.ts'
import { fact } from '../../../model/reason.ts'
import { BoundedGroups } from '../bounded-groups.ts'
import { ContinuedFlows } from '../continued-flows.ts'
import { MAX_BEACONING_SOURCES, MAX_DESTINATIONS, MAX_PAIRS } from '../defaults.ts'
import { signalValues, TRAFFIC_SIGNALS } from '../traffic-detector.ts'
import { TRAFFIC, TRAFFIC_RULES } from '../traffic-rules.ts'
import type { Regularity } from './rhythm.ts'
import { Rhythm } from './rhythm.ts'

/** The sentences of what beaconing states. */
export const BEACONING_FACTS: FactTemplates = {
  'traffic.regular-visits': {
    en: '{source} contacted {destination} (port {port}) {visits} times, typically every {period|duration}, over {lasting|duration}; four fifths of the intervals differ by no more than {spread} % of that '
      + '({count|plural:this visit:the latest #} to look at).',
    ja: '{source} は {lasting|duration}にわたり {destination}(ポート {port})へ {visits} 回、通常 {period|duration}ごとに接続しました。間隔の 8 割は、ばらつきがその {spread} % 以内です(直近の {count} 件を検索できます)。',
  },
  'traffic.few-sources': {
    en: '{sources|plural:No other source of the site contacts:Only # sources of the site contact} this destination.',
    ja: 'この接続先へ接続している送信元は、サイト内で {sources} 台だけです。',
  },
  'traffic.alike-sizes': {
    en: 'What it sends is alike each time: typically {sent} bytes.',
    ja: '送信量は毎回ほぼ同じで、通常 {sent} バイトです。',
  },
}

/** Regular contact with a destination that few others use, as of implants that ask for work. Each visit that goes on with it is a match. */
export function beaconingStage(): OrderedStage {
  return stageOf(new BoundedGroups(MAX_PAIRS, () => new Rhythm()), new BoundedGroups(MAX_DESTINATIONS, () => new Set<string>()), new ContinuedFlows())
}

/** @param pairs of source, destination and port @param sources of each destination, as many as matter */
function stageOf(pairs: BoundedGroups<Rhythm>, sources: BoundedGroups<Set<string>>, flows: ContinuedFlows): OrderedStage {
  return {
    detector: TRAFFIC,
    accept({ signals, time, id }) {
      const visit = signalValues(signals, TRAFFIC_SIGNALS.visit)
      if (visit === null || flows.goesOn(visit, time)) return []
      const { from = '', to = '', port = '', sent = '' } = visit
      const known = sources.of(to)
      if (known.size <= MAX_BEACONING_SOURCES) known.add(from)
      const rhythm = pairs.of(`${from} ${to} ${port}`)
      const regular = rhythm.accept(time, sent === '' ? Number.NaN : Number(sent), id)
      return regular === null || known.size > MAX_BEACONING_SOURCES ? [] : [matchOf(visit, regular, known.size, rhythm.events)]
    },
    copy: () => stageOf(pairs.copy(rhythm => rhythm.copy()), sources.copy(each => new Set(each)), flows.copy()),
    get forgotten() {
      return pairs.forgotten
    },
  }
}

function matchOf(visit: Readonly<Record<string, string>>, { visits, period, spread, lasting, sent }: Regularity, sources: number, events: readonly string[]): StageMatch {
  const { from: source = '', to: destination = '', port = '' } = visit
  const eventIds = [...events]
  return {
    rule: TRAFFIC_RULES.beaconing,
    facts: [
      fact('traffic.regular-visits', {
        numbers: { visits, period, lasting, spread: Math.round(100 * spread), count: eventIds.length }, terms: { source, destination, port }, eventIds, query: queryAny('_id', eventIds),
      }),
      fact('traffic.few-sources', { numbers: { sources } }),
      ...(sent === null ? [] : [fact('traffic.alike-sizes', { numbers: { sent: Math.round(sent) } })]),
    ],
  }
}
