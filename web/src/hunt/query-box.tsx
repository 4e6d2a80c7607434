import { useQuery } from '@tanstack/react-query'
import type { KeyboardEvent } from 'react'
import { useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldNamesQuery } from '../api/hunts.ts'
import { useKeys } from '../shell/keyboard.ts'
import { nameAtCaret } from './name-at-caret.ts'

/** Names that are offered at once: what is seen without scrolling. */
const OFFERED = 8

interface QueryBoxProps {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly onSubmit: () => void
  /** Where the first error is, in UTF-16 units. */
  readonly errorAt: number | null
}

/** The letters of the text and of what is drawn behind it: the same, or the mark would miss its place. */
const LETTERS = 'w-full px-3 py-2 font-mono text-small leading-6 whitespace-pre-wrap break-words'

/** A query of any length. It offers the names of fields, and marks the error at its place. Enter runs it, Shift and Enter break the line. */
export function QueryBox({ value, onChange, onSubmit, errorAt }: QueryBoxProps) {
  const { t } = useTranslation('hunt')
  const list = useId()
  const box = useRef<HTMLTextAreaElement>(null)
  const [caret, setCaret] = useState<number | null>(null)
  const [chosen, setChosen] = useState(0)
  const begun = caret === null ? null : nameAtCaret(value, caret)
  const { data } = useQuery({ ...fieldNamesQuery(begun?.prefix ?? ''), enabled: begun !== null })
  const offers = begun === null ? [] : (data?.fields ?? []).filter(name => name !== begun.prefix).slice(0, OFFERED)
  const at = Math.min(chosen, offers.length - 1)
  useKeys({ '/': () => box.current?.focus() })
  useEffect(() => {
    if (errorAt !== null) box.current?.setSelectionRange(errorAt, errorAt)
  }, [errorAt])

  const take = (name: string) => {
    if (begun === null) return
    const text = /^[\w@.-]+$/.test(name) ? name : `"${name}"`
    const end = begun.start + text.length + 1
    onChange(`${value.slice(0, begun.start)}${text}:${value.slice(begun.start + begun.prefix.length)}`)
    setCaret(null)
    requestAnimationFrame(() => box.current?.setSelectionRange(end, end))
  }
  const pressed = (event: KeyboardEvent) => {
    const { key, shiftKey } = event
    const offer = offers[at]
    if (key === 'ArrowDown' && offer !== undefined) setChosen((at + 1) % offers.length)
    else if (key === 'ArrowUp' && offer !== undefined) setChosen((at + offers.length - 1) % offers.length)
    else if (key === 'Tab' && !shiftKey && offer !== undefined) take(offer)
    else if (key === 'Escape' && offer !== undefined) setCaret(null)
    else if (key === 'Enter' && !shiftKey) onSubmit()
    else return
    event.preventDefault()
  }

  return (
    <div className="relative rounded-lg border border-line bg-ground focus-within:border-accent">
      <div aria-hidden="true" className={`${LETTERS} min-h-10`}>
        {errorAt === null ? <span className="text-transparent">{value}</span> : (
          <>
            <span className="text-transparent">{value.slice(0, errorAt)}</span>
            <mark data-testid="query-error"
              className="rounded-sm bg-high/25 text-transparent underline decoration-high decoration-wavy decoration-2 underline-offset-4">{value.slice(errorAt).match(/^\s*\S+/)?.[0] ?? ' '}</mark>
            <span className="text-transparent">{value.slice(errorAt).replace(/^\s*\S+/, '')}</span>
          </>
        )}
        {'\u200B'}
      </div>
      <textarea ref={box} value={value} rows={1} spellCheck={false} autoCapitalize="off" autoComplete="off" aria-label={t('query')}
        placeholder={t('placeholder')}
        aria-invalid={errorAt !== null} aria-autocomplete="list" aria-controls={list}
          aria-activedescendant={offers.length > 0 ? `${list}-${at}` : undefined}
        className={`${LETTERS} absolute inset-0 resize-none overflow-hidden bg-transparent outline-offset-0!`}
        onChange={({ target }) => {
          onChange(target.value)
          setCaret(target.selectionStart)
          setChosen(0)
        }}
        onKeyDown={pressed} onBlur={() => setCaret(null)} />
      <ul id={list} role="listbox" aria-label={t('fields')} hidden={offers.length === 0}
        className="card absolute top-full left-2 z-20 mt-1 min-w-64 p-1 shadow-xl">
        {offers.map((name, i) => (
          <li key={name} id={`${list}-${i}`} role="option" aria-selected={i === at}
            className="cursor-pointer rounded-md px-2.5 py-1 font-mono text-small aria-selected:bg-raised"
            onPointerDown={event => {
              event.preventDefault()
              take(name)
            }}>{name}</li>
        ))}
      </ul>
    </div>
  )
}
