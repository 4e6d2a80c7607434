import { setTimeout as pause } from 'node:timers/promises'
import type { Target } from './target.ts'

/** A target that is asked at most so many times a minute, evenly. @param stop ends the waiting */
export function pacedTarget(target: Target, perMinute: number, stop?: AbortSignal): Target {
  let next = 0
  return {
    name: target.name,
    async ask(system, turns, tools) {
      const now = performance.now()
      const slot = Math.max(now, next)
      next = slot + 60_000 / perMinute
      if (slot > now) await pause(slot - now, undefined, { signal: stop })
      return target.ask(system, turns, tools)
    },
  }
}
