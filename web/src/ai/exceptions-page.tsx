import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { GatewayException } from '../api/gateway.ts'
import { endException, gatewayExceptionsQuery } from '../api/gateway.ts'
import { Button, buttonLook } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { LoadMore } from '../components/load-more.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { useFormats } from '../components/use-formats.ts'
import { visibleText } from '../components/visible-text.ts'
import { useMay } from '../shell/session.ts'
import { showToast } from '../shell/toasts.tsx'
import { AiTabs } from './ai-tabs.tsx'
import { ReasonInBoth, useLayerName } from './marks.tsx'

/** Verdicts that people marked as wrong. */
export function ExceptionsPage() {
  const { t } = useTranslation('ai')
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
          : shown.length === 0 ? <div className="card"><EmptyState icon="ai" title={t('noExceptions')}>{t('noExceptionsText')}<p className="mt-3"><Link to="/ai" search={{ verdict: 'block' }} className={buttonLook('plain')}>{t('toBlocked')}</Link></p></EmptyState></div>
            : (
              <>
                <ul aria-label={t('tabs.exceptions')} className="card overflow-hidden">
                  {shown.map(each => (
                    <li key={each.id} className="border-b border-line px-5 py-3 last:border-b-0">
                      <ExceptionRow exception={each} isEnding={ending.isPending} onEnd={mayEnd && each.holds ? () => ending.mutate(each.id) : undefined} />
                    </li>
                  ))}
                </ul>
                <LoadMore {...query} />
              </>
            )}
    </>
  )
}

interface ExceptionRowProps {
  readonly exception: GatewayException
  readonly isEnding: boolean
  /** Undefined: it has ended, or the person may not. */
  readonly onEnd: (() => void) | undefined
}

/** What is lifted, why and until when; below it, for how little. */
function ExceptionRow({ exception, isEnding, onEnd }: ExceptionRowProps) {
  const { t } = useTranslation('ai')
  const { number } = useFormats()
  const layerName = useLayerName()
  const { event, application, layer, kind, origin, verdict, reason, person, createdAt, uses } = exception
  const facts = [
    [t('facts.application'), visibleText(application)], [t('narrow.author'), t(`origin.${origin}`, { defaultValue: origin })], [t('narrow.look'), `${layerName(layer)}${kind === '' ? '' : ` · ${visibleText(kind)}`}`],
    [t('uses'), number(uses)], [t('by'), `${visibleText(person)}, ${createdAt.slice(0, 10)}`],
  ] as const
  return (
    <div className="flex flex-wrap items-start gap-x-6 gap-y-2">
      <div className="min-w-56 flex-1">
        <ReasonInBoth reason={verdict} />
        <p className="mt-1 text-small wrap-anywhere">{t('inQuotes', { text: visibleText(reason) })}</p>
        <dl className="mt-2 flex flex-wrap gap-x-5 gap-y-0.5 text-small">{facts.map(([name, value]) => <div key={name} className="flex gap-1.5"><dt className="shrink-0 text-muted">{name}</dt><dd className="wrap-anywhere">{value}</dd></div>)}</dl>
      </div>
      <div className="flex flex-wrap items-center gap-2 text-small">
        <StateText exception={exception} />
        <Link to="/hunt" search={{ q: `_id:${event}` }} className={buttonLook('plain')}>{t('record')}</Link>
        {onEnd === undefined ? null : <Button look="danger" disabled={isEnding} aria-label={t('endOf', { by: person, reason })} onClick={onEnd}>{t('end')}</Button>}
      </div>
    </div>
  )
}

function StateText({ exception: { holds, expiresAt, endedAt, endedBy } }: { readonly exception: GatewayException }) {
  const { t } = useTranslation('ai')
  const day = (time: string) => time.slice(0, 10)
  if (holds) return <span className="font-medium whitespace-nowrap text-low">{t('until', { time: day(expiresAt) })}</span>
  return <span className="text-muted">{endedBy === null ? t('ended', { time: day(endedAt ?? expiresAt) }) : t('endedBy', { time: day(endedAt ?? expiresAt), by: endedBy })}</span>
}
