import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { SEVERITIES } from '../api/nouns.ts'
import type { RuleFilters, RulePageAnswer } from '../api/rules.ts'
import { ADVICE, RULE_SORTS } from '../api/rules.ts'
import { Button } from '../components/button.tsx'
import type { Choice } from '../components/field.tsx'
import { SearchField } from '../components/search-field.tsx'
import { Select } from '../components/field.tsx'

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
      <SearchField label={t('filter.q')} value={filters.q ?? ''} onChange={q => change({ q: q === '' ? undefined : q })} />
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
