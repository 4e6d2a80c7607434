import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EvidenceSummary } from '../api/evidence.ts'
import { evidenceListQuery } from '../api/evidence.ts'
import { EmptyState } from '../components/empty-state.tsx'
import { TextInput } from '../components/field.tsx'
import { LoadMore } from '../components/load-more.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { Table } from '../components/table.tsx'
import { useFormats } from '../components/use-formats.ts'
import { visibleText } from '../components/visible-text.ts'
import { useKeys } from '../shell/keyboard.ts'
import { useMay } from '../shell/session.ts'
import { evidenceListRoute } from './evidence-routes.ts'
import { UploadButton } from './upload-button.tsx'

/** Milliseconds without a key before a search is asked for. */
const TYPING_MS = 250

/** What was handed in, and how well it could be read. */
export function EvidenceListPage() {
  const { t } = useTranslation('evidence')
  const { q = '' } = evidenceListRoute.useSearch()
  const query = useInfiniteQuery({ ...evidenceListQuery(q), placeholderData: keepPreviousData })
  const shown = query.data?.pages.flatMap(({ items }) => items) ?? []
  const mayUpload = useMay('analyst')
  return (
    <>
      <title>{`${t('title')} · Noroshi`}</title>
      <PageHeader title={t('title')} actions={mayUpload ? <UploadButton /> : undefined}>{t('subtitle')}</PageHeader>
      <SearchField q={q} />
      {query.isError ? <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />
        : (
          <div className="card px-5 py-2">
            {query.isPending ? <Skeleton lines={8} />
              : shown.length > 0 ? <><EvidenceTable evidence={shown} /><LoadMore {...query} /></>
                : <EmptyState icon="evidence"
                  title={t(q === '' ? 'none' : 'noneFound')}>{t(q === '' ? 'noneMend' : 'noneFoundMend')}</EmptyState>}
          </div>
        )}
    </>
  )
}

function SearchField({ q }: { readonly q: string }) {
  const { t } = useTranslation('evidence')
  const navigate = useNavigate()
  const [typed, setTyped] = useState(q)
  const field = useRef<HTMLInputElement>(null)
  useKeys({ '/': () => field.current?.focus() })
  useEffect(() => {
    if (typed === q) return
    const timer = setTimeout(() => void navigate({ to: '/evidence', search: { q: typed === '' ? undefined : typed }, replace: true }), TYPING_MS)
    return () => clearTimeout(timer)
  }, [typed, q, navigate])
  return (
    <search className="mb-3 block">
      <TextInput ref={field} type="search" className="sm:w-80!" aria-label={t('search')} placeholder={`${t('search')}  /`} value={typed}
        onChange={({ target }) => setTyped(target.value)} />
    </search>
  )
}

function EvidenceTable({ evidence }: { readonly evidence: readonly EvidenceSummary[] }) {
  const { t } = useTranslation('evidence')
  const { number, bytes } = useFormats()
  return (
    <Table label={t('title')}
      columns={[
        { title: t('path'), kind: 'wide' }, { title: t('format') }, { title: t('dataset') }, { title: t('size'), kind: 'number' }, { title: t('events'), kind: 'number' },
        { title: t('errors'), kind: 'number' },
      ]}
      rows={evidence.map(each => ({
        key: each.sha256,
        cells: [
          <Link key="path" to="/evidence/$sha256" params={{ sha256: each.sha256 }} className="block rounded hover:text-accent">
            <span className="data font-medium">{visibleText(each.paths[0] ?? each.sha256)}</span>
            {each.paths.length > 1
              ? <span className="ml-2 text-tiny text-muted">{t('morePaths', { count: each.paths.length - 1 })}</span> : null}
            <span className="block font-mono text-tiny text-muted">{each.sha256.slice(0, 16)}…</span>
          </Link>,
          <span key="format"
            className={`whitespace-nowrap ${each.format === null ? 'text-muted' : ''}`}>{each.format ?? t('unknown')}</span>,
          <span key="dataset" className="data whitespace-nowrap">{each.dataset ?? '–'}</span>,
          <span key="size" className="whitespace-nowrap">{bytes(each.bytes)}</span>,
          number(each.events),
          each.errorCount === 0 ? <span key="errors" className="text-muted">0</span> : <b key="errors"
            className="text-high">{number(each.errorCount)}</b>,
        ],
      }))} />
  )
}
