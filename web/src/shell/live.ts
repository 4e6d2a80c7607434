import type { QueryClient } from '@tanstack/react-query'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import type { StreamEvent, StreamState } from '../api/stream.ts'
import { onStream, onStreamState, openStream, streamState } from '../api/stream.ts'
import { CAPABILITIES } from './capabilities.ts'

/** Milliseconds over which news are gathered: a large intake tells many at once. */
const GATHER_MS = 400

/** Keeps what is shown up to date while somebody is signed in. */
export function useLiveUpdates(): void {
  const client = useQueryClient()
  useEffect(() => {
    const refresh = gathered(events => refreshAll(client, events))
    const stopListening = onStream(refresh)
    const close = openStream()
    return () => {
      stopListening()
      close()
    }
  }, [client])
}

export function useStreamState(): StreamState {
  return useSyncExternalStore(onStreamState, streamState)
}

function refreshAll(client: QueryClient, events: ReadonlySet<StreamEvent>): void {
  if (events.has('reset')) return void client.invalidateQueries()
  for (const { refreshes = {} } of CAPABILITIES) {
    for (const event of events) {
      for (const queryKey of refreshes[event] ?? []) void client.invalidateQueries({ queryKey })
    }
  }
}

function gathered(act: (events: ReadonlySet<StreamEvent>) => void): (event: StreamEvent) => void {
  let waiting = new Set<StreamEvent>()
  return event => {
    waiting.add(event)
    if (waiting.size > 1) return
    setTimeout(() => {
      const events = waiting
      waiting = new Set()
      act(events)
    }, GATHER_MS)
  }
}
