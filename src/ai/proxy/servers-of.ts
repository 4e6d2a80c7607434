import type { AgentServerConfiguration, OtherAgentConfiguration } from '../../platform/config/agent-server-schemas.ts'
import type { GatewayConfiguration } from '../../platform/config/gateway-schemas.ts'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import type { ProxiedServer, RemoteServer } from './server.ts'

/** Everything that agents reach through here. */
export function proxiedServers({ servers, agents }: GatewayConfiguration): ProxiedServer[] {
  return [...servers.map(each => proxied(each, 'mcp')), ...agents.map(each => proxied(each, 'a2a'))]
}

/** Those that are asked over HTTP, with their keys from the environment. @throws NoroshiError `bad-configuration` for a key that is not there */
export function remoteServers({ servers, agents }: GatewayConfiguration, environment: NodeJS.ProcessEnv): RemoteServer[] {
  const remote = (each: AgentServerConfiguration | OtherAgentConfiguration, protocol: ProxiedServer['protocol']): RemoteServer[] => {
    const { url, keyVariable, privateAddress, applications, name } = each
    if (url === undefined) return []
    const key = keyVariable === undefined ? null : environment[keyVariable]
    if (key === undefined || key === '') throw new NoroshiError('bad-configuration', `the environment variable ${keyVariable}, the key of ${name}, is not set`)
    return [{ ...proxied(each, protocol), url, key, isPrivate: privateAddress, applications }]
  }
  return [...servers.flatMap(each => remote(each, 'mcp')), ...agents.flatMap(each => remote(each, 'a2a'))]
}

/** What holds for a server without a word about it in noroshi.yaml. */
export function unconfiguredServer(name: string): ProxiedServer {
  return { name, protocol: 'mcp', policy: 'default', pins: 'first-use', results: 'withhold', hosts: [], resolves: true, audit: 'texts', tools: { untrusted: [], private: [], outside: [], third: 'block' } }
}

function proxied({ name, policy, pins, results, hosts, resolves, audit, tools }: AgentServerConfiguration | OtherAgentConfiguration, protocol: ProxiedServer['protocol']): ProxiedServer {
  return { name, protocol, policy, pins, results, hosts, resolves, audit, tools }
}
