import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { rulesQuery } from '../api/rules.ts'
import { buttonLook } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { LoadMore } from '../components/load-more.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { useFormats } from '../components/use-formats.ts'
import { ExportRules } from './export-rules.tsx'
import { ProblemsNotice } from './problems-notice.tsx'
import { RuleChangesNotice } from './rule-changes-notice.tsx'
import { RuleFiltersBar } from './rule-filters.tsx'
import { ruleListRoute } from './rule-routes.ts'
import { RuleRows } from './rule-rows.tsx'

/** All rules, with what they found and how often they were right. */
export function RuleListPage() {
  const { t } = useTranslation('rules')
  const { number } = useFormats()
  const filters = ruleListRoute.useSearch()
  const query = useInfiniteQuery(rulesQuery(filters))
  const first = query.data?.pages[0]
  const shown = query.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <>
      <title>{`${t('title')} · Noroshi`}</title>
      <PageHeader title={t('title')} actions={<><ExportRules filters={filters} /><Link to="/rule-sets" className={buttonLook('plain')}>{t('sets.open')}</Link></>}>
        {first === undefined ? t('subtitle') : t('counted', { count: first.rules, rules: number(first.rules), off: number(first.disabled) })}
      </PageHeader>
      <RuleChangesNotice />
      {first === undefined || first.problems.errors + first.problems.warnings === 0 ? null : <ProblemsNotice counted={first.problems} />}
      <RuleFiltersBar filters={filters} known={first} />
      {query.isError ? <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />
        : first === undefined ? <div className="card p-5"><Skeleton lines={9} /></div>
          : shown.length === 0 ? <div className="card"><EmptyState icon="rules" title={t('none')}>{t('noneMend')}</EmptyState></div>
            : (
              <>
                <p role="status" className="mb-2 text-small text-muted">{t('shown', { count: first.total, shown: number(first.total) })}</p>
                <RuleRows rules={shown} label={t('title')} />
                <LoadMore {...query} />
              </>
            )}
    </>
  )
}
