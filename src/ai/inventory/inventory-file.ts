import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { parseDocument, stringify } from 'yaml'
import * as z from 'zod'
import { makeDataFolder } from '../../platform/data-folder.ts'
import { messageOf, NoroshiError } from '../../platform/noroshi-error.ts'
import { MOST_INVENTORY_BYTES } from './defaults.ts'
import type { AiSystem, Inventory } from './system-schema.ts'
import { inventorySchema } from './system-schema.ts'

/** What an import did with each system. */
export interface InventoryChange {
  readonly id: string
  readonly result: 'created' | 'changed' | 'same'
}

/** Where the register lies in a data folder. */
export function inventoryPath(dataFolder: string): string {
  return join(dataFolder, 'ai', 'systems.yaml')
}

/** The register of a data folder; empty where none was begun. @throws NoroshiError `bad-inventory` */
export function readInventory(dataFolder: string): Inventory {
  const path = inventoryPath(dataFolder)
  return existsSync(path) ? parseInventory(readFileSync(path, 'utf8'), path) : { systems: [] }
}

/** A file of systems, YAML or JSON; paths in it become absolute. @throws NoroshiError `bad-inventory` with the place of each problem */
export function readInventoryFile(path: string): Inventory {
  if (statSync(path).size > MOST_INVENTORY_BYTES) throw new NoroshiError('bad-inventory', `${path} is larger than ${MOST_INVENTORY_BYTES} bytes`)
  const { systems } = parseInventory(readFileSync(path, 'utf8'), path)
  const absolute = (file: string | undefined) => (file === undefined || isAbsolute(file) ? file : resolve(dirname(path), file))
  return { systems: systems.map(({ redteam, ...system }) => (redteam === undefined ? system : { ...system, redteam: absolute(redteam) })) }
}

/** Systems of the second in place of those of the same id in the first; what people answered stays where the second says nothing of it. */
export function mergeInventories(stored: Inventory, given: Inventory): { readonly merged: Inventory; readonly changes: readonly InventoryChange[] } {
  const systems = new Map(stored.systems.map(system => [system.id, system]))
  const changes = given.systems.map((system): InventoryChange => {
    const before = systems.get(system.id)
    const after: AiSystem = before === undefined ? system : { ...system, answers: { ...before.answers, ...system.answers } }
    systems.set(system.id, after)
    return { id: system.id, result: before === undefined ? 'created' : stringify(before, SORTED) === stringify(after, SORTED) ? 'same' : 'changed' }
  })
  return { merged: { systems: [...systems.values()].sort((a, b) => (a.id < b.id ? -1 : 1)) }, changes }
}

/** Whole or not at all. A folder that is none of ours yet becomes one, so that a later start takes it. */
export function writeInventory(dataFolder: string, inventory: Inventory): void {
  makeDataFolder(dataFolder)
  const path = inventoryPath(dataFolder)
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const part = `${path}.${process.pid}.part`
  const file = openSync(part, 'w', 0o600)
  try {
    writeSync(file, inventoryText(inventory))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(part, path)
}

export function inventoryText(inventory: Inventory): string {
  return stringify(inventory, { lineWidth: 0 })
}

const SORTED = { sortMapEntries: true } as const

function parseInventory(text: string, path: string): Inventory {
  let content: unknown
  try {
    const document = parseDocument(text)
    const [problem] = document.errors
    if (problem !== undefined) throw problem
    content = document.toJS({ maxAliasCount: 100 })
  } catch (cause) {
    throw new NoroshiError('bad-inventory', `${path}: ${messageOf(cause).split('\n')[0]}`, { cause })
  }
  const parsed = inventorySchema.safeParse(Array.isArray(content) ? { systems: content } : content)
  if (!parsed.success) throw new NoroshiError('bad-inventory', `${path}: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}
