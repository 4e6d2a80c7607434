import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { huntQuery } from '../api/hunts.ts'
import { bothQueries } from '../api/query-text.ts'
import { EmptyState } from '../components/empty-state.tsx'
import { LoadMore } from '../components/load-more.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { useFormats } from '../components/use-formats.ts'
import { EventPanel } from '../events/event-panel.tsx'
import { CountTable } from './count-table.tsx'
import { EventTable } from './event-table.tsx'
import { ExportButtons } from './export-buttons.tsx'
import { HistogramChart } from './histogram-chart.tsx'
import { HuntExamples } from './hunt-examples.tsx'
import { HuntForm } from './hunt-form.tsx'
import type { HuntSearch } from './hunt-route.ts'
import { huntRoute } from './hunt-route.ts'

/** A question in the hunt language, and what it finds. */
export function HuntPage() {
  const { t } = useTranslation('hunt')
  const { number } = useFormats()
  const search = huntRoute.useSearch()
  const { q = '', from, to, event } = search
  const navigate = useNavigate()
  const query = useInfiniteQuery(huntQuery({ query: q, from, to }))
  const ask = (changed: HuntSearch) => void navigate({ to: '/hunt', search: { ...search, event: undefined, ...changed } })
  const look = (id: string | undefined) => void navigate({ to: '/hunt', search: { ...search, event: id }, replace: event !== undefined, resetScroll: false })

  const first = query.data?.pages[0]
  const events = query.data?.pages.flatMap(page => ('events' in page ? page.events : [])) ?? []
  const refused = query.error instanceof ApiError && query.error.at !== null ? query.error : null
  return (
    <>
      <title>{`${q === '' ? t('title') : q} · Noroshi`}</title>
      <PageHeader title={t('title')}>{t('subtitle')}</PageHeader>
      <HuntForm key={`${q}\n${from}\n${to}`} search={search} refused={refused} onAsk={ask} onAgain={() => void query.refetch()} />
      {q === '' ? <HuntExamples onAsk={ask} />
        : refused !== null ? null
          : query.isError ? <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />
            : first === undefined ? <div className="card p-5"><Skeleton lines={9} /></div>
              : 'columns' in first ? (
                <div className="card px-5 py-3">
                  <ResultHead count={t('rows', { count: first.rows.length, rows: number(first.rows.length) })}>
                    <ExportButtons columns={first.columns} rows={first.rows} /></ResultHead>
                  <CountTable counted={first} onNarrow={other => ask({ q: bothQueries(q.replace(/\|[^|"]*$/, ''), other) })} />
                </div>
              ) : events.length === 0 ? <div className="card"><EmptyState icon="hunt"
                title={t('nothing')}>{t('nothingMend')}</EmptyState></div>
                : (
                  <div className="grid grid-cols-1 gap-4">
                    {first.histogram === null || first.histogram.buckets.length === 0 ? null : <HistogramChart histogram={first.histogram} onBrush={(start, end) => ask({ from: start, to: end })} />}
                    <div className="card px-5 py-3">
                      <ResultHead count={query.hasNextPage ? t('firstEvents', { count: events.length, events: number(events.length) }) : t('events', { count: events.length, events: number(events.length) })}>
                        <ExportButtons columns={['time', 'dataset', 'path', 'record', 'id', 'fields']}
                          rows={events.map(each => [each.time, each.dataset, each.path, each.record, each.id, each.fields])} />
                      </ResultHead>
                      <EventTable events={events} onLook={look} onNarrow={other => ask({ q: bothQueries(q, other) })} />
                      <LoadMore {...query} />
                    </div>
                  </div>
                )}
      {event === undefined ? null : <EventPanel id={event} among={events.map(({ id }) => id)} onLook={look}
        onClose={() => look(undefined)} />}
    </>
  )
}

function ResultHead({ count, children }: { readonly count: string; readonly children: ReactNode }) {
  return <div className="mb-1 flex flex-wrap items-center gap-2"><p role="status"
    className="flex-1 text-small font-semibold">{count}</p>{children}</div>
}
