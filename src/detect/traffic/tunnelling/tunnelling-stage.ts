import type { OrderedStage } from '../../../model/ordered-stage.ts'
import { queryAny } from '../../../model/query-text.ts'
import type { FactTemplates } from '../../../model/reason.ts'
import { fact, FACT_EVENTS } from '../../../model/reason.ts'
import { hourOf } from '../../../model/time.ts'
import { BoundedGroups } from '../bounded-groups.ts'
import { MAX_DOMAINS, MAX_NAMES_KEPT, MAX_TUNNEL_LIKENESS, MIN_TUNNEL_ENTROPY, MIN_TUNNEL_FRESH, MIN_TUNNEL_LENGTH, MIN_TUNNEL_NAMES } from '../defaults.ts'
import { letterModel } from '../names/letter-model.ts'
import { splitName } from '../registered-domain.ts'
import { signalValues, TRAFFIC_SIGNALS } from '../traffic-detector.ts'
import { TRAFFIC, TRAFFIC_RULES } from '../traffic-rules.ts'
import { entropyOf } from './entropy.ts'

/** The sentences of what tunnelling states. */
export const TUNNELLING_FACTS: FactTemplates = {
  'traffic.many-names': {
    en: 'Within an hour {source} asked for {names} different names below {domain}, {length} characters of which change each time on average: room for about {bytes} bytes of data '
      + '({count|plural:this query:the latest #} to look at).',
    ja: '{source} は 1 時間以内に {domain} の下の異なる名前 {names} 個(毎回平均 {length} 文字が変化)を問い合わせました。およそ {bytes} バイトのデータを運べる量です(直近の {count} 件を検索できます)。',
  },
  'traffic.names-like-data': {
    en: 'They read like data, not like names of hosts: such as {example}; {fresh} % of the {queries} queries were for a name not asked for before.',
    ja: 'ホスト名というよりデータのような名前です(例: {example})。{queries} 件の問い合わせのうち {fresh} % は初めての名前でした。',
  },
  'traffic.record-types': {
    en: 'It asked for records of the types {types}; {large} % of the queries were for types that can carry much back (TXT, NULL, CNAME, MX, SRV and the like).',
    ja: '問い合わせたレコード型は {types} です。{large} % は大きな応答を返せる型(TXT、NULL、CNAME、MX、SRV など)でした。',
  },
}

/** Types whose answers hold more than an address; `query-…` are types without a name, as tunnels use. */
const LARGE = /^(?:TXT|NULL|CNAME|MX|SRV|KEY|SIG|DNSKEY|HINFO|\*|query-\d+)$/

/** What one source asked for below one domain in one hour. */
class Below {
  hour = Number.NaN
  queries = 0
  fresh = 0
  characters = 0
  bits = 0
  likeness = 0
  large = 0
  example = ''
  names = new Set<string>()
  types = new Set<string>()
  events: string[] = []

  copy(): Below {
    return Object.assign(new Below(), this, { names: new Set(this.names), types: new Set(this.types), events: [...this.events] })
  }

  begin(hour: number): void {
    if (hour === this.hour) return
    this.hour = hour
    this.queries = this.fresh = this.characters = this.bits = this.likeness = this.large = 0
    this.example = ''
    this.names.clear()
    this.types.clear()
    this.events.length = 0
  }

  accept(below: string, type: string, event: string): void {
    this.queries++
    if (LARGE.test(type)) this.large++
    if (type !== '' && this.types.size < TYPES) this.types.add(type)
    this.events.push(event)
    if (this.events.length > FACT_EVENTS) this.events.shift()
    if (this.names.has(below)) return
    if (this.names.size < MAX_NAMES_KEPT) this.names.add(below)
    const text = freshPart(below, this.example).replaceAll('.', '')
    const entropy = entropyOf(text)
    this.fresh++
    this.characters += text.length
    this.bits += entropy * text.length
    if (text !== '') this.likeness += letterModel().likeness(text) * text.length
    this.example = below
  }

  get isTunnel(): boolean {
    return this.fresh >= MIN_TUNNEL_NAMES && this.fresh / this.queries >= MIN_TUNNEL_FRESH && this.characters >= MIN_TUNNEL_LENGTH * this.fresh
      && this.bits / this.characters >= MIN_TUNNEL_ENTROPY && this.likeness / this.characters <= MAX_TUNNEL_LIKENESS
  }
}

/**
 * Data carried in names: one source asks, within an hour of the clock, for many names below one registered domain, none twice, long and unlike names of
 * hosts. Each query that goes on with it is a match. Names that contain upper and lower letters at random (0x20) count as the same.
 */
export function tunnellingStage(): OrderedStage {
  return stageOf(new BoundedGroups(MAX_DOMAINS, () => new Below()))
}

/** @param domains by source and domain */
function stageOf(domains: BoundedGroups<Below>): OrderedStage {
  return {
    detector: TRAFFIC,
    accept({ signals, time, id }) {
      const query = signalValues(signals, TRAFFIC_SIGNALS.query)
      const name = query === null ? null : splitName(query['name'] ?? '')
      if (query === null || name === null || name.below === '') return []
      const { from: source = '', type = '' } = query
      const group = domains.of(`${source} ${name.domain}`)
      group.begin(hourOf(time))
      group.accept(name.below, type, id)
      if (!group.isTunnel) return []
      const eventIds = [...group.events]
      return [{
        rule: TRAFFIC_RULES.tunnelling,
        facts: [
          fact('traffic.many-names', {
            numbers: { names: group.fresh, length: Math.round(group.characters / group.fresh), bytes: Math.round(group.bits / 8), count: eventIds.length },
            terms: { source, domain: name.domain }, eventIds, query: queryAny('_id', eventIds),
          }),
          fact('traffic.names-like-data', { numbers: { fresh: Math.round(100 * group.fresh / group.queries), queries: group.queries }, terms: { example: group.example } }),
          fact('traffic.record-types', { numbers: { large: Math.round(100 * group.large / group.queries) }, terms: { types: [...group.types].join(', ') } }),
        ],
      }]
    },
    copy: () => stageOf(domains.copy(below => below.copy())),
    get forgotten() {
      return domains.forgotten
    },
  }
}

/** What of a name differs from the name before: numbered hosts have the same beginning and the same end. */
function freshPart(name: string, before: string): string {
  const most = Math.min(name.length, before.length)
  let start = 0
  while (start < most && name[start] === before[start]) start++
  let end = 0
  while (end < most - start && name[name.length - 1 - end] === before[before.length - 1 - end]) end++
  return name.slice(start, name.length - end)
}

/** Types of records that a fact names. */
const TYPES = 8
