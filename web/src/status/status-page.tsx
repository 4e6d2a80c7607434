import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Status } from '../api/status.ts'
import { statusQuery } from '../api/status.ts'
import { CopyButton } from '../components/copy-button.tsx'
import { FigureTile } from '../components/figure-tile.tsx'
import { Icon } from '../components/icon.tsx'
import { Meter } from '../components/meter.tsx'
import { NamedRow } from '../components/named-row.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { Section } from '../components/section.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { useFormats } from '../components/use-formats.ts'
import { visibleText } from '../components/visible-text.ts'

/** What is there, and whether all of it has been worked through. */
export function StatusPage() {
  const { t } = useTranslation('status')
  const { data, error, refetch } = useQuery(statusQuery)
  return (
    <>
      <title>{`${t('title')} · Noroshi`}</title>
      <PageHeader title={t('title')}>{t('subtitle')}</PageHeader>
      {error !== null ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : data === undefined
        ? <div className="card p-6"><Skeleton lines={8} /></div> : <StatusContent status={data} />}
    </>
  )
}

function StatusContent({ status }: { readonly status: Status }) {
  const { t } = useTranslation('status')
  const { number, bytes } = useFormats()
  const { settled, cases, digests, evidence, datasets, chunks } = status
  const most = Math.max(1, ...Object.values(datasets))
  return (
    <div className="grid grid-cols-1 gap-4">
      <div className="card flex items-center gap-3 px-5 py-4">
        <Icon name={settled ? 'check' : 'clock'} className={`size-6 ${settled ? 'text-low' : 'text-medium'}`} />
        <div><p className="text-lead font-semibold">{t(settled ? 'settled' : 'working')}</p>
          <p className="text-muted">{t(settled ? 'settledText' : 'workingText', { waiting: number(chunks.waiting) })}</p></div>
      </div>
      <dl className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        <FigureTile label={t('cases')}>{number(cases)}</FigureTile>
        <FigureTile label={t('matches')}>{number(digests.matches.count)}</FigureTile>
        <FigureTile label={t('events')}>{number(digests.events.count)}</FigureTile>
        <FigureTile label={t('evidence')} note={bytes(evidence.bytes)}>{number(evidence.count)}</FigureTile>
      </dl>
      <Section title={t('datasets')}>
        <dl className="grid grid-cols-[minmax(0,1fr)_minmax(3rem,14rem)_auto] items-center gap-x-5 gap-y-1.5">
          {Object.entries(datasets).toSorted(([, a], [, b]) => b - a).map(([name, count]) => (
            <div key={name} className="contents">
              <dt className="data truncate">{visibleText(name)}</dt>
              <dd><Meter share={count / most} className="fill-accent" /></dd>
              <dd className="text-right tabular-nums">{number(count)}</dd>
            </div>
          ))}
        </dl>
      </Section>
      <Section title={t('reading')}>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-8 gap-y-1.5">
          <NamedRow name={t('chunksDone')}>{number(chunks.done)}</NamedRow>
          <NamedRow name={t('chunksWaiting')}>{number(chunks.waiting)}</NamedRow>
          <NamedRow name={t('quarantined')}>{chunks.quarantined === 0 ? '0' : <b className="text-high">{number(chunks.quarantined)}</b>}</NamedRow>
          <NamedRow name={t('generation')}>{number(status.fold.generation)}</NamedRow>
        </dl>
      </Section>
      <Section title={t('digests')}>
        <p className="mb-2 text-muted">{t('digestsText')}</p>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-8 gap-y-1.5">
          {(['events', 'matches'] as const).map(name => (
            <NamedRow key={name} name={t(name)}>
              <span className="inline-flex max-w-full flex-wrap items-center gap-x-1">
                <span className="data">{digests[name].sum}</span><CopyButton text={digests[name].sum}
                label={t('copyDigest', { name: t(name) })} /></span>
            </NamedRow>
          ))}
        </dl>
      </Section>
    </div>
  )
}
