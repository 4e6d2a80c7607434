import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { FindingSummary, TimelineEntry } from '../api/cases.ts'
import { timelineQuery } from '../api/cases.ts'
import type { Severity } from '../api/nouns.ts'
import { EntityName } from '../components/entity-chip.tsx'
import { LoadMore } from '../components/load-more.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { Section } from '../components/section.tsx'
import { SEVERITY_FILL } from '../components/severity.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { Time } from '../components/time.tsx'
import { visibleText } from '../components/visible-text.ts'
import { useLanguage } from '../shell/use-language.ts'
import { ruleTitle } from './rule-title.ts'

interface TimelineSectionProps {
  readonly caseId: string
  readonly findings: readonly FindingSummary[]
  readonly onLook: (events: readonly string[]) => void
}

/** The events of all its findings, in the order of time. */
export function TimelineSection({ caseId, findings, onLook }: TimelineSectionProps) {
  const { t } = useTranslation('cases')
  const query = useInfiniteQuery(timelineQuery(caseId))
  const entries = query.data?.pages.flatMap(({ items }) => items) ?? []
  const severities = new Map(findings.map(({ id, severity }) => [id, severity]))
  const ids = entries.map(({ id }) => id)
  return (
    <Section title={t('timeline.title')}>
      {query.isError ? <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />
        : query.isPending ? <Skeleton lines={5} />
          : (
            <>
              <Spread entries={entries} severities={severities} label={t('timeline.spread')} />
              <ol className="max-h-96 overflow-y-auto" tabIndex={0} aria-label={t('timeline.title')}>
                {entries.map((entry, i) => (
                  <TimelineRow key={`${entry.finding}:${entry.id}`} entry={entry} severity={severities.get(entry.finding) ?? 'informational'}
                    onLook={() => onLook([...ids.slice(i), ...ids.slice(0, i)])} />
                ))}
              </ol>
              <LoadMore {...query} />
            </>
          )}
    </Section>
  )
}

function TimelineRow({ entry, severity, onLook }: { readonly entry: TimelineEntry; readonly severity: Severity; readonly onLook: () => void }) {
  const { t } = useTranslation('cases')
  const { time, subject, path, record } = entry
  const title = ruleTitle(entry, useLanguage())
  return (
    <li>
      <button type="button" onClick={onLook}
        className="grid w-full grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-3 rounded-md px-2 py-1.5 text-left text-small outline-offset-[-2px]! hover:bg-raised sm:grid-cols-[auto_auto_minmax(0,1fr)_auto]">
        <svg viewBox="0 0 10 10" className="mt-[0.45rem] size-2 self-start" aria-hidden="true"><circle cx="5" cy="5" r="5"
          className={SEVERITY_FILL[severity]} /></svg>
        <Time time={time} />
        <span className="col-start-2 font-medium sm:col-start-3">{visibleText(title)}</span>
        <span className="col-start-2 text-tiny text-muted sm:col-start-4"><EntityName entity={subject} /></span>
        <span className="data col-start-2 truncate text-tiny text-muted sm:col-span-2 sm:col-start-3">{visibleText(path)} · {t('timeline.record', { record })}</span>
      </button>
    </li>
  )
}

const WIDTH = 1_000
const HEIGHT = 22

/** Where the events lie between the first and the last. */
function Spread({ entries, severities, label }: { readonly entries: readonly TimelineEntry[]; readonly severities: ReadonlyMap<string, Severity>; readonly label: string }) {
  const times = entries.flatMap(({ time, finding }) => (time === null ? [] : [{ at: Date.parse(time), severity: severities.get(finding) ?? 'informational' }]))
  const first = times[0]?.at ?? 0
  const length = (times.at(-1)?.at ?? 0) - first
  if (length === 0) return null
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" className="mb-3 h-5 w-full" role="img" aria-label={label}>
      <rect width={WIDTH} height="2" y={HEIGHT / 2 - 1} className="fill-raised" />
      {times.map(({ at, severity }, i) => (
        <rect key={i} x={((WIDTH - 4) * (at - first) / length).toFixed(1)} width="4" height={HEIGHT} rx="2"
          className={SEVERITY_FILL[severity]} opacity="0.8" />
      ))}
    </svg>
  )
}
