import type { Guard } from '../judge/guard.ts'
import { judgeCase } from '../judge/judge-case.ts'
import { shortened } from '../judge/shown.ts'
import { COST_OF_A_TEXT, COST_OF_A_WORD, MOST_COMMAND_CHARACTERS, MOST_DEPTH, MOST_FINDINGS, MOST_VALUES } from './defaults.ts'
import { isToldToAgent, scanToldInData } from './instructions/told-in-data.ts'
import { isJson, placeOfKey } from './json-value.ts'
import type { Json } from './json-value.ts'
import { addressesTold } from './addresses-told.ts'
import { judgeCommand } from './judge-command.ts'
import { programsRun } from './programs-run.ts'
import { tooMuch } from './scan-finding.ts'
import type { PlacedFinding } from './scan-finding.ts'
import { scanServer } from './server/scan-server.ts'
import { serversBelow } from './server/server-entry.ts'
import { claudeCode } from './settings/claude-code.ts'
import { codex } from './settings/codex.ts'
import { editors } from './settings/editors.ts'
import { gemini } from './settings/gemini.ts'
import { otherAgents } from './settings/other-agents.ts'
import { writtenSecret } from './written-secret.ts'

/** What an agent's settings say of its permissions, wherever they stand: in a profile, for a folder of work, in the head of a skill. */
const SETTINGS = [claudeCode, editors, gemini, otherAgents]

/** An agent's configuration as parsed: its servers, permissions, hooks, secrets and instructions, and descriptions of tools, wherever they stand. */
export function scanConfiguration(guard: Guard, content: unknown): PlacedFinding[] {
  const scan = new ConfigurationScan(guard)
  if (isJson(content)) scan.add(codex(content))
  scan.value(content, '', '', '', 0)
  return scan.findings()
}

class ConfigurationScan {
  readonly #guard: Guard
  readonly #found = new Map<string, PlacedFinding>()
  /** Aliases of YAML make values that hold one another. */
  readonly #seen = new Set<object>()
  readonly #toolOf = new Map<string, string>()
  #values = 0
  /** Characters of commands, or what costs as much. */
  #judged = 0

  constructor(guard: Guard) {
    this.#guard = guard
  }

  findings(): PlacedFinding[] {
    const found = [...this.#found.values()]
    if (this.#values <= MOST_VALUES && this.#judged <= MOST_COMMAND_CHARACTERS && found.length <= MOST_FINDINGS) return found
    return [...found.slice(0, MOST_FINDINGS), tooMuch('all of it')]
  }

  add(found: readonly PlacedFinding[]): void {
    for (const each of found) if (this.#found.size <= MOST_FINDINGS) this.#found.set(`${each.check} ${each.place}`, each)
  }

  value(value: unknown, key: string, parent: string, place: string, depth: number): void {
    this.#values++
    if (this.#values > MOST_VALUES) return
    if (typeof value === 'string') return this.#text(key, value, parent, place)
    if (typeof value !== 'object' || value === null || depth > MOST_DEPTH || this.#seen.has(value)) return
    this.#seen.add(value)
    if (Array.isArray(value)) value.forEach((each: unknown, index) => this.value(each, '', place, `${place}[${index}]`, depth + 1))
    else if (isJson(value)) this.#object(value, place, depth)
  }

  #object(value: Json, place: string, depth: number): void {
    for (const look of SETTINGS) this.add(look(value, place))
    for (const { command, place: at } of programsRun(value, place)) if (this.#mayJudge(command.length)) this.add(judgeCommand(this.#guard, command, at))
    this.add(addressesTold(value, place))
    if (typeof value['description'] === 'string' && this.#mayJudge(value['description'].length * COST_OF_A_WORD)) this.add(toolIn(this.#guard, value, place, this.#toolOf))
    for (const [key, member] of Object.entries(value)) {
      const at = placeOfKey(place, key)
      for (const server of serversBelow(key, member, at)) if (this.#mayJudge(server.args.join(' ').length)) this.add(scanServer(this.#guard, server))
      this.value(member, key, place, at, depth + 1)
    }
  }

  #text(key: string, value: string, parent: string, place: string): void {
    this.add(writtenSecret(key, value, parent, place))
    if (isToldToAgent(key, parent) && this.#mayJudge(value.length * COST_OF_A_WORD)) this.add(scanToldInData(this.#guard, value, place))
  }

  #mayJudge(cost: number): boolean {
    this.#judged += COST_OF_A_TEXT + cost
    return this.#judged <= MOST_COMMAND_CHARACTERS
  }
}

/** Descriptions are read by the model: what orders stand there, it may follow. Of two tools of one name the model takes either. */
function toolIn(guard: Guard, value: Json, place: string, toolOf: Map<string, string>): PlacedFinding[] {
  const { name, description } = value
  if (typeof name !== 'string' || typeof description !== 'string') return []
  const found: PlacedFinding[] = []
  const { verdict, reason } = judgeCase(guard, { jsonrpc_messages: [{ result: { tools: [value] } }] })
  if (verdict !== 'allow') {
    found.push({
      check: 'poisoned-tool', severity: 'high', place: placeOfKey(place, 'description'),
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
