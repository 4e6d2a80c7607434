import type { Signal } from '../../model/signal.ts'
import { BoundedGroups } from './bounded-groups.ts'
import { MAX_FLOWS, SAME_FLOW_US } from './defaults.ts'

/**
 * Tells records that routers export of one and the same connection from those of another: a long one is told again and again (active timeout), and by each router on its
 * way. One that begins no later than a router's inactivity timeout after the last of the same ends goes on with it.
 */
export class ContinuedFlows {
  /** By both ends with their ports: when it ended, as far as was told, in microseconds. */
  readonly #ends: BoundedGroups<{ at: number }>

  constructor(ends = new BoundedGroups(MAX_FLOWS, () => ({ at: Number.NEGATIVE_INFINITY }))) {
    this.#ends = ends
  }

  /** Whether a visit goes on with one that was told before; never one that is no exported flow. @param time microseconds, none before the last */
  goesOn({ from = '', client = '', to = '', port = '', lasting = '' }: Signal['values'], time: number): boolean {
    if (client === '') return false
    const known = this.#ends.of(`${from} ${client} ${to} ${port}`)
    const isSame = time - known.at <= SAME_FLOW_US
    known.at = Math.max(known.at, time + (lasting === '' ? 0 : Number(lasting)))
    return isSame
  }

  copy(): ContinuedFlows {
    return new ContinuedFlows(this.#ends.copy(end => ({ ...end })))
  }
}
