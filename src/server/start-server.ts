import type { House } from '../capabilities.ts'
import { SEAL_SECONDS } from '../pipeline/collect/defaults.ts'
import type { CollectionParts } from '../pipeline/collect/source-collection.ts'
import { SourceCollection } from '../pipeline/collect/source-collection.ts'
import type { ReadingOptions } from '../pipeline/ingest/ingest-evidence.ts'
import type { IngestStore } from '../pipeline/ingest/ingest-store.ts'
import type { NotifyConfiguration } from '../platform/config/notify-schema.ts'
import type { Log } from '../platform/log.ts'
import { messageOf } from '../platform/noroshi-error.ts'
import type { RunningSensorParts } from '../observe/capture/running-sensor.ts'
import { RunningSensor } from '../observe/capture/running-sensor.ts'
import { MembersFile } from '../observe/telescope/members-file.ts'
import { watchOrderFor } from '../observe/telescope/sightings/watch-order.ts'
import { WarningDesk } from '../observe/telescope/warning-desk.ts'
import { SightingReader } from './sources/sighting-reader.ts'
import type { ConsoleSourceOptions } from './sources/console-sources.ts'
import { ConsoleSources } from './sources/console-sources.ts'
import { TELESCOPE_SOURCE } from './sources/telescope-source.ts'
import type { WarningChannel } from './sources/warn-members.ts'
import { warnMembers } from './sources/warn-members.ts'
import type { TlpMarking } from '../store/accounts/person.ts'
import type { NewJob } from '../store/jobs/jobs.ts'
import type { SessionLimits } from '../store/accounts/session.ts'
import { forgetSessions } from '../store/accounts/session.ts'
import { buildApp } from './app.ts'
import type { Services } from './context.ts'
import { ApiError } from './errors/api-error.ts'
import type { GatewayControl } from './gateway/gateway-control.ts'
import type { Certificate } from './listen.ts'
import { listen } from './listen.ts'
import { originOf } from './listen-address.ts'
import { startMetrics } from './metrics.ts'
import type { Notifier } from '../notify/notifier.ts'
import { notifyTemplates, openNotifier } from './notify/open-notifier.ts'
import { auditRoutes } from './people/audit-routes.ts'
import { sessionRoutes } from './people/session-routes.ts'
import { tokenRoutes } from './people/token-routes.ts'
import { userRoutes } from './people/user-routes.ts'
import { resourceRoutes } from './resources/index.ts'
import { openResources } from './resources/resources.ts'
import type { Renewal, RuleControl } from './resources/rules/rule-library.ts'
import { RuleLibrary } from './resources/rules/rule-library.ts'
import { RuleUploads } from './resources/rules/rule-uploads.ts'
import type { ServerRoute } from './route.ts'
import { serverRoutes } from './server-routes.ts'
import { Authenticator } from './sign-in/authenticate.ts'
import { RateLimit } from './sign-in/rate-limit.ts'
import { keptAuthority } from './sensors/sensor-authority.ts'
import { SensorHub } from './sensors/sensor-hub.ts'
import { SignInTries } from './sign-in/sign-in-tries.ts'
import { Turns } from './turns.ts'

export interface ServerOptions {
  readonly store: IngestStore
  readonly house: House
  readonly reading: ReadingOptions
  readonly rules: RuleControl
  readonly host: string
  /** 0: any that is free. */
  readonly port: number
  readonly tls: Certificate | null
  /** Names, beside addresses and localhost, under which it may be asked. */
  readonly names: readonly string[]
  readonly marking: TlpMarking
  readonly sessions: SessionLimits
  readonly requestsPerMinute: number
  readonly otlp?: { readonly url: string; readonly seconds: number } | undefined
  /** The console; null: the API alone. */
  readonly page: ((request: Request) => Promise<Response | null>) | null
  readonly version: string
  /** What to collect; without it nothing. */
  readonly collection?: Pick<CollectionParts, 'sources' | 'limits' | 'durability' | 'sealSeconds'> & { readonly console?: ConsoleSourceOptions }
  /** Where remote sensors report; without it they cannot. */
  readonly sensors?: { readonly host: string; readonly port: number; readonly version: string; readonly authorityFolder: string } | undefined
  /** The telescope; without it nobody is warned. */
  readonly telescope?: TelescopeOptions | undefined
  /** Who is told what; without it nobody. */
  readonly notify?: NotifyConfiguration | undefined
  /** Of the gateway to language models that is among the sources; whoever opened it closes it. */
  readonly gateway?: GatewayControl | null
  readonly log: Log
  /** Hold answers against their schemas: for tests. */
  readonly checkAnswers?: boolean
}

