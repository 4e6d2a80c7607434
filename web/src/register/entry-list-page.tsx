import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { EntryFilters, EntryKind, RegisterEntry } from '../api/register.ts'
import { ENTRY_KINDS, entriesQuery } from '../api/register.ts'
import { buttonLook } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { Select } from '../components/field.tsx'
import { LoadMore } from '../components/load-more.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { SearchField } from '../components/search-field.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { Table } from '../components/table.tsx'
import { Time } from '../components/time.tsx'
import { visibleText } from '../components/visible-text.ts'
import { useMay } from '../shell/session.ts'
import { summaryOf } from './entry-text.ts'
import { entryListRoute } from './register-routes.ts'
import { RegisterTabs } from './register-tabs.tsx'

/** Organisations, prefixes, domains, sites, devices and people. */
export function EntryListPage() {
  const { t } = useTranslation('register')
  const filters = entryListRoute.useSearch()
  const navigate = useNavigate()
  const mayChange = useMay('analyst')
  const query = useInfiniteQuery({ ...entriesQuery(filters), placeholderData: keepPreviousData })
  const shown = query.data?.pages.flatMap(({ items }) => items) ?? []
  const change = (changed: EntryFilters) => void navigate({ to: '/register', search: { ...filters, ...changed }, replace: true })
  const isFiltered = filters.kind !== undefined || filters.text !== undefined
  const actions = mayChange ? (
    <>
      <Link to="/register/imports" className={buttonLook('plain')}>{t('import')}</Link>
      <Link to="/register/edit" search={{ kind: filters.kind ?? 'device' }} className={buttonLook('primary')}>{t('add')}</Link>
    </>
  ) : undefined
  return (
    <>
      <title>{`${t('title')} · Noroshi`}</title>
      <PageHeader title={t('title')} actions={actions}>{t('subtitle')}</PageHeader>
      <RegisterTabs />
      <search className="mb-3 flex flex-wrap gap-2">
        <SearchField label={t('search')} value={filters.text ?? ''} onChange={text => change({ text: text === '' ? undefined : text })} />
        <Select aria-label={t('kindTitle')} className="w-auto!" value={filters.kind ?? ''} onChange={({ target }) => change({ kind: ENTRY_KINDS.find(kind => kind === target.value) })}
          choices={[{ value: '', label: t('allKinds') }, ...ENTRY_KINDS.map((kind: EntryKind) => ({ value: kind, label: t(`kinds.${kind}`) }))]} />
      </search>
      {query.isError ? <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />
        : <div className="card px-5 py-2">
            {query.isPending ? <Skeleton lines={8} />
              : shown.length > 0 ? <><EntryTable entries={shown} /><LoadMore {...query} /></>
                : <EmptyState icon="register" title={t(isFiltered ? 'noneFound' : 'none')}>{t(isFiltered ? 'noneFoundMend' : mayChange ? 'noneMend' : 'noneText')}</EmptyState>}
          </div>}
    </>
  )
}

function EntryTable({ entries }: { readonly entries: readonly RegisterEntry[] }) {
  const { t } = useTranslation('register')
  return (
    <Table label={t('entries')}
      columns={[{ title: t('kindTitle') }, { title: t('what') }, { title: t('says'), kind: 'wide' }, { title: t('changed'), kind: 'time' }]}
      rows={entries.map(({ kind, key, body, changedAt }) => ({
        key: `${kind}:${key}`,
        cells: [
          <span key="kind" className="whitespace-nowrap text-muted">{t(`kinds.${kind}`)}</span>,
          <Link key="key" to="/register/entry" search={{ kind, key }} className="block min-w-40 rounded hover:text-accent">
            <span className="font-medium">{visibleText(typeof body['name'] === 'string' ? body['name'] : key)}</span>
            {typeof body['name'] === 'string' ? <span className="data block text-tiny text-muted">{visibleText(key)}</span> : null}
          </Link>,
          <span key="says" className="data">{visibleText(summaryOf(body))}</span>,
          <Time key="changed" time={changedAt} />,
        ],
      }))} />
  )
}
