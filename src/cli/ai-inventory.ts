import { existsSync } from 'node:fs'
import type { BomOptions } from '../ai/inventory/bill-of-materials.ts'
import { billOfMaterials } from '../ai/inventory/bill-of-materials.ts'
import { inventoryText, mergeInventories, readInventory, readInventoryFile, writeInventory } from '../ai/inventory/inventory-file.ts'
import type { AiSystem, Answer, Inventory } from '../ai/inventory/system-schema.ts'
import { inventorySchema } from '../ai/inventory/system-schema.ts'
import type { CheckedItem } from '../ai/lifecycle/check-systems.ts'
import { checkSystems, ITEM_STATES } from '../ai/lifecycle/check-systems.ts'
import type { GuardedApplication } from '../ai/lifecycle/evidence.ts'
import { loadChecklists } from '../ai/lifecycle/checklist.ts'
import { redTeamFigures } from '../ai/lifecycle/red-team-file.ts'
import { loadRules } from '../detect/sigma/load/load-rules.ts'
import type { Configuration } from '../platform/config/read-configuration.ts'
import { NoroshiError } from '../platform/noroshi-error.ts'
import { printable } from './evidence.ts'
import { requireFiles } from './require-files.ts'
import { disabledRules, ruleDirectories } from './rule-directories.ts'
import type { CommonOptions } from './settings.ts'
import { actorOf, dataPathsOf, readSettings } from './settings.ts'
import { version } from './version.ts'
import { INVENTORY_WORDS } from './ai-inventory-words.ts'

export interface InventoryOptions extends CommonOptions {
  readonly lang: 'en' | 'ja'
  readonly json?: boolean
}

/** `noroshi ai inventory import`. */
export function inventoryImport(files: readonly string[], { lang, json, ...options }: InventoryOptions): number {
  requireFiles(files)
  const folder = dataPathsOf(options).path
  let inventory = readInventory(folder)
  const changes = files.flatMap(file => {
    const { merged, changes: made } = mergeInventories(inventory, readInventoryFile(file))
    inventory = merged
    return made
  })
  writeInventory(folder, inventory)
  for (const change of changes) process.stdout.write(json === true ? `${JSON.stringify(change)}\n` : `${INVENTORY_WORDS[lang][change.result]}  ${change.id}\n`)
  return 0
}

/** `noroshi ai inventory list`. */
export function inventoryList({ lang, json, ...options }: InventoryOptions): number {
  const { systems } = readInventory(dataPathsOf(options).path)
  const words = INVENTORY_WORDS[lang]
  for (const system of systems) process.stdout.write(json === true ? `${JSON.stringify(system)}\n` : systemLines(system, lang))
  if (systems.length === 0 && json !== true) process.stdout.write(`${words.empty}\n`)
  return 0
}

export interface InventoryCheckOptions extends InventoryOptions {
  readonly checklist: readonly string[]
  readonly system: readonly string[]
}

/** `noroshi ai inventory check`. Exit code 1 when an item is open or nobody has answered it. */
export function inventoryCheck({ lang, json, checklist, system, ...options }: InventoryCheckOptions): number {
  const all = loadChecklists()
  const unknown = checklist.find(id => all.every(each => each.id !== id))
  if (unknown !== undefined) throw new NoroshiError('usage', `there is no checklist ${unknown}: ${all.map(({ id }) => id).join(', ')}`)
  const settings = readSettings(options)
  const data = dataPathsOf(options)
  const systems = chosen(readInventory(data.path), system)
  const { rules } = loadRules(ruleDirectories([], settings, data), { ...settings.sigma, disabled: new Set(disabledRules([], data)) })
  const checked = checkSystems(systems, checklist.length === 0 ? all : all.filter(({ id }) => checklist.includes(id)), {
    applications: applicationsOf(settings), redTeam: ({ redteam }) => (redteam === undefined ? null : redTeamFigures(redteam)),
    gatewayRules: rules.filter(({ logsource: { product, service } }) => product === 'ai' && service === 'gateway').length, today: new Date().toISOString().slice(0, 10),
  })
  if (json === true) for (const each of checked) process.stdout.write(`${JSON.stringify({ ...each, group: each.group[lang], question: each.question[lang], evidence: each.evidence[lang] })}\n`)
  else process.stdout.write(checkedText(checked, lang))
  return checked.some(({ state }) => state === 'open' || state === 'ask') ? 1 : 0
}

