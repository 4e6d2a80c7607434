import { useSyncExternalStore } from 'react'
import type { IconName } from '../components/icon.tsx'
import { Icon } from '../components/icon.tsx'

interface Toast {
  readonly id: number
  readonly text: string
  readonly icon: IconName
}

/** Milliseconds a note is shown: long enough to read two lines. */
const SHOWN_MS = 5_000

let toasts: readonly Toast[] = []
let last = 0
const listeners = new Set<() => void>()

/** A short note at the edge of the page, read out too; nothing that must not be missed. */
export function showToast(text: string, icon: IconName = 'check'): void {
  const id = ++last
  change([...toasts, { id, text, icon }])
  setTimeout(() => change(toasts.filter(each => each.id !== id)), SHOWN_MS)
}

export function Toasts() {
  const shown = useSyncExternalStore(subscribe, () => toasts)
  return (
    <div role="status"
      className="pointer-events-none fixed right-4 bottom-20 z-50 flex max-w-[calc(100vw-2rem)] flex-col items-end gap-2 lg:bottom-4">
      {shown.map(({ id, text, icon }) => (
        <div key={id} className="card flex items-center gap-2.5 px-4 py-2.5 text-small shadow-lg"><Icon name={icon}
          className="size-4 text-accent" />{text}</div>
      ))}
    </div>
  )
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function change(next: readonly Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}
