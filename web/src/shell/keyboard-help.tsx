import { lazy, Suspense, useState } from 'react'
import { useKeys } from './keyboard.ts'

const KeyboardList = lazy(async () => ({ default: (await import('./keyboard-list.tsx')).KeyboardList }))

/** `?` lists the keys. */
export function KeyboardHelp() {
  const [open, setOpen] = useState(false)
  useKeys({ '?': () => setOpen(true) })
  return open ? <Suspense><KeyboardList onClose={() => setOpen(false)} /></Suspense> : null
}
