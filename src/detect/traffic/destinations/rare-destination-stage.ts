import type { OrderedStage } from '../../../model/ordered-stage.ts'
import { queryAny } from '../../../model/query-text.ts'
import type { Fact, FactTemplates } from '../../../model/reason.ts'
import { fact, FACT_EVENTS } from '../../../model/reason.ts'
import { BoundedGroups } from '../bounded-groups.ts'
import { ContinuedFlows } from '../continued-flows.ts'
import {
  LEARNING_US, MAX_ANSWERED, MAX_DESTINATIONS, MAX_RARE_SOURCES, MIN_LEARNT, MIN_RARE_CONNECTIONS, NEW_US, RARE_SENT_BYTES,
} from '../defaults.ts'
import { signalValues, TRAFFIC_SIGNALS } from '../traffic-detector.ts'
import { TRAFFIC, TRAFFIC_RULES } from '../traffic-rules.ts'

/** The sentences of what rare destinations state. */
export const RARE_DESTINATION_FACTS: FactTemplates = {
  'traffic.new-destination': {
    en: '{source} contacted {destination} (port {port}) {visits} times since {first|time}; nobody at the site had contacted it before, of {known} destinations seen in {learnt|duration} '
      + '({count|plural:this connection:the latest #} to look at).',
    ja: '{source} は {first|time} 以降 {destination}(ポート {port})へ {visits} 回接続しました。{learnt|duration}の間に観測した {known} 個の接続先の中に、サイト内の誰かがこれ以前に接続した記録はありません(直近の {count} 件を検索できます)。',
  },
  'traffic.no-name': {
    en: 'No name leads to it: of the DNS answers seen none holds this address.',
    ja: 'この接続先に対応する名前がありません。観測した DNS 応答のいずれにもこのアドレスは含まれていません。',
  },
  'traffic.rare-port': {
    en: 'Nobody else at the site uses port {port}.',
    ja: 'ポート {port} を使う送信元は、サイト内でほかにありません。',
  },
  'traffic.much-sent': {
    en: 'It sent {sent} bytes there.',
    ja: '{sent} バイトを送信しました。',
  },
}

/** What is known of one destination; times in microseconds. */
class Destination {
  first = Number.NaN
  visits = 0
  sent = 0
  sources = new Set<string>()
  events: string[] = []

  copy(): Destination {
    return Object.assign(new Destination(), this, { sources: new Set(this.sources), events: [...this.events] })
  }
}

/**
 * A destination that is new to a site whose usual ones are known, that at most two sources contact, several times, and that is unusual besides: no name
 * leads to it, nobody else uses its port, or much is sent there. Each connection that goes on with it is a match, for a day.
 */
export function rareDestinationStage(): OrderedStage {
  return stageOf({
    destinations: new BoundedGroups(MAX_DESTINATIONS, () => new Destination()),
    named: new BoundedGroups(MAX_ANSWERED, () => true),
    ports: new BoundedGroups(MAX_PORTS, () => new Set<string>()),
    flows: new ContinuedFlows(),
    first: Number.NaN, connections: 0, answers: 0, known: 0,
  })
}

/** What the stage has learnt of the site. */
interface Learnt {
  readonly destinations: BoundedGroups<Destination>
  /** Addresses that DNS answered with. */
  readonly named: BoundedGroups<boolean>
  /** Sources that use a port, as many as matter. */
  readonly ports: BoundedGroups<Set<string>>
  readonly flows: ContinuedFlows
  /** Of the first connection, in microseconds. */
  first: number
  connections: number
  answers: number
  /** Destinations, those forgotten too. */
  known: number
}

function stageOf(learnt: Learnt): OrderedStage {
  const { destinations, named, ports } = learnt
  return {
    detector: TRAFFIC,
    accept({ signals, time, id }) {
      const query = signalValues(signals, TRAFFIC_SIGNALS.query)
      if (query !== null) {
        for (const answer of (query['answers'] ?? '').split(' ')) if (answer !== '') named.of(answer)
        learnt.answers++
        return []
      }
      const visit = signalValues(signals, TRAFFIC_SIGNALS.visit)
      if (visit === null || visit['kind'] !== 'connection') return []
      const { from: source = '', to = '', port = '', sent = '' } = visit
      if (Number.isNaN(learnt.first)) learnt.first = time
      const goesOn = learnt.flows.goesOn(visit, time)
      if (!goesOn) learnt.connections++
      const users = ports.of(port)
      if (users.size <= 1) users.add(source)
      const destination = destinations.of(to)
      if (Number.isNaN(destination.first)) {
        destination.first = time
        learnt.known++
      }
      if (!goesOn) destination.visits++
      destination.sent += sent === '' ? 0 : Number(sent)
      if (destination.sources.size <= MAX_RARE_SOURCES) destination.sources.add(source)
      destination.events.push(id)
      if (destination.events.length > FACT_EVENTS) destination.events.shift()

      const isLearnt = destination.first - learnt.first >= LEARNING_US && learnt.connections >= MIN_LEARNT
      if (!isLearnt || time - destination.first > NEW_US || destination.visits < MIN_RARE_CONNECTIONS || destination.sources.size > MAX_RARE_SOURCES) return []
      const unusual: Fact[] = [
        ...(learnt.answers > 0 && !named.has(to) ? [fact('traffic.no-name')] : []),
        ...(users.size <= 1 ? [fact('traffic.rare-port', { terms: { port } })] : []),
        ...(destination.sent >= RARE_SENT_BYTES ? [fact('traffic.much-sent', { numbers: { sent: destination.sent } })] : []),
      ]
      if (unusual.length === 0) return []
      const eventIds = [...destination.events]
      return [{
        rule: TRAFFIC_RULES.rareDestination,
        facts: [
          fact('traffic.new-destination', {
            numbers: { visits: destination.visits, first: destination.first, known: learnt.known, learnt: destination.first - learnt.first, count: eventIds.length },
            terms: { source, destination: to, port }, eventIds, query: queryAny('_id', eventIds),
          }),
          ...unusual.slice(0, MAX_UNUSUAL),
        ],
      }]
    },
    copy: () => stageOf({
      ...learnt, destinations: destinations.copy(destination => destination.copy()), named: named.copy(each => each), ports: ports.copy(each => new Set(each)), flows: learnt.flows.copy(),
    }),
    get forgotten() {
      return destinations.forgotten
    },
  }
}

const MAX_PORTS = 65_536

/** With what happened at most three facts. */
const MAX_UNUSUAL = 2
