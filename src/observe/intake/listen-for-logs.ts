import type { Receiver } from '../../pipeline/collect/receiver.ts'
import type { StreamSpool } from '../../pipeline/collect/stream-spool.ts'
import { bulkProtocol } from './bulk/bulk-protocol.ts'
import { INTAKE_LIMITS } from './defaults.ts'
import { hecProtocol } from './hec/hec-protocol.ts'
import type { CredentialOptions } from './http/credentials.ts'
import { Credentials } from './http/credentials.ts'
import type { Endpoint } from './http/endpoint.ts'
import { openEndpoint } from './http/endpoint.ts'
import type { IntakeProtocol } from './http/exchange.ts'
import type { RecordKeeper } from './keep-records.ts'
import { MemoryBudget } from './memory-budget.ts'
import { otlpProtocol } from './otlp/otlp-protocol.ts'

/** What is taken over HTTP: Elasticsearch's `_bulk`, Splunk's event collector, OTLP. */
export type IntakeKind = 'bulk' | 'hec' | 'otlp'

export interface IntakePlaces extends CredentialOptions {
  readonly kind: IntakeKind
  /** `127.0.0.1:9200`, `[::1]:9200`: without TLS. */
  readonly http: readonly string[]
  readonly https: readonly string[]
}

/** A certificate chain and its key, in PEM. */
export interface IntakeCertificate {
  readonly certificate: string
  readonly key: string
}

/**
 * Takes logs over HTTP into a spool of JSON records.
 *
 * @param certificate asked for only where there is TLS
 * @throws NoroshiError when an address cannot be opened; none is open then
 */
export async function listenForLogs(places: IntakePlaces, spool: StreamSpool, certificate: () => IntakeCertificate): Promise<Receiver> {
  const protocol = PROTOCOLS[places.kind](spool)
  const credentials = new Credentials(places)
  const connections = new Map<string, number>()
  const opened: (Endpoint & { readonly place: string })[] = []
  const open = async (scheme: string, address: string, tls: IntakeCertificate | null) => {
    const { host, port } = hostAndPort(address)
    const place = `${scheme} ${address}`
    const endpoint = await openEndpoint({
      host, port, tls, protocol, credentials, budget: BUDGET,
      isTaking: () => spool.state.kind === 'taking',
      onTrouble: reason => spool.meter.refuse(reason),
      onConnections(count) {
        connections.set(place, count)
        spool.meter.connections = connections.values().reduce((sum, each) => sum + each, 0)
      },
    })
    opened.push({ ...endpoint, place: `${scheme} ${address.slice(0, address.lastIndexOf(':'))}:${endpoint.port}` })
  }
  const close = async () => {
    await Promise.all(opened.map(each => each.close()))
  }
  try {
    for (const address of places.http) await open('http', address, null)
    const pair = places.https.length > 0 ? certificate() : null
    for (const address of places.https) await open('https', address, pair)
  } catch (cause) {
    await close()
    throw cause
  }
  return { places: opened.map(({ place }) => place), close }
}

const PROTOCOLS: Readonly<Record<IntakeKind, (keeper: RecordKeeper) => IntakeProtocol>> = { bulk: bulkProtocol, hec: hecProtocol, otlp: otlpProtocol }

/** Of all endpoints of this process. */
const BUDGET = new MemoryBudget(INTAKE_LIMITS.heldBytes)

function hostAndPort(address: string): { readonly host: string; readonly port: number } {
  const at = address.lastIndexOf(':')
  return { host: address.slice(0, at).replace(/^\[|\]$/g, ''), port: Number(address.slice(at + 1)) }
}
