import { randomUUID } from 'node:crypto'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Language } from '../model/reason.ts'
import type { Configuration } from '../platform/config/read-configuration.ts'
import { toldTo } from '../pipeline/ingest/renewable-reading.ts'
import type { DataPaths } from '../platform/data-folder.ts'
import type { Log } from '../platform/log.ts'
import { logTo } from '../platform/log.ts'
import { fingerprintOf, keptCertificate, ownNames, readCertificate } from '../server/certificate/server-certificate.ts'
import { builtConsole } from '../server/console/built-console.ts'
import { serveFolder } from '../server/console/serve-folder.ts'
import { openControlSocket } from '../server/control/control-socket.ts'
import type { Certificate } from '../server/listen.ts'
import type { ListenAddress } from '../server/listen-address.ts'
import { listenAddress } from '../server/listen-address.ts'
import type { RuleControl } from '../server/resources/rules/rule-library.ts'
import { GatewayControl } from '../server/gateway/gateway-control.ts'
import { agentRecordsSource } from '../server/sources/agent-records-source.ts'
import { gatewaySource } from '../server/sources/gateway-source.ts'
import { telescopeSource } from '../server/sources/telescope-source.ts'
import { wantedSources } from '../server/sources/wanted-sources.ts'
import { SIGN_IN_PAGE } from '../server/sign-in/sign-in-page.ts'
import type { RunningServer, ServerOptions } from '../server/start-server.ts'
import { startServer } from '../server/start-server.ts'
import { firstAdministrator } from '../store/accounts/first-administrator.ts'
import { makeSignInLink } from '../store/accounts/sign-in-link.ts'
import { RuleSets } from '../store/rule-sets/rule-sets.ts'
import { RuleSwitches } from '../store/rule-sets/rule-switches.ts'
import { authorityFolder } from './sensor-hub-store.ts'
import { keepOnTime } from './keep-on-time.ts'
import { chosenRules, namedRuleDirectories } from './rule-directories.ts'
import { commandRunner } from './served-commands.ts'
import type { CommonOptions } from './settings.ts'
import { dataPathsOf, readSettings } from './settings.ts'
import type { SharedStore } from './shared-store.ts'
import { stopSignal } from './stop-signal.ts'
import { version } from './version.ts'
import type { OpenedStore } from './with-ingest-store.ts'
import { withReadingStore } from './with-ingest-store.ts'

export interface UpOptions extends CommonOptions {
  readonly listen?: string
  readonly demo?: boolean
  readonly console: boolean
  readonly lang: Language
}

/** `noroshi up`: runs until it is asked to stop (SIGTERM, Ctrl-C). */
export async function up(options: UpOptions): Promise<number> {
  const settings = readSettings(options)
  const address = listenAddress(options.listen ?? settings.server.listen)
  const words = WORDS[options.lang]
  const stopped = stopSignal()
  // A terminal shows what needs a person; a file or a journal takes every request.
  const everything = logTo(process.stderr)
  const log: Log = process.stderr.isTTY ? (level, happening, fields) => { if (level === 'warn' || level === 'error') everything(level, happening, fields) } : everything
  // Built while the engines start.
  const building = options.console ? builtConsole(() => process.stderr.write(`${words.building}\n`)) : null
  building?.catch(() => {})
  return withReadingStore({ rules: [], lang: options.lang, ...common(options) }, async opened => {
    const folder = await building
    const tls = certificateFor(address, settings, dataPathsOf(options).path)
    const { server: { marking, sessionIdleMinutes, sessionHours, requestsPerMinute, otlpUrl, otlpSeconds, names } } = settings
    const sourceCertificate = () => ownCertificate(settings, '0.0.0.0', dataPathsOf(options).path)
    const gateway = settings.gateway === undefined ? null : await GatewayControl.open(settings.gateway, opened.store.ledger, log)
    const gatewayFolder = join(dataPathsOf(options).path, 'gateway')
    const server = await startServer({
      ...opened,
      reading: toldTo(opened.reading, { onProgress: () => {}, onRoom: state => log('warn', 'disk full', { state }) }),
      rules: ruleControl(settings, dataPathsOf(options), opened),
      host: address.host,
      port: address.port,
      tls,
      names,
      marking,
      sessions: { idleMinutes: sessionIdleMinutes, hours: sessionHours },
      requestsPerMinute,
      otlp: otlpUrl === undefined ? undefined : { url: otlpUrl, seconds: otlpSeconds },
      page: folder === null ? null : serveFolder(folder),
      version: version(),
      telescope: telescopeOf(settings),
      notify: settings.notify,
      sensors: sensorsOf(settings, dataPathsOf(options)),
      collection: {
        console: { folders: settings.collection.consoleFolders, wanted: sources => wantedSources(sources, settings.organisation, sourceCertificate) },
        sources: [
          ...wantedSources(settings.sources, settings.organisation, sourceCertificate),
          ...(settings.telescope === undefined ? [] : [telescopeSource(settings.organisation)]),
          ...(gateway === null || gateway.configuration.applications.length === 0 ? [] : [gatewaySource(gateway, settings.organisation, gatewayFolder, log)]),
          ...(settings.gateway === undefined ? [] : [agentRecordsSource(gatewayFolder, settings.organisation)]),
        ],
        limits: { spoolBytes: settings.collection.spoolMb * 1_000_000, reserveBytes: settings.collection.reserveMb * 1_000_000 },
        durability: settings.durability,
        sealSeconds: settings.collection.sealSeconds,
      },
      gateway,
      log,
    })
    try {
      const control = await openControlSocket(opened.store.folder.run, commandRunner(sharedBy(opened, server, gateway), options), log)
      const keeping = keepOnTime(opened.store, settings.retention, { inTurn: work => server.inTurn(work), log })
      try {
        if (options.demo === true && !stopped.isAsked) await takeExamples(opened, server, words)
        if (!stopped.isAsked) await greet(opened, server, tls, words)
        await stopped.asked
        process.stderr.write(`${words.stopping}\n`)
      } finally {
        await keeping.close()
        await control.close()
      }
    } finally {
      await server.close()
      await gateway?.close()
    }
    return 0
  })
}

