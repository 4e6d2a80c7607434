import { LF } from '../../pipeline/collect/segment.ts'
import type { Receiver } from '../../pipeline/collect/receiver.ts'
import type { StreamSpool } from '../../pipeline/collect/stream-spool.ts'
import { jsonText } from '../../platform/json-text.ts'
import { allowedBy } from '../syslog-stream/allowed-by.ts'
import { placeOf } from '../syslog-stream/place.ts'
import { receiveDatagrams } from '../syslog-stream/receive-datagrams.ts'
import { FlowReader } from './flow-reader.ts'

/**
 * Takes NetFlow, IPFIX and sFlow over UDP into a spool: a JSON line for each flow.
 *
 * @param udp `0.0.0.0:2055`, `[::]:6343`
 * @param allow networks that may send; all when empty
 * @throws Error when an address cannot be opened; none is open then
 */
export async function listenForFlows({ udp, allow }: { readonly udp: readonly string[]; readonly allow: readonly string[] }, spool: StreamSpool): Promise<Receiver> {
  const reader = new FlowReader()
  const linesOf = (message: Buffer, sender: string): readonly Buffer[] => {
    const { records, problems, lost } = reader.read(message, sender, Date.now() * 1_000)
    for (const problem of problems) spool.meter.refuse(`${sender}: ${problem}`)
    if (lost > 0) spool.meter.drop(lost)
    return records.map(record => Buffer.from(`${jsonText(record)}${String.fromCharCode(LF)}`))
  }
  const opened: Receiver[] = []
  const close = async () => {
    await Promise.all(opened.map(each => each.close()))
  }
  try {
    for (const address of udp) opened.push(await receiveDatagrams(placeOf(address), spool, allowedBy(allow), linesOf))
  } catch (cause) {
    await close()
    throw cause
  }
  return { places: opened.flatMap(({ places }) => places), close }
}
