import type { AgentServerConfiguration, OtherAgentConfiguration } from '../../platform/config/agent-server-schemas.ts'
import type { GatewayConfiguration } from '../../platform/config/gateway-schemas.ts'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import { policiesOf } from '../gateway/application/applications-of.ts'
import type { GatewayPolicy } from '../gateway/policy/policy.ts'
import { BUILT_IN_POLICIES } from '../gateway/policy/policy.ts'
import type { ProxiedServer, RemoteServer } from './server.ts'

type Policies = ReadonlyMap<string, GatewayPolicy>

/** Everything that agents reach through here. @throws NoroshiError `bad-configuration` for a policy that is not there */
export function proxiedServers({ servers, agents, policies: configured }: GatewayConfiguration): ProxiedServer[] {
  const policies = policiesOf(configured)
  return [...servers.map(each => proxied(each, 'mcp', policies)), ...agents.map(each => proxied(each, 'a2a', policies))]
}

/** Those that are asked over HTTP, with their keys from the environment. @throws NoroshiError `bad-configuration` for a key or a policy that is not there */
export function remoteServers({ servers, agents, policies: configured }: GatewayConfiguration, environment: NodeJS.ProcessEnv): RemoteServer[] {
  const policies = policiesOf(configured)
  const remote = (each: AgentServerConfiguration | OtherAgentConfiguration, protocol: ProxiedServer['protocol']): RemoteServer[] => {
    const { url, keyVariable, privateAddress, applications, name } = each
    if (url === undefined) return []
    const key = keyVariable === undefined ? null : environment[keyVariable]
    if (key === undefined || key === '') throw new NoroshiError('bad-configuration', `the environment variable ${keyVariable}, the key of ${name}, is not set`)
    return [{ ...proxied(each, protocol, policies), url, key, isPrivate: privateAddress, applications }]
  }
  return [...servers.flatMap(each => remote(each, 'mcp')), ...agents.flatMap(each => remote(each, 'a2a'))]
}

/** What holds for a server without a word about it in noroshi.yaml. */
export function unconfiguredServer(name: string): ProxiedServer {
  return { name, protocol: 'mcp', policy: BUILT_IN_POLICIES.default, pins: 'first-use', unreadable: 'refuse', results: 'withhold', hosts: [], resolves: true, audit: 'texts', confirmed: [], tools: { untrusted: [], private: [], outside: [], third: 'block' } }
}

function proxied({ name, policy, pins, unreadable, results, hosts, resolves, audit, tools, confirmed }: AgentServerConfiguration | OtherAgentConfiguration, protocol: ProxiedServer['protocol'], policies: Policies): ProxiedServer {
  const known = policies.get(policy)
  if (known === undefined) throw new NoroshiError('bad-configuration', `gateway ${protocol === 'mcp' ? 'server' : 'agent'} ${name}: there is no policy ${policy}; there are ${[...policies.keys()].join(', ')}`)
  return { name, protocol, policy: known, pins, unreadable, results, hosts, resolves, audit, tools, confirmed }
}
