import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { telescopeWarningsQuery } from '../api/telescope.ts'
import { LoadMore } from '../components/load-more.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { Section } from '../components/section.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { Switcher } from '../components/switcher.tsx'
import { WarningPanel } from './warning-panel.tsx'
import { WarningTable } from './warning-table.tsx'

const VIEWS = ['open', 'held', 'closed', 'all'] as const

/** Who is warned; members see themselves. */
export function WarningSection({ names }: { readonly names: ReadonlyMap<string, string> }) {
  const { t } = useTranslation('telescope')
  const [view, setView] = useState<typeof VIEWS[number]>('open')
  const [shown, setShown] = useState<string | null>(null)
  const { data, error, refetch, ...more } = useInfiniteQuery(telescopeWarningsQuery(view))
  const warnings = data?.pages.flatMap(({ items }) => items)
  return (
    <Section title={t('warnings')} actions={<Switcher label={t('warnings')} value={view} onChange={setView} choices={VIEWS.map(value => ({ value, label: t(`warningStates.${value}`) }))} />}>
      {error !== null ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : warnings === undefined ? <Skeleton lines={3} />
        : warnings.length === 0 ? <p className="text-muted">{t(view === 'all' ? 'noWarnings' : 'noSuchWarnings')}</p>
          : <><WarningTable warnings={warnings} names={names} onOpen={setShown} /><LoadMore {...more} /></>}
      {shown === null ? null : <WarningPanel id={shown} names={names} onClose={() => setShown(null)} />}
    </Section>
  )
}
