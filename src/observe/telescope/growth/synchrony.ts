import type { ActivityTensor } from './activity-ring.ts'
import { SYNCHRONY_EXPLAINED, SYNCHRONY_LEAST_HOSTS, SYNCHRONY_LINKED, SYNCHRONY_PENALTY, SYNCHRONY_RANK } from './defaults.ts'
import { linkedShare } from './graphical-lasso.ts'
import { explainedByMatrix, explainedByTensor } from './nonnegative-factors.ts'

/** How far hosts act together, 0–1 each, by three methods, each weak where another is strong. */
export interface Synchrony {
  /** Pairs of hosts that are linked when all others are held fixed: strong for few hosts in step. */
  readonly linked: number
  /** What few patterns of port and time explain: strong for many hosts. */
  readonly matrix: number
  /** What few patterns of port, times a pattern of time, explain: strong when several ports rise together. */
  readonly tensor: number
}

/**
 * The synchrony of the hosts that are new to a port, over all ports they ask for (the idea of Dark-TRACER: Han, Takeuchi, Takahashi, Inoue, "Dark-TRACER: Early Detection Framework for
 * Malware Activity Based on Anomalous Spatiotemporal Patterns", IEEE Access 2022). Null when there are too few.
 */
export function synchronyOf(tensor: ActivityTensor): Synchrony | null {
  if (tensor.hosts < SYNCHRONY_LEAST_HOSTS) return null
  return {
    linked: linkedShare(correlations(tensor), tensor.hosts, SYNCHRONY_PENALTY),
    matrix: explainedByMatrix(tensor, SYNCHRONY_RANK),
    tensor: explainedByTensor(tensor, SYNCHRONY_RANK),
  }
}

/** Whether at least two of the methods say that the hosts act as one. */
export function actsAsOne({ linked, matrix, tensor }: Synchrony): boolean {
  return [linked >= SYNCHRONY_LINKED, matrix >= SYNCHRONY_EXPLAINED, tensor >= SYNCHRONY_EXPLAINED].filter(Boolean).length >= 2
}

/** Between hosts, over slots, all ports together; 0 for a host that does always the same. */
function correlations({ hosts, ports, slots, values }: ActivityTensor): Float64Array {
  const rows = Array.from({ length: hosts }, (_, host) => {
    const row = Float64Array.from({ length: slots }, (_slot, slot) => {
      let sum = 0
      for (let port = 0; port < ports; port++) sum += values[(host * ports + port) * slots + slot]!
      return sum
    })
    const mean = row.reduce((sum, value) => sum + value, 0) / slots
    const length = Math.sqrt(row.reduce((sum, value) => sum + (value - mean) ** 2, 0))
    return row.map(value => (length === 0 ? 0 : (value - mean) / length))
  })
  const result = new Float64Array(hosts * hosts)
  for (let a = 0; a < hosts; a++) for (let b = 0; b < hosts; b++) result[a * hosts + b] = a === b ? 1 : rows[a]!.reduce((sum, value, slot) => sum + value * rows[b]![slot]!, 0)
  return result
}
