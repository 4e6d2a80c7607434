import type { House } from '../capabilities.ts'
import type { Language } from '../model/reason.ts'
import type { Notifier } from '../notify/notifier.ts'
import type { RunningSensor } from '../observe/capture/running-sensor.ts'
import type { SourceCollection } from '../pipeline/collect/source-collection.ts'
import type { ReadingOptions } from '../pipeline/ingest/ingest-evidence.ts'
import type { IngestStore } from '../pipeline/ingest/ingest-store.ts'
import type { Log } from '../platform/log.ts'
import type { Person, TlpMarking } from '../store/accounts/person.ts'
import type { Session } from '../store/accounts/session.ts'
import type { GatewayControl } from './gateway/gateway-control.ts'
import type { Resources } from './resources/resources.ts'
import type { RuleLibrary } from './resources/rules/rule-library.ts'
import type { RuleUploads } from './resources/rules/rule-uploads.ts'
import type { SensorHub } from './sensors/sensor-hub.ts'
import type { ConsoleSources } from './sources/console-sources.ts'

/** What the whole server shares. Handlers get it scoped, through {@link Asked}. */
export interface Services {
  /** Of the installation's own organisation. */
  readonly store: IngestStore
  readonly house: House
  /** What reading evidence into the store needs. */
  readonly reading: ReadingOptions
  /** What lives as long as the server: uploads, jobs, the live stream, hunts. */
  readonly resources: Resources
  /** What is collected all day. */
  readonly sources: SourceCollection
  /** Those of them that are added in the console; absent where none can be. */
  readonly consoleSources?: ConsoleSources | undefined
  /** Remote sensors; null when they have nowhere to report. */
  readonly sensors: SensorHub | null
  /** The permanent sensor of the telescope; null when none is wanted. */
  readonly telescope: RunningSensor | null
  /** Tells people what is found; null when nobody is to be told. */
  readonly notifier?: Notifier | null
  /** What people say to the gateway to language models; null when none runs here. */
  readonly gateway?: GatewayControl | null
  /** Of the installation. */
  readonly rules: RuleLibrary
  readonly ruleUploads: RuleUploads
  readonly version: string
  /** What evidence and all that is derived from it is marked with. */
  readonly marking: TlpMarking
  readonly log: Log
  /** Milliseconds since the epoch. */
  now(): number
  /** One writer of evidence at a time: uploads, and commands that use the running server. Waits for those before it. */
  inTurn<T>(work: () => Promise<T>): Promise<T>
}

/** One request, whoever it comes from. */
export interface Visit {
  readonly requestId: string
  readonly language: Language
  /** Of the other end of the connection. */
  readonly address: string
  readonly request: Request
  /** For the log: filled in when it is known who asks. */
  readonly who: { name: string | null }
  /** Added to the answer. */
  readonly answerHeaders: Headers
  readonly services: Services
}

/** A request of somebody known, who may ask it. */
export interface Asked extends Visit {
  readonly person: Person
  /** Null for an API token. */
  readonly session: Session | null
  /** Scoped to the asker's organisation: what it does not show is not there for them. */
  readonly store: IngestStore
  /** Writes to the audit trail who did this. Reads of evidence and every change need it. */
  audit(action: string, subject: string, details?: Readonly<Record<string, unknown>>): Promise<void>
}
