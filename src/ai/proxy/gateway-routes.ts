import type { GatewayRoute } from '../gateway/route.ts'
import type { GatewayConfiguration } from '../../platform/config/gateway-schemas.ts'
import type { Guard } from '../judge/guard.ts'
import { HttpProxy } from './http-proxy.ts'
import type { PassageRecords } from './passage.ts'
import { proxiedServers, remoteServers } from './servers-of.ts'

/** What noroshi.yaml says is reached through the gateway beside models. @param folder where the gateway keeps its files. @throws NoroshiError `bad-configuration` */
export function gatewayRoutes(gateway: GatewayConfiguration, guard: Guard, folder: string, records: PassageRecords): GatewayRoute[] {
  const servers = remoteServers(gateway, process.env)
  return servers.length === 0 ? [] : [new HttpProxy({ guard, servers, all: proxiedServers(gateway), folder, records })]
}
