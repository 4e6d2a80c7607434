import { useEffect, useRef } from 'react'

/** Milliseconds within which the second key of a pair is pressed. */
const PAIR_MS = 1_000

/** Key → what it does: `j`, `?`, or a pair, `g c`. Not while a field has the focus or a dialog is open. */
export function useKeys(keys: Readonly<Record<string, () => void>>): void {
  const current = useRef(keys)
  useEffect(() => {
    current.current = keys
  })
  useEffect(() => {
    let first: { readonly key: string; readonly at: number } | null = null
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isBusy(event.target)) return
      const pair = first !== null && event.timeStamp - first.at < PAIR_MS ? `${first.key} ${event.key}` : null
      const action = (pair === null ? undefined : current.current[pair]) ?? current.current[event.key]
      first = { key: event.key, at: event.timeStamp }
      if (action === undefined) return
      event.preventDefault()
      action()
    }
    window.addEventListener('keydown', pressed)
    return () => window.removeEventListener('keydown', pressed)
  }, [])
}

function isBusy(target: EventTarget | null): boolean {
  if (target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))) return true
  return document.querySelector('[role="dialog"],[role="menu"]') !== null
}
