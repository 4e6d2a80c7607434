import { loadAiServices } from '../ai/inventory/found/ai-services.ts'
import type { Talker } from '../ai/inventory/found/talkers.ts'
import { questionsOf, talkersOf } from '../ai/inventory/found/talkers.ts'
import { trafficInFiles } from '../ai/inventory/found/traffic-in-files.ts'
import { trafficInStore } from '../ai/inventory/found/traffic-in-store.ts'
import { readInventory } from '../ai/inventory/inventory-file.ts'
import { openHouse } from '../capabilities.ts'
import { formatTime } from '../model/time.ts'
import { eventScope } from '../pipeline/ingest/store-status.ts'
import { readEvidence } from '../pipeline/read-evidence.ts'
import { storeErrorOf } from '../store/clickhouse/store-error.ts'
import { INVENTORY_WORDS } from './ai-inventory-words.ts'
import type { InventoryOptions } from './ai-inventory.ts'
import { printable } from './evidence.ts'
import { requirePaths } from './rule-directories.ts'
import { archiveOptionsOf, dataPathsOf, houseOptionsOf, readSettings } from './settings.ts'
import { goneSignal, terminal } from './terminal.ts'
import { withStore } from './with-ingest-store.ts'
import { writeLines } from './write-lines.ts'

/** `noroshi ai inventory found PATH...`: in files. Exit code 1 when somebody talks to a model that the register does not know. */
export async function foundInFiles(paths: readonly string[], options: InventoryOptions): Promise<number> {
  requirePaths(paths)
  const settings = readSettings(options)
  const house = openHouse(houseOptionsOf(settings, []))
  const services = loadAiServices()
  const answers = await trafficInFiles(readEvidence({ paths, date: undefined, recover: false, archives: archiveOptionsOf(settings) }, house), house.mappings, questionsOf(services))
  return write(talkersOf(services, answers, readInventory(dataPathsOf(options).path)), options)
}

/** `noroshi ai inventory found`: in everything that was ingested, the records of the gateway among it. */
export async function foundInStore(options: InventoryOptions): Promise<number> {
  const settings = readSettings(options)
  const services = loadAiServices()
  return withStore(options, settings, async store => {
    const reader = { client: store.clickhouse.client, scope: await eventScope(store), mappings: openHouse({ ruleDirectories: [] }).mappings, paths: new Map(), ...goneSignal() }
    try {
      return await write(talkersOf(services, await trafficInStore(reader, questionsOf(services)), readInventory(dataPathsOf(options).path)), options)
    } catch (cause) {
      throw storeErrorOf(cause)
    }
  })
}

async function write(talkers: readonly Talker[], { lang, json }: InventoryOptions): Promise<number> {
  const words = INVENTORY_WORDS[lang]
  const time = (microseconds: number | null) => (microseconds === null ? null : formatTime(microseconds))
  const text = ({ way, service, model, who, asked, requests, first, last, systems }: Talker) => printable([
    `${words.ways[way]}  ${service}${model === null ? '' : ` ${model}`} (${asked})  ${words.from} ${who}  ${words.found(requests)}`,
    first === null ? '' : `  ${words.since} ${time(first)}, ${words.until} ${time(last)}`, `  ${systems.length === 0 ? words.unknown : `${words.known}: ${systems.join(', ')}`}`,
  ].join(''))
  const lines = talkers.map(each => (json === true ? `${JSON.stringify({ ...each, first: time(each.first), last: time(each.last) })}\n` : `${text(each)}\n`))
  await writeLines(terminal().stdout, lines.length === 0 && json !== true ? [`${words.nothing}\n`] : lines)
  return talkers.some(({ systems }) => systems.length === 0) ? 1 : 0
}
