import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { RecordFilters } from '../api/gateway.ts'
import { ACTIONS, gatewayPoliciesQuery, RECORDED_LAYERS } from '../api/gateway.ts'
import { Button } from '../components/button.tsx'
import type { Choice } from '../components/field.tsx'
import { Select, TextInput } from '../components/field.tsx'
import { useLayerName } from './marks.tsx'

const EVENTS = ['request', 'answer', 'question'] as const

/** By application, what was done, layer, kind and time. */
export function RecordFiltersBar({ filters }: { readonly filters: RecordFilters }) {
  const { t } = useTranslation('ai')
  const layerName = useLayerName()
  const navigate = useNavigate()
  const { data } = useQuery(gatewayPoliciesQuery)
  const change = (changed: RecordFilters) => void navigate({ to: '/ai', search: { ...filters, ...changed }, replace: true })
  const choose = (name: 'application' | 'verdict' | 'layer' | 'event', choices: readonly Choice[]) => (
    <Select aria-label={t(`filter.${name}`)} className="w-auto! max-w-56" value={filters[name] ?? ''} onChange={({ target }) => change({ [name]: target.value || undefined })}
      choices={[{ value: '', label: t(`any.${name}`) }, ...choices]} />
  )
  const moment = (name: 'from' | 'to') => (
    <label className="flex items-center gap-1.5 text-small text-muted">{t(`filter.${name}`)}
      <TextInput type="datetime-local" className="w-auto!" value={filters[name]?.slice(0, 16) ?? ''} onChange={({ target }) => change({ [name]: target.value === '' ? undefined : `${target.value}:00Z` })} />
    </label>
  )
  const names = [...new Set([...data?.applications.map(({ name }) => name) ?? [], ...filters.application === undefined ? [] : [filters.application]])]
  return (
    <search className="mb-3 flex flex-wrap items-center gap-2">
      {choose('application', names.map(value => ({ value, label: value })))}
      {choose('verdict', ACTIONS.map(value => ({ value, label: t(`action.${value}`) })))}
      {choose('layer', RECORDED_LAYERS.map(value => ({ value, label: layerName(value) })))}
      {choose('event', EVENTS.map(value => ({ value, label: t(`event.${value}`) })))}
      <div className="flex flex-wrap items-center gap-2">{moment('from')}{moment('to')}</div>
      <label className="flex items-center gap-1.5 text-small"><input type="checkbox" checked={filters.lifted === 'true'} onChange={({ target }) => change({ lifted: target.checked ? 'true' : undefined })} />{t('filter.lifted')}</label>
      {Object.values(filters).some(value => value !== undefined) ? <Button look="quiet" icon="close" onClick={() => void navigate({ to: '/ai', search: {}, replace: true })}>{t('filter.clear')}</Button> : null}
    </search>
  )
}
