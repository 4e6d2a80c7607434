import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CountedValue } from '../api/telescope.ts'
import { COUNTED_BY, telescopeCountsQuery } from '../api/telescope.ts'
import { Select } from '../components/field.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { Section } from '../components/section.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { Switcher } from '../components/switcher.tsx'
import { useFormats } from '../components/use-formats.ts'
import { CountBars } from './count-bars.tsx'
import type { Step } from './step-bars.tsx'
import { StepBars } from './step-bars.tsx'

const SPANS = { hour: 3_600, day: 86_400, week: 604_800 } as const
type Span = keyof typeof SPANS
type Measure = 'packets' | 'sources'

/** What is stored by the minute, over an hour to a week, with and without survey scanners. @param until where the span ends; null: now */
export function CountsSection({ until }: { readonly until: string | null }) {
  const { t } = useTranslation('telescope')
  const { number } = useFormats()
  const [span, setSpan] = useState<Span>('day')
  const [by, setBy] = useState<typeof COUNTED_BY[number]>('port')
  const [measure, setMeasure] = useState<Measure>('sources')
  const [surveys, setSurveys] = useState<'with' | 'without'>('with')
  const whole = useQuery(telescopeCountsQuery('all', SPANS[span], until))
  const parts = useQuery(telescopeCountsQuery(by, SPANS[span], until))
  const error = whole.error ?? parts.error
  const chosen = (pair: CountedValue['packets']) => (surveys === 'with' ? pair.all : pair.withoutSurveys)
  const all = whole.data?.values[0]
  const sentence = (at: string, value: Pick<CountedValue, 'packets' | 'sources'>) => t('minuteBar', { at: at.slice(0, 16).replace('T', ' '), packets: number(chosen(value.packets)), sources: number(chosen(value.sources)) })
  return (
    <Section title={t('history')} actions={<div className="flex flex-wrap justify-end gap-2">
      <Switcher label={t('surveyScanners')} value={surveys} onChange={setSurveys} choices={[{ value: 'with', label: t('withSurveys') }, { value: 'without', label: t('withoutSurveys') }]} />
      <Switcher label={t('measure')} value={measure} onChange={setMeasure} choices={[{ value: 'sources', label: t('sources') }, { value: 'packets', label: t('packets') }]} />
      <Switcher label={t('span')} value={span} onChange={setSpan} choices={(['hour', 'day', 'week'] as const).map(value => ({ value, label: t(`spans.${value}`) }))} />
    </div>}>
      {error !== null ? <ErrorNotice error={error} onRetry={() => void Promise.all([whole.refetch(), parts.refetch()])} /> : whole.data === undefined || parts.data === undefined ? <Skeleton lines={6} />
        : all === undefined ? <p className="text-muted">{t('noCounts')}</p> : (
          <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
            <figure>
              <StepBars label={t('history')} {...stepsOf(all, whole.data, { measure, isWith: surveys === 'with', sentence })} />
              <figcaption className="mt-1 text-small text-muted">{t('total', { packets: number(chosen(all.packets)), sources: number(chosen(all.sources)) })}</figcaption>
            </figure>
            <div className="flex items-center gap-2 text-small"><label htmlFor="telescope-by">{t('by')}</label>
              <Select id="telescope-by" className="w-auto!" value={by} onChange={({ target }) => setBy(COUNTED_BY.find(each => each === target.value) ?? 'port')}
                choices={COUNTED_BY.map(value => ({ value, label: t(`dimensions.${value}`) }))} /></div>
            <CountBars measure={measure} counts={parts.data.values.map(({ value, packets, sources }) => ({ name: value === '' ? t('unknownPlace') : by === 'asn' ? `AS${value}` : value, packets: chosen(packets), sources: chosen(sources) }))
              .sort((a, b) => b[measure] - a[measure])} />
          </div>
        )}
    </Section>
  )
}

interface StepOptions {
  readonly measure: Measure
  readonly isWith: boolean
  sentence(at: string, value: Pick<CountedValue, 'packets' | 'sources'>): string
}

/** A bar for each step of the span, also for those in which nothing came. */
function stepsOf({ steps }: CountedValue, { from, to, stepSeconds }: { readonly from: string; readonly to: string; readonly stepSeconds: number }, { measure, isWith, sentence }: StepOptions): { readonly steps: readonly Step[]; readonly places: number } {
  const start = Date.parse(from)
  const places = Math.max(1, Math.ceil((Date.parse(to) - start) / 1_000 / stepSeconds))
  const known = new Map(steps.map(step => [Math.round((Date.parse(step.at) - start) / 1_000 / stepSeconds), step]))
  const none = { all: 0, withoutSurveys: 0 }
  return {
    places,
    steps: Array.from({ length: places }, (_, place) => {
      const at = new Date(start + place * stepSeconds * 1_000).toISOString()
      const step = known.get(place) ?? { at, packets: none, sources: none }
      const below = step[measure].withoutSurveys
      return { key: at, below, above: isWith ? step[measure].all - below : 0, sentence: sentence(at, step) }
    }),
  }
}
