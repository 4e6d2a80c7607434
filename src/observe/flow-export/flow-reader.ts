import type { FlowReading } from './flow-record.ts'
import { flowTime } from './flow-record.ts'
import { readNetflow5 } from './netflow-5.ts'
import { SequenceGaps } from './sequence-gaps.ts'
import { Sflow5Reader } from './sflow-5.ts'
import { TemplateStore } from './template-store.ts'
import { readExportHeader, readSets } from './templated-sets.ts'

/**
 * Reads what routers, switches and firewalls export of the traffic they see: NetFlow 5 and 9, IPFIX and sFlow 5, told apart by their first bytes. Keeps the
 * templates of each exporter, and what came before its template, in bounded memory.
 */
export class FlowReader {
  readonly #templates = new TemplateStore()
  readonly #gaps = new SequenceGaps()
  /** Has room for packets, which most sources never need. */
  #sflow: Sflow5Reader | null = null

  /**
   * One datagram.
   *
   * @param exporter the address it came from, by which its templates are known
   * @param received microseconds
   */
  read(bytes: Uint8Array, exporter: string, received: number): FlowReading {
    const reading: FlowReading = { records: [], problems: [], lost: 0 }
    if (bytes.length < 4) reading.problems.push(`a datagram of ${bytes.length} bytes`)
    else if (bytes[0] === 0 && bytes[1] === 0) this.#readSflow(bytes, exporter, received, reading)
    else this.#readNetflow((bytes[0]! << 8) | bytes[1]!, bytes, exporter, reading)
    return reading
  }

  #readSflow(bytes: Uint8Array, exporter: string, received: number, reading: FlowReading): void {
    if (bytes[2] !== 0 || bytes[3] !== 5) return void reading.problems.push(`sFlow of version ${(bytes[2]! << 8) | bytes[3]!}: only 5 is read`)
    this.#sflow ??= new Sflow5Reader()
    const head = this.#sflow.read(bytes, flowTime(received), reading)
    if (head !== null) reading.lost = this.#gaps.missing(`${exporter} sflow ${head.agent} ${head.subAgent}`, head.sequence, 1)
    name(reading, 'sflow5', head?.agent === undefined || head.agent === '' ? exporter : head.agent, null)
  }

  #readNetflow(version: number, bytes: Uint8Array, exporter: string, reading: FlowReading): void {
    switch (version) {
      case 5: {
        const head = readNetflow5(bytes, reading)
        if (head !== null) reading.lost = this.#gaps.missing(`${exporter} 5 ${head.engine}`, head.first, head.count)
        return name(reading, 'netflow5', exporter, null)
      }
      case 9: case 10: {
        const header = readExportHeader(version, bytes, reading)
        if (header === null) return
        const count = readSets(version, bytes, header, exporter, this.#templates, reading)
        // NetFlow 9 numbers its datagrams, IPFIX its data records: where some wait for their template they cannot be counted.
        reading.lost = this.#gaps.missing(`${exporter} ${version} ${header.domain}`, header.sequence, version === 9 ? 1 : count)
        return name(reading, version === 9 ? 'netflow9' : 'ipfix', exporter, header.domain)
      }
      default: return void reading.problems.push(`neither NetFlow 5 or 9, IPFIX nor sFlow 5: version ${version}`)
    }
  }
}

function name({ records }: FlowReading, type: string, exporter: string, domain: number | null): void {
  for (const record of records) {
    record['flow_type'] = type
    record['exporter'] = exporter
    if (domain !== null) record['observation_domain'] = domain
  }
}
