import { FLOW_BYTES, TEMPLATE_FIELDS } from './defaults.ts'
import type { FlowReading } from './flow-record.ts'
import type { ExportTime, Template, TemplateField, TemplateStore } from './template-store.ts'
import { readTemplated } from './templated-record.ts'

/** What an export's header says. */
export interface ExportHeader {
  readonly domain: number
  readonly sequence: number
  readonly time: ExportTime
  /** Where its sets begin and end. */
  readonly from: number
  readonly to: number
}

/** NetFlow 9 (RFC 3954) and IPFIX (RFC 7011) differ in their headers and in how templates are written. */
export type TemplatedVersion = 9 | 10

/** Ids of sets of templates; those of data begin at 256. */
const TEMPLATE_SETS = { 9: { plain: 0, options: 1 }, 10: { plain: 2, options: 3 } } as const
const FIRST_DATA_SET = 256
const SET_HEADER_BYTES = 4
const ENTERPRISE = 0x8000

/** Null when it is cut off, with the reason told. */
export function readExportHeader(version: TemplatedVersion, bytes: Uint8Array, reading: FlowReading): ExportHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  if (version === 9) {
    if (bytes.length < 20) return cutOff(reading, 'NetFlow 9: the header is cut off')
    return { domain: view.getUint32(16), sequence: view.getUint32(12), time: { now: view.getUint32(8) * 1_000_000, uptime: view.getUint32(4) }, from: 20, to: bytes.length }
  }
  if (bytes.length < 16) return cutOff(reading, 'IPFIX: the header is cut off')
  const length = view.getUint16(2)
  if (length > bytes.length || length < 16) reading.problems.push(`IPFIX: ${length} bytes announced, ${bytes.length} there`)
  return { domain: view.getUint32(12), sequence: view.getUint32(8), time: { now: view.getUint32(4) * 1_000_000, uptime: null }, from: 16, to: Math.min(Math.max(length, 16), bytes.length) }
}

/** Reads the sets of one export; data whose template is not known are held until it comes. @returns data records of this export; null when they could not be counted */
export function readSets(version: TemplatedVersion, bytes: Uint8Array, { domain, time, from, to }: ExportHeader, exporter: string, store: TemplateStore, reading: FlowReading): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const { plain, options } = TEMPLATE_SETS[version]
  const source: From = { exporter, domain, store }
  let read: number | null = 0
  for (let at = from; at + SET_HEADER_BYTES <= to;) {
    const id = view.getUint16(at)
    const length = view.getUint16(at + 2)
    if (length < SET_HEADER_BYTES || at + length > to) {
      reading.problems.push(`a set of ${length} bytes where ${to - at} are left`)
      return null
    }
    const set = bytes.subarray(at + SET_HEADER_BYTES, at + length)
    at += length
    if (id === plain || id === options) learnTemplates(version, set, id === options, source, reading)
    else if (id >= FIRST_DATA_SET) {
      const template = store.of(exporter, domain, id)
      if (template !== undefined) {
        const count = readData(set, template, time, source, reading)
        if (read !== null) read += count
      } else {
        read = null
        if (!store.hold(exporter, domain, id, { bytes: set, exported: time })) reading.problems.push(`data of template ${id}, which has not come, and no room to wait for it`)
      }
    }
  }
  return read
}

/** The exporter and its observation domain: templates hold within one. */
interface From {
  readonly exporter: string
  readonly domain: number
  readonly store: TemplateStore
}

function readData(set: Uint8Array, template: Template, time: ExportTime, { exporter, domain, store }: From, reading: FlowReading): number {
  const facts = store.factsOf(exporter, domain)
  let count = 0
  // What is left behind the last record is padding.
  for (let at = 0; at + template.leastBytes <= set.length; count++) {
    const read = readTemplated(set, at, template, time, facts)
    if (read === null) {
      reading.problems.push('a record goes beyond its set')
      break
    }
    if (template.isOptions) {
      const interval = read.record['sampling_interval']
      store.learnFacts(exporter, domain, { bootMs: read.bootMs, samplingInterval: typeof interval === 'number' ? interval : null })
    } else reading.records.push(read.record)
    at = read.end
  }
  return count
}

function learnTemplates(version: TemplatedVersion, set: Uint8Array, isOptions: boolean, from: From, reading: FlowReading): void {
  const { exporter, domain, store } = from
  const view = new DataView(set.buffer, set.byteOffset, set.length)
  for (let at = 0; at + 4 <= set.length;) {
    const id = view.getUint16(at)
    const head = templateHead(version, view, at, isOptions)
    // Padding.
    if (id === 0) return
    if (head === null) return void reading.problems.push(`template ${id} is cut off`)
    if (head.count === 0) {
      store.withdraw(exporter, domain, id)
      at = head.from
      continue
    }
    if (head.count > TEMPLATE_FIELDS) return void reading.problems.push(`template ${id} has ${head.count} fields, more than ${TEMPLATE_FIELDS}`)
    const fields: TemplateField[] = []
    at = head.from
    for (let index = 0; index < head.count; index++) {
      if (at + 4 > set.length) return void reading.problems.push(`template ${id} is cut off`)
      const number = view.getUint16(at)
      const length = view.getUint16(at + 2)
      at += 4
      const isEnterprise = version === 10 && (number & ENTERPRISE) !== 0
      if (isEnterprise && at + 4 > set.length) return void reading.problems.push(`template ${id} is cut off`)
      fields.push({ enterprise: isEnterprise ? view.getUint32(at) : 0, id: isEnterprise ? number & ~ENTERPRISE : number, length })
      if (isEnterprise) at += 4
    }
    const leastBytes = fields.reduce((sum, { length }) => sum + (length === 65_535 ? 1 : length), 0)
    if (id < FIRST_DATA_SET || leastBytes < (isOptions ? 1 : FLOW_BYTES)) {
      reading.problems.push(`template ${id} is none`)
      continue
    }
    const template = { fields, isOptions, leastBytes }
    for (const { bytes, exported } of store.learn(exporter, domain, id, template)) readData(bytes, template, exported, from, reading)
  }
}

/** Number of fields, and where they begin; options of NetFlow 9 count their bytes instead (RFC 3954 §6.1). */
function templateHead(version: TemplatedVersion, view: DataView, at: number, isOptions: boolean): { readonly count: number; readonly from: number } | null {
  if (!isOptions) return { count: view.getUint16(at + 2), from: at + 4 }
  if (version === 10 && view.getUint16(at + 2) === 0) return { count: 0, from: at + 4 }
  if (at + 6 > view.byteLength) return null
  return { count: version === 9 ? (view.getUint16(at + 2) + view.getUint16(at + 4)) >> 2 : view.getUint16(at + 2), from: at + 6 }
}

function cutOff(reading: FlowReading, reason: string): null {
  reading.problems.push(reason)
  return null
}
