import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { gatewayRecordsQuery } from '../api/gateway.ts'
import { buttonLook } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { LoadMore } from '../components/load-more.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { AiTabs } from './ai-tabs.tsx'
import { trafficRoute } from './ai-routes.ts'
import { RecordFiltersBar } from './record-filters.tsx'
import { RecordPanel } from './record-panel.tsx'
import { RecordRows } from './record-rows.tsx'

/** What passed through the gateway, the newest first. */
export function TrafficPage() {
  const { t } = useTranslation('ai')
  const navigate = useNavigate()
  const { record, ...filters } = trafficRoute.useSearch()
  const query = useInfiniteQuery(gatewayRecordsQuery(filters))
  const shown = query.data?.pages.flatMap(({ items }) => items)
  const open = shown?.find(({ id }) => id === record)
  const look = (id: string | undefined) => void navigate({ to: '/ai', search: { ...filters, record: id }, replace: true })
  return (
    <>
      <title>{`${t('title')} · Noroshi`}</title>
      <PageHeader title={t('title')}>{t('subtitle')}</PageHeader>
      <AiTabs />
      <RecordFiltersBar filters={filters} />
      {query.isError ? <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />
        : shown === undefined ? <div className="card p-5"><Skeleton lines={9} /></div>
          : shown.length === 0 ? <div className="card"><NoRecords isFiltered={Object.values(filters).some(value => value !== undefined)} /></div>
            : (
              <>
                <p role="status" className="mb-2 text-small text-muted">{query.hasNextPage ? t('more', { count: shown.length }) : t('shown', { count: shown.length })}</p>
                <RecordRows records={shown} onLook={look} />
                <LoadMore {...query} />
              </>
            )}
      {open === undefined ? null : <RecordPanel record={open} onClose={() => look(undefined)} />}
    </>
  )
}

function NoRecords({ isFiltered }: { readonly isFiltered: boolean }) {
  const { t } = useTranslation('ai')
  if (isFiltered) return <EmptyState icon="ai" title={t('none')}>{t('noneMend')}<p className="mt-3"><Link to="/ai" search={{}} className={buttonLook('plain')}>{t('filter.clear')}</Link></p></EmptyState>
  return (
    <EmptyState icon="ai" title={t('nothingYet')}>
      <ol className="list-decimal space-y-1 pl-5 text-left">{(['key', 'configuration', 'address'] as const).map(step => <li key={step}>{t(`begin.${step}`)}</li>)}</ol>
    </EmptyState>
  )
}
