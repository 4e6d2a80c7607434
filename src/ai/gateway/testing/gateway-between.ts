import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { openGuard } from '../../judge/guard.ts'
import type { Application } from '../application/application.ts'
import type { AuditRecord } from '../audit/audit.ts'
import type { GatewayOptions } from '../gateway.ts'
import { startGateway } from '../gateway.ts'
import { BUILT_IN_POLICIES } from '../policy/policy.ts'
import type { ScriptedUpstream } from './scripted-upstream.ts'
import { scriptedUpstream } from './scripted-upstream.ts'

export interface GatewayBetween extends AsyncDisposable {
  readonly upstream: ScriptedUpstream
  readonly records: readonly AuditRecord[]
  readonly port: number
  ask(path: string, body: unknown): Promise<{ readonly status: number; readonly text: string }>
  /** Asks for what is kept there. */
  get(path: string): Promise<{ readonly status: number; readonly text: string }>
}

const guard = openGuard()
export const KEY = 'nk-of-the-test'

/** A gateway with one application, in front of a scripted upstream, over real HTTP. */
export async function gatewayBetween(over: Partial<Application> = {}, other: Partial<GatewayOptions> = {}): Promise<GatewayBetween> {
  const upstream = await scriptedUpstream()
  const records: AuditRecord[] = []
  const application: Application = {
    name: 'shop', keySha256: createHash('sha256').update(KEY).digest('hex'), upstream: { name: 'scripted', url: upstream.url, key: 'sk-upstream' }, policy: BUILT_IN_POLICIES.default, unreadable: 'refuse',
    judgesAnswers: true, requestsPerMinute: 100_000, tokensPerDay: null, canaries: [], hosts: [], audit: 'texts', tools: { untrusted: [], private: [], outside: [], third: 'block' }, ...over,
  }
  const audit = { append: async (record: AuditRecord) => void records.push(record) }
  const gateway = await startGateway({ guard, applications: [application], audit, host: '127.0.0.1', port: 0, tls: null, log: () => {}, ...other })
  return {
    upstream, records, port: gateway.port,
    async get(path) {
      const response = await fetch(`http://127.0.0.1:${gateway.port}${path}`, { headers: { 'x-api-key': KEY } })
      return { status: response.status, text: await response.text() }
    },
    async ask(path, body) {
      const sent = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body)
      const response = await fetch(`http://127.0.0.1:${gateway.port}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-api-key': KEY }, body: typeof sent === 'string' ? sent : new Uint8Array(sent) })
      return { status: response.status, text: await response.text() }
    },
    async [Symbol.asyncDispose]() {
      await gateway.close()
      await upstream.close()
    },
  }
}

export const answeredWith = (body: unknown) => (_: unknown, response: ServerResponse) => void response.setHeader('content-type', 'application/json').end(JSON.stringify(body))

export const streamedWith = (events: readonly unknown[]) => (_: unknown, response: ServerResponse) =>
  void response.writeHead(200, { 'content-type': 'text/event-stream' }).end(`${events.map(event => `data: ${JSON.stringify(event)}\n\n`).join('')}data: [DONE]\n\n`)
