import { API } from './request.ts'

/** What the server tells without being asked; `reset`: what was missed is forgotten, so anything may have changed. */
export const STREAM_EVENTS = ['job', 'cases', 'decision', 'status', 'reset'] as const

export type StreamEvent = (typeof STREAM_EVENTS)[number]

export type StreamState = 'connecting' | 'open'

type Listener = (event: StreamEvent, data: unknown) => void

const listeners = new Set<Listener>()
const stateListeners = new Set<() => void>()
let state: StreamState = 'connecting'

/** Milliseconds before a stream that the browser gave up is opened anew. */
const REOPEN_MS = 3_000

/** Opens the event stream; the browser resumes it after the last event it saw. The answer closes it. */
export function openStream(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let source = connect()

  function connect(): EventSource {
    const opened = new EventSource(`${API}/stream`)
    opened.addEventListener('open', () => setState('open'))
    opened.addEventListener('error', () => {
      setState('connecting')
      if (opened.readyState !== EventSource.CLOSED) return
      clearTimeout(timer)
      timer = setTimeout(() => (source = connect()), REOPEN_MS)
    })
    for (const name of STREAM_EVENTS) opened.addEventListener(name, ({ data }) => tell(name, data))
    return opened
  }

  return () => {
    clearTimeout(timer)
    source.close()
    setState('connecting')
  }
}

/** @returns what ends it */
export function onStream(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** @returns what ends it */
export function onStreamState(listener: () => void): () => void {
  stateListeners.add(listener)
  return () => stateListeners.delete(listener)
}

export function streamState(): StreamState {
  return state
}

function setState(next: StreamState): void {
  if (next === state) return
  state = next
  for (const listener of stateListeners) listener()
}

function tell(event: StreamEvent, text: string): void {
  const data: unknown = parse(text)
  for (const listener of listeners) listener(event, data)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
