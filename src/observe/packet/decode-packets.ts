import { HeaderDecoder } from './header-decoder.ts'
import type { PacketBatch } from './packet-batch.ts'
import { decodePlainTcp } from './plain-tcp.ts'

export interface DecodeOptions {
  /**
   * Whether a tunnel (GRE, IP in IP, VXLAN, ERSPAN) whose own header stands in the row is opened, so that the row becomes that of the packet
   * within; asked at each tunnel. Without it all are opened.
   */
  readonly opensTunnel?: (batch: PacketBatch, row: number) => boolean
}

/** Reads the headers of every packet of a batch into its columns. Never throws for content; linear in the headers' bytes. */
export function decodePackets(batch: PacketBatch, { opensTunnel = () => true }: DecodeOptions = {}): void {
  clearColumns(batch)
  const decoder = new HeaderDecoder(batch, opensTunnel)
  decodePlainTcp(batch, row => decoder.decode(row))
}

function clearColumns(batch: PacketBatch): void {
  const { count } = batch
  for (const column of [
    batch.malformed, batch.version, batch.tunnelled, batch.source, batch.destination, batch.protocol, batch.ttl, batch.ipId, batch.ipLength,
    batch.fragment, batch.transport, batch.sourcePort, batch.destinationPort, batch.tcpFlags, batch.sequence, batch.acknowledgement,
    batch.window, batch.optionBytes, batch.icmpType, batch.icmpCode, batch.payload, batch.payloadLength,
  ]) column.fill(0, 0, count)
}
