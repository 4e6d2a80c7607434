import { hash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { LookupFunction } from 'node:net'
import type { KnownPackages } from '../../output/package/known-packages.ts'
import type { GatewayPolicy } from '../policy/policy.ts'

/** Where models are asked. */
export interface Upstream {
  readonly name: string
  /** What stands before `/v1/…`. */
  readonly url: string
  /** What it asks for; null: what the application sent is passed on, but its key of the gateway. */
  readonly key: string | null
  /** How its name is resolved, where there is a rule. */
  readonly lookup?: LookupFunction
}

/** A model that is asked about what the guard finds doubtful. */
export interface JudgingModel {
  /** Speaks OpenAI's chat completions. */
  readonly upstream: Upstream
  readonly model: string
  /** That it has for an answer. */
  readonly seconds: number
}

/** A program that asks models through the gateway, by its own key. */
export interface Application {
  readonly name: string
  /** SHA-256 of its key. */
  readonly keySha256: string
  readonly upstream: Upstream
  readonly policy: GatewayPolicy
  /** What happens to a request or an answer that cannot be judged. */
  readonly unreadable: 'pass' | 'refuse'
  /** Asked about requests that are flagged as likely hostile; without it nobody is. */
  readonly judge?: JudgingModel | undefined
  /** Whether answers are judged too. */
  readonly judgesAnswers: boolean
  readonly requestsPerMinute: number
  /** Of a day in UTC; null: without limit. */
  readonly tokensPerDay: number | null
  readonly canaries: readonly string[]
  /** Hosts that answers may carry data to. */
  readonly hosts: readonly string[]
  /** Packages that answers may name; without it, any. */
  readonly packages?: KnownPackages | undefined
  /** Whether audit records quote texts (without their secrets and personal data) or only measure them. */
  readonly audit: 'texts' | 'figures'
  readonly tools: ToolPolicy
  /** Tools each call of which a person allows first; without it none. */
  readonly confirmed?: readonly string[]
}

/** What tools do to the boundary: of untrusted input, private data and outside effect, a context may hold at most two. */
export interface ToolPolicy {
  readonly untrusted: readonly string[]
  readonly private: readonly string[]
  readonly outside: readonly string[]
  /** What happens when it would hold all three. */
  readonly third: 'flag' | 'block'
}

/** Who asks, by the key of the request (`Authorization: Bearer`, `x-api-key`, `api-key`). */
export function applicationOf(applications: readonly Application[], headers: IncomingHttpHeaders): Application | null {
  const key = keyIn(headers)
  return key === undefined ? null : byKeyOf(applications).get(hash('sha256', key)) ?? null
}

/** What a request shows as its key. */
export function keyIn(headers: IncomingHttpHeaders): string | undefined {
  return /^bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? headerOf(headers['x-api-key']) ?? headerOf(headers['api-key'])
}

const known = new WeakMap<readonly Application[], ReadonlyMap<string, Application>>()

/** How long a look takes tells of digests only, which nobody can choose so that they begin as another's. */
function byKeyOf(applications: readonly Application[]): ReadonlyMap<string, Application> {
  const kept = known.get(applications) ?? new Map(applications.toReversed().map(each => [each.keySha256, each]))
  known.set(applications, kept)
  return kept
}

function headerOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}
