import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { TelescopeSensor } from '../api/telescope.ts'
import { telescopeNamesQuery, telescopeQuery, telescopeWarningsQuery } from '../api/telescope.ts'
import { AddressLink } from '../components/address-link.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { FigureTile } from '../components/figure-tile.tsx'
import { Icon } from '../components/icon.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { Section } from '../components/section.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { Table } from '../components/table.tsx'
import { Time } from '../components/time.tsx'
import { useFormats } from '../components/use-formats.ts'
import { visibleText } from '../components/visible-text.ts'
import { CountBars } from './count-bars.tsx'
import { MinuteBars } from './minute-bars.tsx'
import { CountsSection } from './counts-section.tsx'
import { FiguresSection } from './figures-section.tsx'
import { GrowthSection } from './growth-section.tsx'
import { UnknownSection } from './unknown-section.tsx'
import { WarningSection } from './warning-section.tsx'

/** What the permanent sensor sees while it runs, what it stored, and who is warned. */
export function TelescopePage() {
  const { t } = useTranslation('telescope')
  const { data, error, refetch } = useQuery(telescopeQuery)
  const names = useNames()
  return (
    <>
      <title>{`${t('title')} · Noroshi`}</title>
      <PageHeader title={t('title')}>{t('subtitle')}</PageHeader>
      {error !== null ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : data === undefined
        ? <div className="card p-6"><Skeleton lines={8} /></div>
        : data.sensor !== null ? <SensorContent sensor={data.sensor} names={names} />
          : data.wanted ? <div className="card"><EmptyState icon="telescope" title={t('state.starting')}>{visibleText(data.problem ?? '')}</EmptyState></div>
            : <WithoutSensor names={names} />}
    </>
  )
}

/** Members have no sensor here, but warnings; who has neither is told how to begin. */
function WithoutSensor({ names }: { readonly names: ReadonlyMap<string, string> }) {
  const { t } = useTranslation('telescope')
  const { data } = useInfiniteQuery(telescopeWarningsQuery('all'))
  const isWarned = (data?.pages[0]?.items.length ?? 0) > 0
  return isWarned ? <WarningSection names={names} /> : <div className="card"><EmptyState icon="telescope" title={t('off')}>{t('offText')}</EmptyState></div>
}

/** What people call unknown tools. */
function useNames(): ReadonlyMap<string, string> {
  const { data } = useQuery(telescopeNamesQuery)
  return useMemo(() => new Map(data?.items.map(({ fingerprint, name }) => [fingerprint, name])), [data])
}

/** Milliseconds after its last packet from which a sensor counts what is long past: a capture that is read once. */
const PAST_MS = 600_000

function pastOf({ lastPacket, since }: TelescopeSensor): string | null {
  if (lastPacket === null || Date.parse(since) - Date.parse(lastPacket) < PAST_MS) return null
  return new Date(Math.ceil((Date.parse(lastPacket) + 1) / 60_000) * 60_000).toISOString()
}

function SensorContent({ sensor, names }: { readonly sensor: TelescopeSensor; readonly names: ReadonlyMap<string, string> }) {
  const { t } = useTranslation('telescope')
  const { number } = useFormats()
  const isWell = sensor.state === 'running' || sensor.state === 'ended'
  return (
    <div className="grid grid-cols-1 gap-4">
      <div className="card flex items-center gap-3 px-5 py-4">
        <Icon name={isWell ? 'check' : 'warning'} className={`size-6 ${isWell ? 'text-low' : 'text-high'}`} />
        <div className="min-w-0"><p className="text-lead font-semibold">{t(`state.${sensor.state}`, { source: visibleText(sensor.source) })}</p>
          <p className="text-muted">{t('perSecond', { rate: number(sensor.packetsPerSecond) })} · {t('last')} <Time time={sensor.lastPacket} /> · {t('since')} <Time time={sensor.since} /></p>
          {sensor.problem === null ? null : <p className="data">{visibleText(sensor.problem)}</p>}</div>
      </div>
      <dl className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        <FigureTile label={t('packets')}>{number(sensor.packets)}</FigureTile>
        <FigureTile label={t('sources')}>{number(sensor.sources)}</FigureTile>
        <FigureTile label={t('warningCount')}>{number(sensor.warningCount)}</FigureTile>
        <FigureTile label={`${t('dropped')} · ${t('droppedText')}`}>{sensor.dropped === 0 ? '0' : <span className="text-high">{number(sensor.dropped)}</span>}</FigureTile>
      </dl>
      <WarningSection names={names} />
      <Section title={t('minutes')}>
        {sensor.minutes.length === 0 ? <p className="text-muted">{t('noMinutes')}</p> : <MinuteBars minutes={sensor.minutes} />}
      </Section>
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
        <Section title={t('portsTitle')}><CountBars counts={sensor.ports.map(({ port, ...sums }) => ({ name: port, ...sums }))} /></Section>
        <Section title={t('kindsTitle')}><CountBars counts={sensor.kinds.map(({ kind, ...sums }) => ({ name: kind, ...sums }))} /></Section>
      </div>
      <CountsSection until={pastOf(sensor)} />
      <GrowthSection growth={sensor.growth} />
      <Section title={t('attacks')}>
        {sensor.attacks.length === 0 ? <p className="text-muted">{t('noAttacks')}</p> : (
          <Table label={t('attacks')} columns={[{ title: t('target'), kind: 'wide' }, { title: t('kind') }, { title: t('packets'), kind: 'number' }, { title: t('rate'), kind: 'number' }, { title: t('seen'), kind: 'time' }]}
            rows={sensor.attacks.map(({ target, kind, packets, maxPacketsPerMinute, firstSeen, lastSeen }) => ({
              key: `${target} ${firstSeen}`,
              cells: [<AddressLink key="t" address={target} at={lastSeen} />, kind, number(packets), number(maxPacketsPerMinute), <Time key="s" time={lastSeen} />],
            }))} />
        )}
      </Section>
      <UnknownSection tools={sensor.unknownFingerprints} names={names} />
      <FiguresSection />
      <Section title={t('reading')}>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-8 gap-y-1.5">
          {(['notStored', 'notWatched', 'malformed'] as const).map(name => (
            <div key={name} className="contents"><dt className="text-muted">{t(name)}</dt><dd className="tabular-nums">{number(sensor[name])}</dd></div>
          ))}
        </dl>
      </Section>
    </div>
  )
}
