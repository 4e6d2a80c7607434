import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { temporaryFolder } from '../../../../test/temporary-folder.ts'
import { configurationSchema } from '../../../platform/config/configuration.ts'
import type { Log } from '../../../platform/log.ts'
import { applicationsOf } from '../../gateway/application/applications-of.ts'
import type { AuditRecord } from '../../gateway/audit/audit.ts'
import type { Exceptions } from '../../gateway/exception/exceptions.ts'
import { NO_EXCEPTIONS } from '../../gateway/exception/exceptions.ts'
import { QuestionDesk } from '../../gateway/question/questions.ts'
import { startGateway } from '../../gateway/gateway.ts'
import { openGuard } from '../../judge/guard.ts'
import { gatewayRoutes } from '../gateway-routes.ts'

export const KEY = 'nk-of-the-test'

const guard = openGuard()

export interface GatewayToServers {
  readonly origin: string
  readonly folder: string
  readonly records: readonly AuditRecord[]
  readonly desk: QuestionDesk
  /** What went wrong in it. */
  readonly logged: readonly string[]
  post(path: string, message: unknown, headers?: Readonly<Record<string, string>>): Promise<{ readonly status: number; readonly text: string; readonly json: Record<string, unknown> }>
  close(): Promise<void>
}

/** A gateway as noroshi.yaml would have it, over real HTTP. @param servers and agents as in `gateway:` */
export async function gatewayToServers({ servers = [], agents = [], policies = [], folder = join(temporaryFolder({}), 'gateway'), exceptions = NO_EXCEPTIONS }: { readonly servers?: readonly object[]; readonly agents?: readonly object[]; readonly policies?: readonly object[]; readonly folder?: string; readonly exceptions?: Exceptions }): Promise<GatewayToServers> {
  const configuration = configurationSchema.parse({ gateway: {
    upstreams: [{ name: 'models', url: 'http://127.0.0.1:9' }],
    applications: [{ name: 'desk', keySha256: createHash('sha256').update(KEY).digest('hex'), upstream: 'models', requestsPerMinute: 100_000 }], servers, agents, policies,
  } }).gateway!
  const records: AuditRecord[] = []
  const desk = new QuestionDesk({ most: 10 })
  const logged: string[] = []
  const log: Log = (level, happening) => void logged.push(`${level} ${happening}`)
  const audit = { append: async (record: AuditRecord) => void records.push(record) }
  const gateway = await startGateway({
    guard, applications: applicationsOf(configuration, {}), audit, host: '127.0.0.1', port: 0, tls: null, log, routes: gatewayRoutes(configuration, guard, folder, { audit, exceptions, desk, log }), desk,
  })
  const origin = `http://127.0.0.1:${gateway.port}`
  return {
    origin, folder, records, desk, logged,
    async post(path, message, headers = {}) {
      const response = await fetch(`${origin}${path}`, {
        method: 'POST', headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers }, body: typeof message === 'string' ? message : JSON.stringify(message),
      })
      const text = await response.text()
      return { status: response.status, text, json: text.startsWith('{') ? JSON.parse(text) as Record<string, unknown> : {} }
    },
    close: () => gateway.close(),
  }
}
