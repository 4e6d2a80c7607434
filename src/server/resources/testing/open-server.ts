import { Writable } from 'node:stream'
import { openStore } from '../../../../test/open-store.ts'
import type { OpenStore } from '../../../../test/open-store.ts'
import { openHouse } from '../../../capabilities.ts'
import type { HouseOptions } from '../../../capabilities.ts'
import { logTo } from '../../../platform/log.ts'
import { RenewableReading } from '../../../pipeline/ingest/renewable-reading.ts'
import { SourceCollection } from '../../../pipeline/collect/source-collection.ts'
import type { Person } from '../../../store/accounts/person.ts'
import { openLedger } from '../../../store/ledger/ledger.ts'
import { buildApp } from '../../app.ts'
import type { Services } from '../../context.ts'
import { ConsoleSources } from '../../sources/console-sources.ts'
import { wantedSources } from '../../sources/wanted-sources.ts'
import { Turns } from '../../turns.ts'
import { listen } from '../../listen.ts'
import { resourceRoutes } from '../index.ts'
import { openResources } from '../resources.ts'
import { RuleLibrary } from '../rules/rule-library.ts'
import { RuleUploads } from '../rules/rule-uploads.ts'
import { openRules } from './open-rules.ts'
import { readingBy } from './reading-by.ts'

/** People of the tests, by name: who asks is told by a header, since signing in is not what is tested here. */
const PEOPLE: Readonly<Record<string, Person>> = {
  anna: person('anna', 'analyst', 'default'),
  vic: person('vic', 'viewer', 'default'),
  lea: person('lea', 'lead', 'default'),
  ada: person('ada', 'admin', 'default'),
  oto: person('oto', 'admin', 'elsewhere'),
}

/** Asks as somebody. Bytes are sent as they are, anything else as JSON. */
export type Ask = (who: string, method: string, path: string, body?: unknown, options?: AskOptions) => Promise<Response>

export interface AskOptions {
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

export interface OpenServer {
  readonly opened: OpenStore
  readonly services: Services
  /** `http://127.0.0.1:port/api/v1`. */
  readonly base: string
  readonly ask: Ask
  /** The server stops, the engines stay. */
  stop(): Promise<void>
  close(): Promise<void>
}

/** The routes of this folder over HTTP, on real engines. */
export async function openServer(house: HouseOptions, given?: OpenStore): Promise<OpenServer> {
  const opened = given ?? await openStore({ house })
  await openLedger(opened.store.ledger.pool, 'elsewhere')
  const log = logTo(new Writable({ write: (_line, _encoding, done) => done() }))
  const live = new RenewableReading((() => {
    // With the workers of the store at first.
    let isFirst = true
    return () => {
      if (!isFirst) return readingBy(opened, { ...house, ruleDirectories: control.directories().map(({ path }) => path), disabledRules: [...control.switches.disabledAt(Date.now())] })
      isFirst = false
      return { reading: opened.reading, close: async () => {} }
    }
  })())
  const control = openRules(opened.data.rules, house.ruleDirectories, () => live.renew())
  const turns = new Turns()
  const parts = { store: opened.store, reading: live.reading, log, inTurn: turns.take.bind(turns) }
  const resources = await openResources(parts)
  const consoleSources = await ConsoleSources.open({
    pool: opened.store.ledger.pool, log, folders: [opened.data.path], wanted: configured => wantedSources(configured, 'default', () => ({ certificate: '', key: '' })),
  })
  const sources = await SourceCollection.open({ ...parts, sources: consoleSources.wanted([]), limits: {}, durability: 'process', sealSeconds: 1, fold: organisation => resources.jobs.foldSoon(organisation) })
  const rooms = openHouse(house)
  const rules = new RuleLibrary({
    control, reader: rooms.rules, log, inTurn: parts.inTurn, onRenewed: () => resources.jobs.foldSoon(opened.store.ledger.organisation),
  })
  const services: Services = { ...parts, house: rooms, resources, sources, consoleSources, sensors: null, telescope: null, rules, ruleUploads: new RuleUploads(rules), version: '0.0.0', marking: 'amber', now: Date.now }
  const app = buildApp({
    services,
    routes: resourceRoutes,
    checkAnswers: true,
    limit: () => {},
    metrics: { answered: () => {}, abandoned: () => {} },
    authenticate: async request => {
      const known = PEOPLE[request.headers.get('x-person') ?? '']
      return known === undefined ? null : { person: known, session: null, scopes: null }
    },
  })
  const listening = await listen({ host: '127.0.0.1', port: 0, tls: null, log, fetch: (request, connection) => app.fetch(request, connection) })
  const base = `http://127.0.0.1:${listening.port}/api/v1`
  const stop = async () => {
    await sources.close()
    await rules.close()
    await resources.close()
    await live.close()
    await listening.close()
  }
  return {
    opened,
    services,
    base,
    ask: ask(base),
    stop,
    async close() {
      await stop()
      await opened.close()
    },
  }
}

export function ask(base: string): Ask {
  return (who, method, path, body, { headers = {}, signal } = {}) => {
    const isBytes = body instanceof Uint8Array || body instanceof ReadableStream
    return fetch(`${base}${path}`, {
      method,
      headers: { 'x-person': who, ...(body === undefined ? {} : { 'content-type': isBytes ? 'application/octet-stream' : 'application/json' }), ...headers },
      ...(body === undefined ? {} : isBytes ? { body, duplex: 'half' } : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    } as RequestInit)
  }
}

function person(name: string, role: Person['role'], organisation: string): Person {
  return { name, displayName: name, role, organisation, clearance: 'amber' }
}
