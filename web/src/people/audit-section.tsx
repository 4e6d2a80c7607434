import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { auditQuery } from '../api/people.ts'
import { LoadMore } from '../components/load-more.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { Section } from '../components/section.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { Table } from '../components/table.tsx'
import { Time } from '../components/time.tsx'
import { visibleText } from '../components/visible-text.ts'

/** Who did what, the newest first. */
export function AuditSection() {
  const { t } = useTranslation('people')
  const query = useInfiniteQuery(auditQuery)
  const entries = query.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <Section title={t('audit')}>
      <p className="mb-2 text-muted">{t('auditText')}</p>
      {query.isError ? <ErrorNotice error={query.error} /> : query.isPending ? <Skeleton /> : entries.length === 0
        ? <p className="text-muted">{t('noAudit')}</p> : (
        <>
          <Table label={t('audit')}
            columns={[{ title: t('at'), kind: 'time' }, { title: t('person') }, { title: t('action') }, { title: t('subject'), kind: 'wide' }]}
            rows={entries.map(({ number, at, person, action, subject }) => ({
              key: String(number),
              cells: [<Time key="at" time={at} />, visibleText(person), <span key="action"
                className="data whitespace-nowrap">{action}</span>, <span key="subject" className="data">{visibleText(subject)}</span>],
            }))} />
          <LoadMore {...query} />
        </>
      )}
    </Section>
  )
}
