import type { FormEvent } from 'react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiError } from '../api/api-error.ts'
import { Button } from '../components/button.tsx'
import { CopyButton } from '../components/copy-button.tsx'
import { Field, TextInput } from '../components/field.tsx'
import type { HuntSearch } from './hunt-route.ts'
import { QueryBox } from './query-box.tsx'

interface HuntFormProps {
  readonly search: HuntSearch
  /** A query that could not be read, with the place. */
  readonly refused: ApiError | null
  readonly onAsk: (changed: HuntSearch) => void
  /** The same once more. */
  readonly onAgain: () => void
}

/** The query and the time it is about. */
export function HuntForm({ search, refused, onAsk, onAgain }: HuntFormProps) {
  const { t } = useTranslation('hunt')
  const [q, setQ] = useState(search.q ?? '')
  const [from, setFrom] = useState(search.from ?? '')
  const [to, setTo] = useState(search.to ?? '')
  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    const asked = { q: orNone(q), from: orNone(from), to: orNone(to) }
    if (asked.q === search.q && asked.from === search.from && asked.to === search.to) onAgain()
    else onAsk(asked)
  }
  return (
    <form onSubmit={submit} className="card mb-4 space-y-3 p-4">
      <QueryBox value={q} onChange={setQ} onSubmit={submit} errorAt={refused !== null && q === search.q ? refused.at : null} />
      {refused === null || q !== search.q ? null : (
        <p role="alert" className="text-small text-high">
          <b className="font-semibold">{t('errorAt', { at: (refused.at ?? 0) + 1 })}</b> {refused.problem === '' ? refused.message : refused.problem}</p>
      )}
      <div className="flex flex-wrap items-end gap-3">
        <Field label={t('from')}><TextInput value={from} onChange={({ target }) => setFrom(target.value)} placeholder="2026-04-17T00:00Z"
          className="w-56! font-mono" spellCheck={false} /></Field>
        <Field label={t('to')}><TextInput value={to} onChange={({ target }) => setTo(target.value)} placeholder="2026-04-18T00:00Z"
          className="w-56! font-mono" spellCheck={false} /></Field>
        {from === '' && to === '' ? null : <Button look="quiet" icon="close"
          onClick={() => onAsk({ from: undefined, to: undefined })}>{t('allTime')}</Button>}
        <div className="ml-auto flex items-center gap-2">
          {search.q === undefined ? null : <CopyButton text={location.href} label={t('copyLink')} />}
          <Button look="primary" type="submit" icon="hunt" disabled={q.trim() === ''}>{t('run')}</Button>
        </div>
      </div>
    </form>
  )
}

function orNone(text: string): string | undefined {
  return text.trim() === '' ? undefined : text.trim()
}
