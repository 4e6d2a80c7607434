import type { Group } from '../../../query/run-query.ts'
import type { EntitySighting } from '../../../store/events/entity-sightings.ts'
import type { Inventory } from '../system-schema.ts'
import type { AiServices } from './ai-services.ts'

/** Somebody who talks to a language model. */
export interface Talker {
  /** `gateway`: by its records; `direct`: past it, by name; `local`: a server of one's own, by its port. */
  readonly way: 'gateway' | 'direct' | 'local'
  readonly service: string
  readonly model: string | null
  /** An application of the gateway, or whom the events are about: `ip:192.0.2.7`. */
  readonly who: string
  /** What was asked: a host name, an address, an upstream. */
  readonly asked: string
  readonly dataset: string
  readonly requests: number
  /** Microseconds; null where it is not known. */
  readonly first: number | null
  readonly last: number | null
  /** Systems of the register that this may be; none: nobody has entered it. */
  readonly systems: readonly string[]
}

/** What is asked of events, and what they answer; asked of the store or of files alike. */
export interface TrafficQuestions {
  readonly pattern: string
  /** In the hunt language, each with a `count by`. */
  readonly queries: readonly string[]
}

export interface TrafficAnswers {
  readonly sightings: readonly EntitySighting[]
  /** For each query its groups. */
  readonly groups: readonly (readonly Group[])[]
}

const GATEWAY = '_dataset:ai.gateway event:request | count by application, upstream, model'

export function questionsOf({ pattern, servers, destinations }: AiServices): TrafficQuestions {
  return { pattern, queries: [GATEWAY, ...destinations.map(({ port, address }) => `(${servers.map(server => `${port}:${server.port}`).join(' or ')}) | count by _subject, ${address}, _dataset, ${port}`)] }
}

/** Who talks to which model, those that nobody has entered first, then the most requests. */
export function talkersOf(services: AiServices, { sightings, groups }: TrafficAnswers, { systems }: Inventory): Talker[] {
  const [gateway = [], ...local] = groups
  const through = gateway.map(({ values: [application, upstream, model], count }): Talker => ({
    way: 'gateway', service: upstream ?? '', model: model ?? null, who: application ?? '', asked: upstream ?? '', dataset: 'ai.gateway', requests: count, first: null, last: null,
    systems: systems.filter(system => system.application === application).map(({ id }) => id),
  }))
  const past = sightings.flatMap((each): Talker[] => {
    const host = hostOf(each.entity)
    const service = services.serviceOf(host)
    if (service === null) return []
    return [{
      way: 'direct', service, model: null, who: each.subject, asked: host, dataset: each.dataset, requests: each.count, first: each.first, last: each.last,
      systems: systems.filter(({ models }) => models.some(({ provider, url }) => isSame(provider, service) || (url !== undefined && services.serviceOf(new URL(url).hostname) === service))).map(({ id }) => id),
    }]
  })
  const servers = local.flatMap(found => found.flatMap(({ values: [subject, address, dataset, port], count }): Talker[] => {
    const name = services.servers.find(server => String(server.port) === port)?.name
    if (name === undefined || address === null || address === undefined) return []
    return [{
      way: 'local', service: name, model: null, who: subject ?? '', asked: address, dataset: dataset ?? '', requests: count, first: null, last: null,
      systems: systems.filter(({ models }) => models.some(({ url, runs }) => runs === 'local' && url !== undefined && new URL(url).hostname === address)).map(({ id }) => id),
    }]
  }))
  return [...past, ...once(servers), ...through].sort((a, b) => Number(a.systems.length > 0) - Number(b.systems.length > 0) || b.requests - a.requests || (a.who < b.who ? -1 : 1))
}

/** A source's port has several names where its mapping gives it those of a category: the same events are then counted under each. */
function once(talkers: readonly Talker[]): Talker[] {
  const found = new Map<string, Talker>()
  for (const each of talkers) {
    const key = JSON.stringify([each.service, each.who, each.asked, each.dataset])
    if ((found.get(key)?.requests ?? 0) < each.requests) found.set(key, each)
  }
  return [...found.values()]
}

function hostOf(entity: string): string {
  const value = entity.slice(entity.indexOf(':') + 1)
  if (!entity.startsWith('url:')) return value.replace(/\.$/, '')
  return URL.canParse(value) ? new URL(value).hostname : ''
}

function isSame(provider: string | undefined, service: string): boolean {
  return provider?.toLowerCase() === service.toLowerCase()
}
