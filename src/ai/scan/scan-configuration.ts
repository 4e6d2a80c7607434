import type { Guard } from '../judge/guard.ts'
import { judgeCase } from '../judge/judge-case.ts'
import { shortened } from '../judge/shown.ts'
import { MOST_DEPTH } from './defaults.ts'
import type { PlacedFinding } from './scan-finding.ts'
import { scanProgramsRun } from './scan-programs-run.ts'
import { scanServer } from './scan-server.ts'
import type { ServerEntry } from './scan-server.ts'
import { isUnboundedTool } from './unbounded-tool.ts'

type Json = Readonly<Record<string, unknown>>

/** Keys under which agents list MCP servers: Claude, Cursor, Windsurf, Cline (`mcpServers`), VS Code (`servers`), Zed (`context_servers`), Codex (`mcp_servers`). */
const SERVER_KEYS = new Set(['mcpServers', 'servers', 'context_servers', 'mcp_servers'])
const APPROVED_KEYS = new Set(['autoApprove', 'alwaysAllow', 'auto_approve', 'always_allow'])
const UNASKED_KEYS = /^(?:dangerouslySkipPermissions|skipPermissions|yolo|yoloMode|autoRun|bypassPermissions|disableSandbox|trust|enableAllProjectMcpServers)$/

/** An agent's configuration as parsed: its servers, its permissions, and descriptions of tools, wherever they stand. */
export function scanConfiguration(guard: Guard, content: unknown): PlacedFinding[] {
  const found: PlacedFinding[] = []
  const toolOf = new Map<string, string>()
  const walk = (value: unknown, place: string, depth: number) => {
    if (depth > MOST_DEPTH) return
    if (Array.isArray(value)) return value.forEach((each, index) => walk(each, `${place}[${index}]`, depth + 1))
    if (!isJson(value)) return
    found.push(...permissionsIn(value, place), ...toolIn(guard, value, place, toolOf), ...scanProgramsRun(guard, value, place))
    for (const [key, member] of Object.entries(value)) {
      const at = place === '' ? key : `${place}.${key}`
      if (SERVER_KEYS.has(key) && isJson(member)) for (const [name, each] of Object.entries(member)) if (isJson(each)) found.push(...scanServer(guard, serverOf(each, `${at}.${name}`)))
      walk(member, at, depth + 1)
    }
  }
  walk(content, '', 0)
  return found
}

function permissionsIn(value: Json, place: string): PlacedFinding[] {
  return Object.entries(value).flatMap(([key, member]): PlacedFinding[] => {
    const at = place === '' ? key : `${place}.${key}`
    const isList = (key === 'allow' && /(?:^|\.)permissions$/.test(place)) || APPROVED_KEYS.has(key)
    const wide = isList && Array.isArray(member) ? member.filter((each): each is string => typeof each === 'string' && isUnboundedTool(each)) : []
    const unasked = (UNASKED_KEYS.test(key) && member === true) || (key === 'defaultMode' && member === 'bypassPermissions') || (isList && member === true)
    if (wide.length === 0 && !unasked) return []
    return [{
      check: 'nobody-asked', severity: 'high', place: at,
      reason: wide.length > 0
        ? { en: `nobody is asked before ${wide.map(each => shortened(each)).join(', ')}`, ja: `${wide.map(each => shortened(each)).join('、')} が確認なしに実行される` }
        : { en: 'nobody is asked before tools run', ja: 'ツールが確認なしに実行される' },
      mend: { en: 'allow single commands, and ask for the rest', ja: '個々のコマンドだけを許可し、それ以外は確認する' },
    }]
  })
}

/** Descriptions are read by the model: what orders stand there, it may follow. Of two tools of one name the model takes either. */
function toolIn(guard: Guard, value: Json, place: string, toolOf: Map<string, string>): PlacedFinding[] {
  const { name, description } = value
  if (typeof name !== 'string' || typeof description !== 'string') return []
  const found: PlacedFinding[] = []
  const { verdict, reason } = judgeCase(guard, { jsonrpc_messages: [{ result: { tools: [value] } }] })
  if (verdict !== 'allow') {
    found.push({
      check: 'poisoned-tool', severity: 'high', place: `${place}.description`,
      reason: { en: `the description of ${shortened(name)} gives orders: ${reason.en}`, ja: `${shortened(name)} の説明に命令が含まれている：${reason.ja}` }, mend: { en: 'do not use this tool', ja: 'このツールを使わない' },
    })
  }
  const other = toolOf.get(name)
  if (other !== undefined && 'inputSchema' in value) {
    found.push({ check: 'shadowed-tool', severity: 'medium', place, reason: { en: `${other} has a tool of the same name, ${shortened(name)}`, ja: `${other} に同名のツール ${shortened(name)} がある` }, mend: { en: 'use one of them', ja: 'どちらか一方だけを使う' } })
  }
  if ('inputSchema' in value) toolOf.set(name, place)
  return found
}

function serverOf(value: Json, place: string): ServerEntry {
  const text = (member: unknown) => typeof member === 'string' ? member : null
  const texts = (member: unknown) => isJson(member) ? Object.fromEntries(Object.entries(member).flatMap(([name, each]) => typeof each === 'string' ? [[name, each]] : [])) : {}
  const { command } = value
  const nested = isJson(command) ? command : value
  const args = Array.isArray(nested['args']) ? nested['args'].filter(each => typeof each === 'string') : []
  return {
    place, ...behindProxy({ command: text(nested['command']) ?? text(nested['path']), args }), env: texts(nested['env']), url: text(value['url']) ?? text(value['serverUrl']) ?? text(value['httpUrl']), headers: texts(value['headers']),
  }
}

/** What stands behind `noroshi ai mcp-proxy NAME --` is the server. */
function behindProxy(started: Pick<ServerEntry, 'command' | 'args'>): Pick<ServerEntry, 'command' | 'args'> {
  const { command, args } = started
  const at = args.indexOf('--')
  return /(?:^|\/)noroshi$/.test(command ?? '') && args.includes('mcp-proxy') && at >= 0 && at < args.length - 1 ? { command: args[at + 1]!, args: args.slice(at + 2) } : started
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
