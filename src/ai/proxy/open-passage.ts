import { join } from 'node:path'
import type { ToolPolicy } from '../gateway/application/application.ts'
import type { Guard } from '../judge/guard.ts'
import { A2aJudge } from './a2a-judge.ts'
import { McpJudge } from './mcp-judge.ts'
import type { PassageRecords } from './passage.ts'
import { Passage } from './passage.ts'
import { pinFile } from './pin/pin-log.ts'
import { Pins } from './pin/pins.ts'
import { ServerLook } from './server-look.ts'
import type { ProxiedServer } from './server.ts'

export interface OpenedPassage {
  readonly passage: Passage
  /** Of an agent: judges its card. */
  readonly cards: A2aJudge | null
}

/** @param gatewayFolder where the gateway keeps its files; @param all servers, since a conversation goes over all */
export function openPassage(guard: Guard, server: ProxiedServer, gatewayFolder: string, all: readonly ProxiedServer[], records: PassageRecords): OpenedPassage {
  const pins = new Pins(server.name, server.pins, pinFile(pinFolder(gatewayFolder), server.name))
  const look = new ServerLook(guard, server, pins, toolsOf(all))
  if (server.protocol === 'mcp') return { passage: new Passage(server, new McpJudge(look), records), cards: null }
  const cards = new A2aJudge(look)
  return { passage: new Passage(server, cards, records), cards }
}

export function pinFolder(gatewayFolder: string): string {
  return join(gatewayFolder, 'pins')
}

/** What the tools of all servers do, each under its server's name. */
function toolsOf(servers: readonly ProxiedServer[]): ToolPolicy {
  const named = (side: 'untrusted' | 'private' | 'outside') => servers.flatMap(({ name, tools }) => tools[side].map(tool => `${name}/${tool}`))
  return { untrusted: named('untrusted'), private: named('private'), outside: named('outside'), third: 'block' }
}
