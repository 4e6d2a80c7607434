import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { AddedFilter } from '../api/rules.ts'
import { removeFilter } from '../api/rules.ts'
import { Button } from '../components/button.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { Section } from '../components/section.tsx'
import { visibleText } from '../components/visible-text.ts'
import { useMay } from '../shell/session.ts'
import { showToast } from '../shell/toasts.tsx'

/** The filters that are added to a rule; those made from findings can be taken away. */
export function AddedFilters({ filters }: { readonly filters: readonly AddedFilter[] }) {
  const { t } = useTranslation('rules')
  const mayChange = useMay('lead')
  const client = useQueryClient()
  const remove = useMutation({
    mutationFn: removeFilter,
    onSuccess: () => {
      showToast(t('filters.removed'))
      void client.invalidateQueries({ queryKey: ['rules'] })
    },
  })
  if (filters.length === 0) return null
  return (
    <Section title={t('filters.title')}>
      <ul className="space-y-3 text-small">
        {filters.map(({ id, title, set, by, at, ends, reason }) => (
          <li key={id}>
            <p className="font-medium wrap-anywhere">{visibleText(title)}</p>
            <p className="text-muted">{by === null ? t('filters.ofSet', { set: set === '' ? t('builtIn') : visibleText(set) }) : t('filters.by', { by: visibleText(by), at: at?.slice(0, 10) })}{ends === null ? '' : ` · ${t('filters.ends', { ends: ends.slice(0, 10) })}`}</p>
            {reason === '' ? null : <p>{visibleText(reason)}</p>}
            {by === null || !mayChange ? null : <Button look="quiet" icon="undo" className="-ml-3" disabled={remove.isPending} onClick={() => remove.mutate(id)}>{t('filters.remove')}</Button>}
          </li>
        ))}
      </ul>
      {remove.isError ? <ErrorNotice error={remove.error} /> : null}
    </Section>
  )
}
