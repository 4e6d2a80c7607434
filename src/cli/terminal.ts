import { AsyncLocalStorage } from 'node:async_hooks'
import type { Writable } from 'node:stream'
import type { SharedStore } from './shared-store.ts'

/** Where a command's output goes: this process's own streams, or those of the process that asked a running server to do it. */
export interface Terminal {
  readonly stdout: TerminalStream
  readonly stderr: TerminalStream
}

export type TerminalStream = Writable & { readonly columns?: number | undefined; readonly isTTY?: boolean | undefined }

/** What surrounds a command that a server runs for another process. */
interface Surroundings extends Terminal {
  readonly gone: AbortSignal
  readonly shared: SharedStore
}

const surroundings = new AsyncLocalStorage<Surroundings>()

export function terminal(): Terminal {
  return surroundings.getStore() ?? process
}

/** The store that is open already, when a running server does the work; null when the command opens its own. */
export function sharedStore(): SharedStore | null {
  return surroundings.getStore()?.shared ?? null
}

/** Aborted when the person who asked a running server has gone away; in a process of its own a command ends with it. */
export function goneSignal(): { readonly signal?: AbortSignal } {
  const gone = surroundings.getStore()?.gone
  return gone === undefined ? {} : { signal: gone }
}

/** Runs a command inside a server. */
export function withSurroundings<T>(around: Surroundings, work: () => Promise<T>): Promise<T> {
  return surroundings.run(around, work)
}
