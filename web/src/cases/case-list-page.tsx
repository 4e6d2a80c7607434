import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { casesQuery } from '../api/cases.ts'
import { EmptyState } from '../components/empty-state.tsx'
import { LoadMore } from '../components/load-more.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { CaseFiltersBar } from './case-filters.tsx'
import { CaseRows } from './case-rows.tsx'
import { caseListRoute } from './case-routes.ts'

/** What to look at, the most urgent first. */
export function CaseListPage() {
  const { t } = useTranslation('cases')
  const filters = caseListRoute.useSearch()
  const query = useInfiniteQuery(casesQuery(filters))
  const shown = query.data?.pages.flatMap(({ items }) => items) ?? []
  const filtered = Object.values(filters).some(value => value !== undefined)
  return (
    <>
      <title>{`${t('title')} · Noroshi`}</title>
      <PageHeader title={t('title')}>{t('subtitle')}</PageHeader>
      <CaseFiltersBar filters={filters} />
      {query.isError ? <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />
        : query.isPending ? <div className="card p-5"><Skeleton lines={9} /></div>
          : shown.length === 0
            ? <div className="card"><EmptyState icon="cases"
              title={t(filtered ? 'noneFiltered' : 'none')}>{t(filtered ? 'noneFilteredMend' : 'noneMend')}</EmptyState></div>
            : <><CaseRows cases={shown} /><LoadMore {...query} /></>}
    </>
  )
}
