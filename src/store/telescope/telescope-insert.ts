import type { FileInsert } from '../clickhouse/open-clickhouse.ts'

/** The insert of a file of `PacketColumns`' blocks. */
export function packetInsert(path: string): FileInsert {
  return {
    table: 'telescope_packets',
    columns: [
      'organisation', 'load', 'time', 'source', 'destination', 'source_port', 'destination_port', 'protocol', 'kind', 'tcp_flags', 'ttl', 'ip_id', 'ip_length',
      'window', 'sequence',
    ],
    path,
    format: 'Native',
    // A damaged capture holds packets of any day.
    settings: { max_partitions_per_insert_block: '0' },
  }
}

/** The insert of a file of `MinuteFile`'s blocks. */
export function minuteInsert(path: string): FileInsert {
  return {
    table: 'telescope_minutes',
    columns: ['organisation', 'load', 'minute', 'dimension', 'value', 'packets', 'sources'],
    path,
    format: 'Native',
    settings: { max_partitions_per_insert_block: '0' },
  }
}
