import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { RedTeamSummary } from '../api/redteam.ts'
import { redTeamRunQuery, redTeamRunsQuery } from '../api/redteam.ts'
import { EmptyState } from '../components/empty-state.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { Table } from '../components/table.tsx'
import { Time } from '../components/time.tsx'
import { visibleText } from '../components/visible-text.ts'
import { AiTabs } from './ai-tabs.tsx'
import { redTeamRoute } from './ai-routes.ts'
import { RedTeamReport } from './redteam-report.tsx'

/** Runs of the red team, one of them whole, two compared. */
export function RedTeamPage() {
  const { t } = useTranslation('ai')
  const { run } = redTeamRoute.useSearch()
  const { data, error, refetch } = useQuery(redTeamRunsQuery)
  return (
    <>
      <title>{`${t('tabs.redteam')} · Noroshi`}</title>
      <PageHeader title={t('tabs.redteam')}>{t('redteamText')}</PageHeader>
      <AiTabs />
      {error !== null ? <ErrorNotice error={error} onRetry={() => void refetch()} />
        : data === undefined ? <div className="card p-5"><Skeleton lines={6} /></div>
          : data.items.length === 0 ? <div className="card"><EmptyState icon="ai" title={t('noRuns')}>{t('noRunsText')}</EmptyState></div>
            : run === undefined ? <div className="card px-5 py-3"><RunTable runs={data.items} /></div>
              : <OneRun id={run} runs={data.items} />}
    </>
  )
}

function RunTable({ runs }: { readonly runs: readonly RedTeamSummary[] }) {
  const { t } = useTranslation('ai')
  return (
    <Table label={t('tabs.redteam')}
      columns={[{ title: t('target'), kind: 'wide' }, { title: t('reached') }, { title: t('succeeded') }, { title: t('overDefence') }, { title: t('started'), kind: 'time' }]}
      rows={runs.map(({ id, started, target, goals, reached, attempts, succeeded, ordinary, refused }) => ({
        key: id,
        cells: [
          <Link key="target" to="/ai/redteam" search={{ run: id }} aria-label={t('openOf', { started: started.slice(0, 16).replace('T', ' ') })} className="data wrap-anywhere text-accent hover:underline">{visibleText(target)}</Link>,
          <span key="reached" className={`whitespace-nowrap ${reached > 0 ? 'font-semibold text-critical' : ''}`}>{t('ofAll', { part: reached, all: goals })}</span>,
          <span key="succeeded" className="whitespace-nowrap">{t('ofAll', { part: succeeded, all: attempts })}</span>, <span key="refused" className="whitespace-nowrap">{t('ofAll', { part: refused, all: ordinary })}</span>,
          <Time key="started" time={started} />,
        ],
      }))} />
  )
}

function OneRun({ id, runs }: { readonly id: string; readonly runs: readonly RedTeamSummary[] }) {
  const { with: other } = redTeamRoute.useSearch()
  const { data, error, refetch } = useQuery(redTeamRunQuery(id))
  const { data: earlier } = useQuery({ ...redTeamRunQuery(other ?? ''), enabled: other !== undefined })
  if (error !== null) return <ErrorNotice error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <div className="card p-5"><Skeleton lines={8} /></div>
  return <RedTeamReport run={data} runs={runs} earlier={other === undefined ? null : earlier ?? null} />
}
