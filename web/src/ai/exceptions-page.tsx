import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { GatewayException } from '../api/gateway.ts'
import { endException, gatewayExceptionsQuery } from '../api/gateway.ts'
import { Button } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { LoadMore } from '../components/load-more.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { Table } from '../components/table.tsx'
import { useFormats } from '../components/use-formats.ts'
import { visibleText } from '../components/visible-text.ts'
import { useMay } from '../shell/session.ts'
import { showToast } from '../shell/toasts.tsx'
import { AiTabs } from './ai-tabs.tsx'
import { ReasonInBoth, useLayerName } from './marks.tsx'

/** Verdicts that people marked as wrong. */
export function ExceptionsPage() {
  const { t } = useTranslation('ai')
  const { number } = useFormats()
  const layerName = useLayerName()
  const client = useQueryClient()
  const mayEnd = useMay('lead')
  const query = useInfiniteQuery(gatewayExceptionsQuery)
  const shown = query.data?.pages.flatMap(({ items }) => items)
  const ending = useMutation({
    mutationFn: endException,
    onSuccess: () => {
      showToast(t('isEnded'))
      void client.invalidateQueries({ queryKey: ['ai', 'exceptions'] })
    },
  })
  return (
    <>
      <title>{`${t('tabs.exceptions')} · Noroshi`}</title>
      <PageHeader title={t('tabs.exceptions')}>{t('exceptionsText')}</PageHeader>
      <AiTabs />
      {ending.isError ? <ErrorNotice error={ending.error} /> : null}
      {query.isError ? <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />
        : shown === undefined ? <div className="card p-5"><Skeleton lines={6} /></div>
          : shown.length === 0 ? <div className="card"><EmptyState icon="ai" title={t('noExceptions')}>{t('noExceptionsText')}</EmptyState></div>
            : (
              <div className="card px-5 py-3">
                <Table label={t('tabs.exceptions')}
                  columns={[{ title: t('verdict'), kind: 'wide' }, { title: t('facts.application') }, { title: t('filter.layer') }, { title: t('state') }, { title: t('uses'), kind: 'number' }, { title: t('by') }, ...mayEnd ? [{ title: <span className="sr-only">{t('end')}</span> }] : []]}
                  rows={shown.map(each => ({
                    key: each.id,
                    cells: [
                      <div key="verdict"><ReasonInBoth reason={each.verdict} /><p className="mt-1 wrap-anywhere">{t('inQuotes', { text: visibleText(each.reason) })}</p></div>,
                      visibleText(each.application), <span key="layer">{layerName(each.layer)}<br /><span className="text-muted">{t(`origin.${each.origin}`, { defaultValue: each.origin })}</span></span>,
                      <StateText key="state" exception={each} />, number(each.uses), visibleText(each.person),
                      ...mayEnd ? [each.holds ? <Button key="end" look="danger" disabled={ending.isPending} aria-label={t('endOf', { by: each.person, reason: each.reason })} onClick={() => ending.mutate(each.id)}>{t('end')}</Button> : null] : [],
                    ],
                  }))} />
                <LoadMore {...query} />
              </div>
            )}
    </>
  )
}

function StateText({ exception: { holds, expiresAt, endedAt, endedBy } }: { readonly exception: GatewayException }) {
  const { t } = useTranslation('ai')
  const day = (time: string) => time.slice(0, 10)
  if (holds) return <span className="font-medium whitespace-nowrap text-low">{t('until', { time: day(expiresAt) })}</span>
  return <span className="text-muted">{endedBy === null ? t('ended', { time: day(endedAt ?? expiresAt) }) : t('endedBy', { time: day(endedAt ?? expiresAt), by: endedBy })}</span>
}
