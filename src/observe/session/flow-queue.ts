import type { Flow } from './flow.ts'

/** Flows in the order of their last packet; every step takes constant time. */
export class FlowQueue {
  oldest: Flow | null = null
  #newest: Flow | null = null

  push(flow: Flow): void {
    flow.older = this.#newest
    flow.newer = null
    if (this.#newest === null) this.oldest = flow
    else this.#newest.newer = flow
    this.#newest = flow
  }

  remove(flow: Flow): void {
    if (flow.older === null) this.oldest = flow.newer
    else flow.older.newer = flow.newer
    if (flow.newer === null) this.#newest = flow.older
    else flow.newer.older = flow.older
    flow.older = null
    flow.newer = null
  }

  /** Makes it the newest. */
  renew(flow: Flow): void {
    if (flow === this.#newest) return
    this.remove(flow)
    this.push(flow)
  }
}
