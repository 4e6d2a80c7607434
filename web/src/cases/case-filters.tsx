import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { CaseFilters } from '../api/cases.ts'
import { STATUSES } from '../api/decisions.ts'
import { SEVERITIES } from '../api/nouns.ts'
import { Button } from '../components/button.tsx'
import { Select } from '../components/field.tsx'
import { SearchField } from '../components/search-field.tsx'
import { useSession } from '../shell/session.ts'

/** Lower bounds that are told apart by their hurry (components/priority.tsx). */
const BOUNDS = { 45: 'now', 32: 'today', 18: 'soon' } as const

export function CaseFiltersBar({ filters }: { readonly filters: CaseFilters }) {
  const { t } = useTranslation(['cases', 'components'])
  const { user } = useSession()
  const navigate = useNavigate()
  const change = (changed: CaseFilters) => void navigate({ to: '/cases', search: { ...filters, ...changed }, replace: true })
  const any = { value: '', label: '' }
  const set = Object.values(filters).some(value => value !== undefined)
  return (
    <search className="mb-3 flex flex-wrap gap-2">
      <SearchField label={t('filter.search')} value={filters.q ?? ''} onChange={q => change({ q: q === '' ? undefined : q })} />
      <Select aria-label={t('filter.severity')} className="w-auto!" value={filters.severity ?? ''}
        onChange={({ target }) => change({ severity: target.value || undefined })}
        choices={[{ ...any, label: t('filter.anySeverity') }, ...SEVERITIES.map(value => ({ value, label: t(`components:severity.${value}`) }))]} />
      <Select aria-label={t('filter.hurry')} className="w-40!" value={String(filters.minPriority ?? '')}
        onChange={({ target }) => change({ minPriority: target.value === '' ? undefined : Number(target.value) })}
        choices={[{ ...any, label: t('filter.anyHurry') }, ...Object.entries(BOUNDS).reverse()
          .map(([value, hurry]) => ({ value, label: t('filter.from', { hurry: t(`components:hurry.${hurry}`), value }) }))]} />
      <Select aria-label={t('filter.status')} className="w-auto!" value={filters.status ?? ''}
        onChange={({ target }) => change({ status: target.value || undefined })}
        choices={[{ ...any, label: t('filter.anyStatus') }, ...STATUSES.map(value => ({ value, label: t(`status.${value}`) }))]} />
      <Select aria-label={t('filter.owner')} className="w-auto!" value={filters.owner ?? ''}
        onChange={({ target }) => change({ owner: target.value || undefined })}
        choices={[{ ...any, label: t('filter.anyOwner') }, { value: user.name, label: t('filter.mine') },
          ...(filters.owner === undefined || filters.owner === user.name ? [] : [{ value: filters.owner, label: filters.owner }])]} />
      {set ? <Button look="quiet" icon="close"
        onClick={() => void navigate({ to: '/cases', replace: true })}>{t('filter.clear')}</Button> : null}
    </search>
  )
}
