import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { applicationsOf } from '../../ai/gateway/application/applications-of.ts'
import type { AuditLog } from '../../ai/gateway/audit/audit.ts'
import { SpentFile } from '../../ai/gateway/application/spent-file.ts'
import { openGuard, startGateway } from '../../ai/index.ts'
import { gatewayRoutes } from '../../ai/proxy/gateway-routes.ts'
import type { WantedSource } from '../../pipeline/collect/source-collection.ts'
import type { StreamSpool } from '../../pipeline/collect/stream-spool.ts'
import type { Log } from '../../platform/log.ts'
import type { GatewayControl } from '../gateway/gateway-control.ts'
import { listenAddress } from '../listen-address.ts'

/** What its records are called among the sources. */
const NAME = 'ai-gateway'

/** The gateway to language models as a source: each record of it is kept before it answers, and becomes an event. @param folder where it keeps its files */
export function gatewaySource({ configuration, exceptions, desk, policyOf }: GatewayControl, organisation: string, folder: string, log: Log): WantedSource {
  return {
    kind: 'gateway', source: { organisation, name: NAME, format: 'json' },
    async receive(spool) {
      const { certificate, key, listen } = configuration
      const { host, port, needsTls } = listenAddress(listen)
      const tls = certificate === undefined || key === undefined ? null : { certificate: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') }
      if (needsTls && tls === null) throw new Error(`${host} is served over TLS only: give gateway.certificate and gateway.key, or listen on 127.0.0.1`)
      const guard = openGuard()
      guard.contexts.ready()
      const audit = spooled(spool)
      const routes = gatewayRoutes(configuration, guard, folder, { audit, exceptions, desk, log })
      const running = await startGateway({ guard, applications: applicationsOf(configuration, process.env), audit, exceptions, spent: new SpentFile(join(folder, 'tokens-used.jsonl'), log), routes, desk, policyOf, bodiesMb: configuration.bodiesMb, host, port, tls, log })
      return { places: [`${tls === null ? 'http' : 'https'} ${host}:${running.port}`], close() {
        // Who waits for a person is told now, so that the rest can end.
        desk.close()
        return running.close()
      } }
    },
  }
}

function spooled(spool: StreamSpool): AuditLog {
  return {
    append: record => spool.append({ lines: [Buffer.from(`${JSON.stringify(record)}\n`)], count: 1, received: Date.now() * 1_000, transport: 'gateway', sender: null }),
  }
}
