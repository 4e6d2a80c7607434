import * as z from 'zod'
import { audit, confirmed, texts, toolKinds } from './judged-keys.ts'
import { about } from './key-schemas.ts'

/** `gateway.servers` and `gateway.agents` in noroshi.yaml: what agents reach through the gateway. */

const name = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'may hold small letters, digits, - and _; at most 63')
const variable = z.string().regex(/^[A-Za-z_]\w{0,99}$/, 'must be the name of an environment variable')

const common = {
  policy: z.string().min(1).max(63).default('default')
    .meta(about('what is done with what is found: `default`; `strict` stops what is only likely; `careful` has a person decide that; `private` puts personal data out; `monitor` stops nothing and tells all; or one of `gateway.policies`', 'name', 'default', 'it is the one that was measured')),
  pins: z.enum(['first-use', 'ask'], 'must be first-use or ask').default('first-use')
    .meta(about('who accepts a description that was never seen before: the first use, or a person with `noroshi ai pins accept`; one that changes always waits for a person', '', 'first-use', 'nobody has to be asked before anything works')),
  results: z.enum(['withhold', 'block'], 'must be withhold or block').default('withhold')
    .meta(about('what is done with an answer that gives orders: its text is withheld and the rest passes, or all of it is refused', '', 'withhold', 'one bad page among ten is no reason to lose nine')),
  unreadable: z.enum(['refuse', 'pass'], 'must be refuse or pass').default('refuse')
    .meta(about('what is done with a message at which the guard itself fails: it is refused, or passes without being judged; either is written down and told', '', 'refuse', 'what nobody judged is not known to be harmless')),
  hosts: texts.default([]).meta(about('hosts that arguments may name although they lie in a private network', 'host names', 'none', 'an agent has no business in your network until you say so')),
  resolves: z.boolean().default(true).meta(about('whether names of hosts in arguments are looked up, to see whether they lead into a private network', '', 'true', 'a public name may have a private address')),
  audit,
  confirmed,
  tools: toolKinds(', over all servers, within half an hour, or act outside in that time after a text that is flagged or addresses the assistant'),
}

const remote = {
  keyVariable: variable.optional().meta(about('the environment variable that holds the key that it is sent', 'name', 'none: it is asked without a key', 'keys do not belong in a file that is shared')),
  privateAddress: z.boolean().default(false).meta(about('whether its name may lead into a private network', '', 'false, unless its URL names a private address', 'a name that begins to lead inside is an attack')),
  applications: texts.default([]).meta(about('applications that may use it', 'names', 'none: all', 'few have more than one')),
}

const address = z.url({ protocol: /^https?$/, error: 'must be a URL like https://mcp.example.org/mcp' })

const server = z.strictObject({
  name: name.meta(about('what the server is called in records, pins and its path at the gateway, `/mcp/NAME`', 'name', 'must be given', 'each has its own pins and policy')),
  command: z.array(z.string().min(1).max(4_096)).min(1).max(200).optional()
    .meta(about('its program and arguments, for `noroshi ai mcp-proxy NAME`; no shell reads them', 'list', 'none: it is asked at its `url`', 'a shell would read more than you wrote')),
  url: z.url({ protocol: /^(?:https?|wss?)$/, error: 'must be a URL like https://mcp.example.org/mcp or wss://mcp.example.org/mcp' }).optional()
    .meta(about('its endpoint, asked over streamable HTTP, or with `ws://` and `wss://` over a WebSocket', 'URL', 'none: its `command` is started', 'nothing is asked by itself')),
  ...remote,
  ...common,
}).refine(({ command, url }) => (command === undefined) !== (url === undefined), 'needs either a command or a url')

const agent = z.strictObject({
  name: name.meta(about('what the agent is called in records, pins and its path at the gateway, `/a2a/NAME`', 'name', 'must be given', 'each has its own pins and policy')),
  url: address.meta(about('where it is: what stands before `/.well-known/agent-card.json`', 'URL', 'must be given', 'nothing is asked by itself')),
  ...remote,
  ...common,
})

export const servers = z.array(server).max(1_000).default([]).meta(about('MCP servers that agents use through the gateway (docs/ai.md)', 'list', 'none', 'none is asked until you want it'))

export const agents = z.array(agent).max(1_000).default([]).meta(about('other agents that agents talk to through the gateway, over A2A (docs/ai.md)', 'list', 'none', 'none is asked until you want it'))

export type AgentServerConfiguration = z.infer<typeof server>
export type OtherAgentConfiguration = z.infer<typeof agent>
