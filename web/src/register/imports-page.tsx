import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { RegisterImport } from '../api/register.ts'
import { importsQuery, undoImport } from '../api/register.ts'
import { Button } from '../components/button.tsx'
import { LoadMore } from '../components/load-more.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { Section } from '../components/section.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { Table } from '../components/table.tsx'
import { Time } from '../components/time.tsx'
import { visibleText } from '../components/visible-text.ts'
import { useMay } from '../shell/session.ts'
import { showToast } from '../shell/toasts.tsx'
import { CountsText } from './counts-text.tsx'
import { ImportFile } from './import-file.tsx'
import { RegisterTabs } from './register-tabs.tsx'

/** Files that are taken into the register, and what was taken before. */
export function ImportsPage() {
  const { t } = useTranslation('register')
  const mayChange = useMay('analyst')
  const query = useInfiniteQuery(importsQuery)
  const shown = query.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <>
      <title>{`${t('imports.title')} · Noroshi`}</title>
      <PageHeader title={t('title')}>{t('imports.subtitle')}</PageHeader>
      <RegisterTabs />
      <div className="grid grid-cols-1 gap-4">
        {mayChange ? <ImportFile /> : null}
        <Section title={t('imports.before')}>
          {query.isError ? <ErrorNotice error={query.error} onRetry={() => void query.refetch()} /> : query.isPending ? <Skeleton lines={4} />
            : shown.length === 0 ? <p className="text-muted">{t('imports.none')}</p> : <><ImportTable imports={shown} mayChange={mayChange} /><LoadMore {...query} /></>}
        </Section>
      </div>
    </>
  )
}

function ImportTable({ imports, mayChange }: { readonly imports: readonly RegisterImport[]; readonly mayChange: boolean }) {
  const { t } = useTranslation('register')
  const client = useQueryClient()
  const undo = useMutation({
    mutationFn: undoImport,
    onSuccess: ({ restored, kept }) => {
      showToast(t(kept.length === 0 ? 'imports.restored' : 'imports.restoredSome', { count: restored, kept: kept.length }))
      void client.invalidateQueries({ queryKey: ['register'] })
    },
  })
  return (
    <>
      {undo.isError ? <div className="mb-3"><ErrorNotice error={undo.error} /></div> : null}
      <Table label={t('imports.before')}
        columns={[{ title: t('imports.numberTitle'), kind: 'number' }, { title: t('imports.at'), kind: 'time' }, { title: t('imports.person') }, { title: t('imports.source'), kind: 'wide' }, { title: t('imports.done') }, { title: <span className="sr-only">{t('imports.undo')}</span> }]}
        rows={imports.map(({ number, at, person, source, counts, undoneAt }) => ({
          key: String(number),
          cells: [
            String(number), <Time key="at" time={at} />, visibleText(person), <span key="source" className="data">{visibleText(source)}</span>, <CountsText key="counts" counts={counts} />,
            undoneAt !== null ? <span key="undone" className="whitespace-nowrap text-muted">{t('imports.undone')}</span>
              : mayChange ? <Button key="undo" look="quiet" icon="undo" className="-my-1.5" disabled={undo.isPending} aria-label={t('imports.undoOf', { number })} onClick={() => undo.mutate(number)}>{t('imports.undo')}</Button> : null,
          ],
        }))} />
    </>
  )
}