export interface TelescopeOptions {
  /** The permanent sensor of this machine; null: only members' sensors watch. */
  readonly own: Pick<RunningSensorParts, 'setting' | 'packetDays' | 'publish'> | null
  /** Path of the organisations file. */
  readonly organisations: string | undefined
  readonly warning?: WarningChannel | undefined
}

export interface RunningServer {
  /** `https://127.0.0.1:8443`. */
  readonly origin: string
  /** Every route there is: for the test of rights. */
  readonly routes: readonly ServerRoute[]
  /** One writer of evidence at a time. */
  inTurn<T>(work: () => Promise<T>): Promise<T>
  readonly sources: SourceCollection
  readonly sensors: SensorHub | null
  /** Reads evidence as if it had been uploaded; settles when the job is entered. */
  readInBackground(job: NewJob): Promise<void>
  /** After accounts were changed elsewhere in this process. */
  accountsChanged(): void
  /** After rules were changed on the disk. */
  rulesChanged(): Promise<Renewal>
  close(): Promise<void>
}

/** Milliseconds between looks for sessions that have ended. */
const FORGET_SESSIONS_MS = 3_600_000

const NOTHING_COLLECTED = { sources: [], limits: {}, durability: 'process', sealSeconds: SEAL_SECONDS } as const

/** Joins everything and opens the port. @throws NoroshiError `listen-failed`, `bad-certificate`, what the resources say */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  // Of notify: before anything is open, since one that cannot be used stops the start.
  const templates = options.notify === undefined ? null : notifyTemplates(options.notify)
  const { store, house, reading, log, sessions, requestsPerMinute } = options
  const { pool } = store.ledger
  const now = Date.now
  const turns = new Turns()
  const inTurn = turns.take.bind(turns)
  const resources = await openResources({ store, reading, log, inTurn })
  const metrics = startMetrics({ otlp: options.otlp, openStreams: () => resources.stream.listeners })
  const rules = new RuleLibrary({ control: options.rules, reader: house.rules, log, inTurn, onRenewed: () => resources.jobs.foldSoon(store.ledger.organisation) })
  const ruleUploads = new RuleUploads(rules)
  const { console: added, ...collection } = { console: undefined, ...options.collection ?? NOTHING_COLLECTED }
  const consoleSources = added === undefined ? undefined : await ConsoleSources.open({ ...added, pool, log })
  const members = options.telescope?.organisations === undefined ? null : new MembersFile(options.telescope.organisations)
  const desk = Promise.withResolvers<WarningDesk>()
  const sightings = members === null ? null : new SightingReader({ members, desk: desk.promise, log })
  const sources = await SourceCollection.open({
    ...collection, sources: [...collection.sources, ...consoleSources?.wanted(collection.sources) ?? []], store, reading, log, inTurn, fold: organisation => resources.jobs.foldSoon(organisation),
    beforeFed: segment => sightings?.take(segment) ?? null,
  })
  const sensors = await openSensors(options, sources, members).catch(async (cause: unknown) => {
    ruleUploads.close()
    await sources.close()
    await rules.close()
    await resources.close()
    throw cause
  })
  const notifier = options.notify === undefined || templates === null ? null : openNotifier({ configuration: options.notify, templates, store, sentences: house.facts, marking: options.marking, log })
  const telescope = openTelescope(options, { sources, notifier, desk })
  const services: Services = { store, notifier, gateway: options.gateway ?? null, house, reading, resources, sources, consoleSources, sensors, telescope, rules, ruleUploads, version: options.version, marking: options.marking, log, now, inTurn }
  const authenticator = new Authenticator(pool, sessions, now)
  const tries = new SignInTries(now)
  const requests = new RateLimit({ burst: Math.ceil(requestsPerMinute / 10), perMinute: requestsPerMinute }, now)
  const routes: ServerRoute[] = [
    ...serverRoutes(metrics.text),
    ...sessionRoutes({ pool, authenticator, tries, limits: sessions, onRefused: metrics.signInFailed }),
    ...userRoutes(pool, authenticator),
    ...tokenRoutes(pool, authenticator),
    ...auditRoutes,
    ...resourceRoutes,
  ]
  const app = buildApp({
    services,
    metrics,
    routes,
    hosts: options.names,
    authenticate: authenticator.identify,
    limit(key) {
      const wait = requests.take(key)
      if (wait > 0) throw new ApiError('too-many', { retryAfter: wait })
    },
    ...(options.page === null ? {} : { page: options.page }),
    ...(options.checkAnswers === undefined ? {} : { checkAnswers: options.checkAnswers }),
  })
  const closeRest = async () => {
    await turns.idle()
    await metrics.close().catch((cause: unknown) => log('warn', 'metrics not sent', { cause: messageOf(cause) }))
  }
  const opened = await listen({ host: options.host, port: options.port, tls: options.tls, fetch: (request, connection) => app.fetch(request, connection), log })
    .catch(async (cause: unknown) => {
      ruleUploads.close()
      await telescope?.close()
      await sensors?.close()
      await sightings?.close()
      await sources.close()
      await rules.close()
      await resources.close()
      await closeRest()
      throw cause
    })
  void notifier?.start()
  const forget = () => forgetSessions(pool, sessions).catch((cause: unknown) => log('error', 'sessions not forgotten', { cause: messageOf(cause) }))
  const forgetting = setInterval(forget, FORGET_SESSIONS_MS).unref()
  void forget()
  return {
    origin: originOf(options.tls !== null, options.host, opened.port),
    routes,
    inTurn,
    sources,
    sensors,
    async readInBackground(job) {
      await resources.jobs.submit(store.ledger.organisation, job)
    },
    accountsChanged: () => authenticator.forgetAll(),
    rulesChanged() {
      rules.changed()
      return rules.renewal()
    },
    async close() {
      clearInterval(forgetting)
      await notifier?.close()
      await telescope?.close()
      await sensors?.close()
      await sightings?.close()
      await sources.close()
      // Streams end first: they would hold the port open.
      ruleUploads.close()
      await rules.close()
      await resources.close()
      await opened.close()
      await closeRest()
    },
  }
}

