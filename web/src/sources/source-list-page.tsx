import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Source } from '../api/sources.ts'
import { sourcesQuery } from '../api/sources.ts'
import { buttonLook } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { Table } from '../components/table.tsx'
import { Time } from '../components/time.tsx'
import { useFormats } from '../components/use-formats.ts'
import { visibleText } from '../components/visible-text.ts'
import { SourceTabs } from './source-tabs.tsx'
import { StateMark } from './state-mark.tsx'

/** Everything that is collected, and how it is. */
export function SourceListPage() {
  const { t } = useTranslation('sources')
  const { data, error, refetch } = useQuery(sourcesQuery)
  const mayAdd = data?.mayAdd === true
  const add = mayAdd ? <Link to="/sources/add" className={buttonLook('primary')}>{t('add')}</Link> : null
  return (
    <>
      <title>{`${t('title')} · Noroshi`}</title>
      <PageHeader title={t('title')} actions={add}>{t('subtitle')}</PageHeader>
      <SourceTabs />
      {error !== null ? <ErrorNotice error={error} onRetry={() => void refetch()} />
        : <div className="card px-5 py-2">
            {data === undefined ? <Skeleton lines={6} />
              : data.items.length === 0 ? <EmptyState icon="sources" title={t('none')}>{t(mayAdd ? 'noneMend' : 'noneText')}</EmptyState>
                : <SourceTable sources={data.items} />}
          </div>}
    </>
  )
}

function SourceTable({ sources }: { readonly sources: readonly Source[] }) {
  const { t } = useTranslation('sources')
  const { number } = useFormats()
  return (
    <Table label={t('title')}
      columns={[
        { title: t('name'), kind: 'wide' }, { title: t('stateTitle') }, { title: t('rate'), kind: 'number' }, { title: t('lag'), kind: 'number' }, { title: t('last'), kind: 'time' },
        { title: t('dropped'), kind: 'number' }, { title: t('malformed'), kind: 'number' }, { title: t('notDecoded'), kind: 'number' },
      ]}
      rows={sources.map(source => ({
        key: source.name,
        cells: [
          <div key="name"><Link to="/sources/one/$name" params={{ name: source.name }} className="block rounded hover:text-accent">
            <span className="data font-medium">{visibleText(source.name)}</span>
            <span className="block text-tiny text-muted">{t(`kind.${source.kind}`, { defaultValue: source.kind })} · {t(`origin.${source.origin}`)}</span>
          </Link>{source.reason === null ? null : <p className="mt-0.5 text-tiny wrap-anywhere text-high">{visibleText(source.reason)}</p>}</div>,
          <StateMark key="state" state={source.state} />,
          <span key="rate" className="whitespace-nowrap">{t('perSecond', { rate: number(source.rate) })}</span>,
          <span key="lag" className="whitespace-nowrap">{t('seconds', { seconds: number(source.lagSeconds) })}</span>,
          source.lastRecord === null ? <span key="last" className="text-muted">{t('never')}</span> : <Time key="last" time={source.lastRecord} />,
          ...[source.dropped, source.malformed, source.decodeErrors].map((count, i) => <Count key={i} count={count} />),
        ],
      }))} />
  )
}

function Count({ count }: { readonly count: number }) {
  const { number } = useFormats()
  return count === 0 ? <span className="text-muted">0</span> : <b className="text-high">{number(count)}</b>
}
