import { formatAddress } from '../../packet/format-address.ts'
import type { FlowTuple } from './flow-tuple.ts'
import { FLOW_TUPLE_FIELDS } from './flow-tuple.ts'

/** The header line of the CSV. */
export const FLOW_TUPLE_HEADER = `${FLOW_TUPLE_FIELDS.map(([name]) => name).join(',')}\n`

/** A line; addresses as people write them, everything else as in the Avro file. */
export function flowTupleLine(tuple: FlowTuple): string {
  return `${FLOW_TUPLE_FIELDS.map(([name]) => (name === 'src_ip' || name === 'dst_ip' ? formatAddress(tuple[name]) : tuple[name])).join(',')}\n`
}
