import { useEffect, useRef, useState } from 'react'
import { useKeys } from '../shell/keyboard.ts'
import { TextInput } from './field.tsx'

/** Milliseconds without a key before a search is asked for. */
const TYPING_MS = 250

/** What a list is searched by; `/` goes to it. */
export function SearchField({ label, value, onChange }: { readonly label: string; readonly value: string; readonly onChange: (value: string) => void }) {
  const [typed, setTyped] = useState(value)
  const field = useRef<HTMLInputElement>(null)
  useKeys({ '/': () => field.current?.focus() })
  useEffect(() => setTyped(value), [value])
  useEffect(() => {
    if (typed === value) return
    const timer = setTimeout(() => onChange(typed), TYPING_MS)
    return () => clearTimeout(timer)
  })
  return (
    <TextInput ref={field} type="search" aria-label={label} placeholder={`${label}  /`} className="w-full! sm:w-72!"
      value={typed} onChange={({ target }) => setTyped(target.value)} onKeyDown={({ key, currentTarget }) => key === 'Escape' && currentTarget.blur()} />
  )
}
