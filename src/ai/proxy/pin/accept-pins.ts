import { NoroshiError } from '../../../platform/noroshi-error.ts'
import type { PinKind } from './pin-entry.ts'
import { PinLog, pinFile } from './pin-log.ts'
import type { PinState } from './pin-states.ts'

export interface AcceptedPins {
  /** All that a server says; null: all that waits. */
  readonly names: readonly string[] | null
  readonly kind: PinKind | null
  /** The beginning of the hash that was looked at; null: whatever was met last. */
  readonly hash: string | null
  /** Who decides. */
  readonly by: string
}

/** Where everything stands that a server has described. */
export function pinned(folder: string, server: string): PinState[] {
  return [...new PinLog(pinFile(folder, server)).states().values()]
}

/**
 * A person accepts what a server says now; it holds for these words alone, and stands in the history with name and time.
 *
 * @returns what was accepted
 * @throws NoroshiError `usage` for a name or a hash that does not wait
 */
export function acceptPins(folder: string, server: string, { names, kind, hash, by }: AcceptedPins): PinState[] {
  const log = new PinLog(pinFile(folder, server))
  const states = pinned(folder, server).filter(state => kind === null || state.kind === kind)
  const wanted = names === null ? states.filter(({ waiting }) => waiting.length > 0) : names.map(name => {
    const state = states.find(each => each.name === name)
    if (state === undefined) throw new NoroshiError('usage', `${server} has described no ${name}; noroshi ai pins list ${server} shows what it has`)
    return state
  })
  const chosen = wanted.map(state => {
    const entry = hash === null ? state.waiting.at(-1) : state.waiting.find(each => each.hash.startsWith(hash))
    if (entry === undefined && hash !== null) throw new NoroshiError('usage', `no description of ${state.name} that begins with ${hash} waits`)
    return { state, entry }
  })
  return chosen.flatMap(({ state, entry }) => {
    // What the first use accepted, a person may accept, too: it then holds against later doubts.
    const accepted = entry ?? state.accepted
    if (accepted === null) return []
    log.append({ ...accepted, time: new Date().toISOString(), decision: 'accepted', by })
    return [state]
  })
}