/** `noroshi ai inventory answer`: what a person says to an item of a checklist. */
export function inventoryAnswer(id: string, item: string, said: Answer['answer'], { actor, note, ...options }: CommonOptions & { readonly actor?: string; readonly note?: string }): number {
  if (!loadChecklists().some(({ groups }) => groups.some(({ items }) => items.some(each => each.id === item)))) throw new NoroshiError('usage', `no checklist has an item ${item}`)
  const folder = dataPathsOf(options).path
  const { systems } = readInventory(folder)
  const [system] = chosen({ systems }, [id])
  const answer: Answer = { answer: said, by: actorOf(actor), on: new Date().toISOString().slice(0, 10), ...(note !== undefined && { note }) }
  const changed = { ...system!, answers: { ...system!.answers, [item]: answer } }
  writeInventory(folder, inventorySchema.parse({ systems: systems.map(each => (each.id === id ? changed : each)) }))
  return 0
}

/** `noroshi ai inventory export`. */
export function inventoryExport({ format, specification, system, ...options }: CommonOptions & { readonly format: 'cyclonedx' | 'json' | 'yaml'; readonly specification: BomOptions['specification']; readonly system: readonly string[] }): number {
  const inventory = { systems: chosen(readInventory(dataPathsOf(options).path), system) }
  process.stdout.write(format === 'yaml' ? inventoryText(inventory) : format === 'json' ? `${JSON.stringify(inventory, null, 2)}\n`
    : `${JSON.stringify(billOfMaterials(inventory, { specification, time: new Date().toISOString(), version: version(), metrics: new Map(inventory.systems.map(each => [each.id, metricsOf(each)])) }), null, 2)}\n`)
  return 0
}

/** A policy of one's own stops what its `block` says; of those that Noroshi comes with only `monitor` stops nothing. */
function applicationsOf({ gateway }: Configuration): GuardedApplication[] {
  return (gateway?.applications ?? []).map(application => {
    const own = gateway?.policies.find(({ name }) => name === application.policy)
    return { ...application, stops: application.policy !== 'monitor' && own?.block !== 'allow' && own?.block !== 'flag' }
  })
}

/** Those named, or all. @throws NoroshiError `usage` for one that is not there */
function chosen({ systems }: Inventory, ids: readonly string[]): readonly AiSystem[] {
  const missing = ids.find(id => systems.every(each => each.id !== id))
  if (missing !== undefined) throw new NoroshiError('usage', `the inventory has no system ${missing}: noroshi ai inventory list shows what there is`)
  return ids.length === 0 ? systems : systems.filter(({ id }) => ids.includes(id))
}

function metricsOf({ redteam }: AiSystem): { readonly type: string; readonly value: string }[] {
  if (redteam === undefined || !existsSync(redteam)) return []
  const figures = redTeamFigures(redteam)
  if ('problem' in figures) return []
  return [{ type: 'red team: attacks that succeeded', value: `${figures.succeeded} of ${figures.attempts}` }, { type: 'red team: ordinary questions refused', value: `${figures.refused} of ${figures.ordinary}` }]
}

function systemLines({ id, name, owner, stage, models, prompts, tools, data }: AiSystem, lang: 'en' | 'ja'): string {
  const words = INVENTORY_WORDS[lang]
  const named = models.map(each => `${each.provider === undefined ? '' : `${each.provider} `}${each.name}${each.version === undefined ? '' : ` ${each.version}`}`).join(', ')
  return printable(`${id}  ${name}; ${words.owner}: ${owner?.name ?? words.nobody}${stage === undefined ? '' : `; ${stage}`}`) + '\n'
    + printable(`    ${words.models}: ${named === '' ? '-' : named}; ${words.counts(prompts.length, tools.length, data.length)}`) + '\n'
}

function checkedText(checked: readonly CheckedItem[], lang: 'en' | 'ja'): string {
  const words = INVENTORY_WORDS[lang]
  const lines: string[] = []
  let before = ''
  for (const { system, checklist, clause, group, item, level, question, state, evidence } of checked) {
    const heading = `${system}  ${checklist}  ${group[lang]}`
    if (heading !== before) lines.push(heading)
    before = heading
    lines.push(`  ${words.states[state]}  ${question[lang]}  [${item}] ${clause}${level === null ? '' : `, ${words.levels[level]}`}`, `      ${evidence[lang]}`)
  }
  const counts = ITEM_STATES.map(state => `${words.states[state]} ${checked.filter(each => each.state === state).length}`).join(', ')
  return [...lines.map(printable), checked.length === 0 ? words.empty : counts].map(line => `${line}\n`).join('')
}