/** The telescope that the configuration asks for. */
function telescopeOf({ telescope, geo }: Configuration): ServerOptions['telescope'] {
  if (telescope === undefined) return undefined
  const { packetDays, publish, warn, ...setting } = telescope
  const hasOwn = setting.interface !== undefined || setting.file !== undefined
  return { own: hasOwn ? { setting: { ...setting, ...geo }, packetDays, publish } : null, organisations: setting.organisations, warning: warn }
}

/** Where remote sensors report, when they shall. @throws NoroshiError `usage` */
function sensorsOf({ sensors }: Configuration, data: DataPaths): ServerOptions['sensors'] {
  if (sensors === undefined) return undefined
  const { host, port } = listenAddress(sensors.listen)
  return { host, port, version: sensors.version ?? version(), authorityFolder: authorityFolder(data) }
}

function common({ config, data }: CommonOptions): CommonOptions {
  return { ...(config === undefined ? {} : { config }), ...(data === undefined ? {} : { data }) }
}

/** Null where plain HTTP is enough: on this machine, unless a certificate was given. @throws NoroshiError `bad-certificate` */
function certificateFor({ host, needsTls }: ListenAddress, settings: Configuration, data: string): Certificate | null {
  const { server: { certificate, key } } = settings
  return needsTls || certificate !== undefined || key !== undefined ? ownCertificate(settings, host, data) : null
}

/** The one that was given, else one that is made and kept. @throws NoroshiError `bad-certificate` */
function ownCertificate({ server: { certificate, key, names } }: Configuration, host: string, data: string): Certificate {
  if (certificate !== undefined || key !== undefined) return readCertificate(certificate ?? '', key ?? '')
  return keptCertificate(join(data, 'certificate'), ownNames(host, names), Date.now())
}

function sharedBy({ store, house, reading, renewReading }: OpenedStore, { origin, inTurn, sources, sensors, accountsChanged, rulesChanged }: RunningServer, gateway: GatewayControl | null): SharedStore {
  return { store, house, reading, renewReading, origin, inTurn, sources, sensors, gateway, accountsChanged, rulesChanged }
}

function ruleControl(settings: Configuration, data: DataPaths, { renewReading }: OpenedStore): RuleControl {
  return {
    sets: new RuleSets(data.rules),
    switches: new RuleSwitches(data.rules),
    directories: () => namedRuleDirectories(settings, data),
    areChosen: chosenRules([], settings).length > 0,
    renew: renewReading,
  }
}

const EXAMPLES = join(import.meta.dirname, '../../examples')

/** The evidence that comes with the program, as if it were uploaded: the console shows how far it is. Content that is there already costs a look. */
async function takeExamples({ store }: OpenedStore, { readInBackground }: RunningServer, words: Words): Promise<void> {
  if (!existsSync(EXAMPLES)) return
  process.stdout.write(`${words.demo}\n`)
  const bytes = readdirSync(EXAMPLES, { recursive: true, withFileTypes: true }).filter(each => each.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0)
  await readInBackground({ id: randomUUID(), kind: 'ingest', person: store.actor, files: [{ path: EXAMPLES, name: basename(EXAMPLES), bytes }] })
}

/** Address, and a sign-in link where somebody is there to use it: for the first administrator, until there is a password. */
async function greet({ store: { ledger } }: OpenedStore, { origin }: RunningServer, tls: Certificate | null, words: Words): Promise<void> {
  const { name, hasPassword } = await firstAdministrator(ledger.pool, ledger.organisation)
  process.stdout.write(`${words.running(origin)}\n`)
  if (tls !== null) process.stdout.write(`${words.fingerprint(fingerprintOf(tls))}\n`)
  if (hasPassword && process.stdout.isTTY !== true) return
  process.stdout.write(`${words.link(name)}\n${origin}${SIGN_IN_PAGE}${await makeSignInLink(ledger.pool, name)}\n`)
}

interface Words {
  readonly building: string
  readonly demo: string
  running(origin: string): string
  fingerprint(text: string): string
  link(name: string): string
  readonly stopping: string
}

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    building: 'Building the console (once, and after an update)',
    demo: 'Reading the examples',
    running: origin => `Noroshi runs: ${origin}`,
    fingerprint: text => `Certificate, SHA-256: ${text}`,
    link: name => `Sign in as ${name} with this link, valid once within 15 minutes:`,
    stopping: 'Stopping',
  },
  ja: {
    building: 'コンソールを構築しています(初回と更新後のみ)',
    demo: 'サンプルの証拠を読み込んでいます',
    running: origin => `Noroshi を起動しました: ${origin}`,
    fingerprint: text => `証明書の SHA-256: ${text}`,
    link: name => `次のリンクから ${name} としてサインインできます(15 分以内、1 回のみ有効):`,
    stopping: '停止しています',
  },
}
