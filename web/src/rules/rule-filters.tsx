import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SEVERITIES } from '../api/nouns.ts'
import type { RuleFilters, RulePageAnswer } from '../api/rules.ts'
import { ADVICE, RULE_SORTS } from '../api/rules.ts'
import { Button } from '../components/button.tsx'
import type { Choice } from '../components/field.tsx'
import { Select, TextInput } from '../components/field.tsx'
import { useKeys } from '../shell/keyboard.ts'

/** Milliseconds without a key before a search is asked for. */
const TYPING_MS = 250

interface RuleFiltersBarProps {
  readonly filters: RuleFilters
  /** What there is to choose from; undefined until it is known. */
  readonly known: Pick<RulePageAnswer, 'sets' | 'products'> | undefined
}

export function RuleFiltersBar({ filters, known }: RuleFiltersBarProps) {
  const { t } = useTranslation(['rules', 'components'])
  const navigate = useNavigate()
  const change = (changed: RuleFilters) => void navigate({ to: '/rules', search: { ...filters, ...changed }, replace: true })
  const choose = (name: Exclude<keyof RuleFilters, 'q' | 'sort'>, choices: readonly Choice[]) => (
    <Select aria-label={t(`filter.${name}`)} className="w-auto! max-w-48" value={filters[name] ?? ''} onChange={({ target }) => change({ [name]: target.value || undefined })}
      choices={[{ value: '', label: t(`any.${name}`) }, ...choices]} />
  )
  const set = Object.entries(filters).some(([name, value]) => name !== 'sort' && value !== undefined)
  return (
    <search className="mb-3 flex flex-wrap gap-2">
      <SearchField value={filters.q ?? ''} onChange={q => change({ q: q === '' ? undefined : q })} />
      {choose('level', SEVERITIES.map(value => ({ value, label: t(`components:severity.${value}`) })))}
      {choose('product', (known?.products ?? []).map(value => ({ value, label: value })))}
      {(known?.sets.length ?? 0) < 2 ? null : choose('set', (known?.sets ?? []).map(value => ({ value: value === '' ? 'builtin' : value, label: value === '' ? t('builtIn') : value })))}
      {choose('advice', ADVICE.map(value => ({ value, label: t(`advice.${value}`) })))}
      {choose('found', ['something', 'nothing'].map(value => ({ value, label: t(`found.${value}`, { defaultValue: value }) })))}
      {choose('state', ['enabled', 'disabled'].map(value => ({ value, label: t(`state.${value}`, { defaultValue: value }) })))}
      <Select aria-label={t('filter.sort')} className="w-auto!" value={filters.sort ?? 'hits'} onChange={({ target }) => change({ sort: target.value })}
        choices={RULE_SORTS.map(value => ({ value, label: t(`sort.${value}`) }))} />
      {set ? <Button look="quiet" icon="close" onClick={() => void navigate({ to: '/rules', search: { sort: filters.sort }, replace: true })}>{t('filter.clear')}</Button> : null}
    </search>
  )
}

/** `/` goes to it. */
function SearchField({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const { t } = useTranslation('rules')
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
    <TextInput ref={field} type="search" aria-label={t('filter.q')} placeholder={`${t('filter.q')}  /`} className="w-full! sm:w-72!"
      value={typed} onChange={({ target }) => setTyped(target.value)} onKeyDown={({ key, currentTarget }) => key === 'Escape' && currentTarget.blur()} />
  )
}