/** @throws NoroshiError `listen-failed` */
async function openSensors({ store, sensors, log }: ServerOptions, sources: SourceCollection, members: MembersFile | null): Promise<SensorHub | null> {
  if (sensors === undefined) return null
  return SensorHub.open({
    ...sensors, pool: store.ledger.pool, sources, authority: keptAuthority(sensors.authorityFolder, Date.now()), log,
    watchOrder: organisation => (members === null ? null : watchOrderFor(organisation, members.organisations)),
  })
}

interface TelescopeParts {
  readonly sources: SourceCollection
  readonly notifier: Notifier | null
  /** Who waits for the place where everything ends that somebody should hear of. */
  readonly desk: PromiseWithResolvers<WarningDesk>
}

/** @throws NoroshiError `usage` when members shall be told and there is nothing to tell them by */
function openTelescope({ store, telescope, log }: ServerOptions, { sources, notifier, desk }: TelescopeParts): RunningSensor | null {
  if (telescope === undefined) return null
  const { own, organisations, warning } = telescope
  const opened = new WarningDesk({ ledger: store.ledger, events: () => sources.spool(TELESCOPE_SOURCE), ...warnMembers(warning, { notifier, ledger: store.ledger, organisations }) })
  desk.resolve(opened)
  return own === null ? null : new RunningSensor({ ...own, store, desk: opened, log })
}
