import type { Application, ToolPolicy } from '../gateway/application/application.ts'
import type { GatewayPolicy } from '../gateway/policy/policy.ts'
import type { PinPolicy } from './pin/pins.ts'

/** A server of tools (MCP) or another agent (A2A) that agents reach through the proxy. */
export interface ProxiedServer {
  readonly name: string
  readonly protocol: 'mcp' | 'a2a'
  readonly policy: GatewayPolicy
  readonly pins: PinPolicy
  /** What is done with a message that the guard fails at. */
  readonly unreadable: Application['unreadable']
  /** What is done with a text of an answer that gives orders. */
  readonly results: 'withhold' | 'block'
  /** Hosts that arguments may name although they lie in a private network. */
  readonly hosts: readonly string[]
  /** Whether names of hosts in arguments are resolved, to see where they lie. */
  readonly resolves: boolean
  readonly tools: ToolPolicy
  /** Tools each call of which a person allows first. */
  readonly confirmed: readonly string[]
  /** Whether audit records quote texts. */
  readonly audit: 'texts' | 'figures'
}

/** One that is asked over HTTP. */
export interface RemoteServer extends ProxiedServer {
  /** The endpoint of MCP; of A2A what stands before `/.well-known/agent-card.json`. */
  readonly url: string
  readonly key: string | null
  /** Whether it may lie in a private network under a name that does not say so. */
  readonly isPrivate: boolean
  /** Applications that may use it; empty: all. */
  readonly applications: readonly string[]
}
