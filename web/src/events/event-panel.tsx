import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EventDetail } from '../api/events.ts'
import { eventQuery } from '../api/events.ts'
import { IconButton } from '../components/button.tsx'
import { CopyButton } from '../components/copy-button.tsx'
import { NamedRow } from '../components/named-row.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { SidePanel } from '../components/side-panel.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { Switcher } from '../components/switcher.tsx'
import { Time } from '../components/time.tsx'
import { useFormats } from '../components/use-formats.ts'
import { visibleText } from '../components/visible-text.ts'
import { useMay } from '../shell/session.ts'
import { FieldTable } from './field-table.tsx'
import { RawEvent } from './raw-event.tsx'

/** Most looks at an event do not ask for it. */
const EventRulesView = lazy(async () => ({ default: (await import('../rules/rule-explanation.tsx')).EventRulesView }))

interface EventPanelProps {
  readonly id: string
  /** The events that were looked up together; the panel goes through them. */
  readonly among: readonly string[]
  readonly onLook: (id: string) => void
  readonly onClose: () => void
  /** Looked at first: why this rule fires on it, or not. */
  readonly rule?: string | undefined
}

/** One event beside the page: its fields, its bytes as they were recorded, and where it lies in the evidence. */
export function EventPanel({ id, among, onLook, onClose, rule }: EventPanelProps) {
  const { t } = useTranslation('events')
  const { data, error } = useQuery(eventQuery(id))
  const at = among.indexOf(id)
  const step = (by: number) => {
    const next = among[at + by]
    if (next !== undefined) onLook(next)
  }
  const actions = at < 0 || among.length < 2 ? null : (
    <div className="flex items-center text-small text-muted">
      <IconButton label={t('previous')} icon="back" disabled={at === 0} onClick={() => step(-1)} />
      <span className="tabular-nums">{t('place', { at: at + 1, of: among.length })}</span>
      <IconButton label={t('next')} icon="chevron" disabled={at === among.length - 1} onClick={() => step(1)} />
    </div>
  )
  return (
    <SidePanel title={t('title')} onClose={onClose} actions={actions}>
      {error !== null ? <ErrorNotice error={error} /> : data === undefined ? <Skeleton lines={8} />
        : <EventContent key={id} event={data} rule={rule} />}
    </SidePanel>
  )
}

const FLAGS = ['zoneAssumed', 'yearAssumed', 'recovered'] as const

function EventContent({ event, rule }: { readonly event: EventDetail; readonly rule: string | undefined }) {
  const { t } = useTranslation('events')
  const { number } = useFormats()
  const mayReadRaw = useMay('analyst')
  const [view, setView] = useState<'fields' | 'rules' | 'raw'>(rule === undefined ? 'fields' : 'rules')
  return (
    <div className="space-y-5">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-5 gap-y-1 text-small">
        <NamedRow name={t('time')}><Time time={event.time} precise="microsecond" />{event.time === null ? null : ' UTC'}{FLAGS.map(flag => (event.flags[flag] ? <span key={flag} className="ml-2 text-medium">{t(`flags.${flag}`)}</span> : null))}</NamedRow>
        <NamedRow name={t('dataset')}><span className="data">{visibleText(event.dataset)}</span></NamedRow>
        <NamedRow name={t('path')}>{event.paths.map(path => <div key={path} className="data">{visibleText(path)}</div>)}</NamedRow>
        <NamedRow name={t('place-in')}>{t('recordAt', { record: number(event.record), offset: number(event.offset) })}</NamedRow>
        <NamedRow name={t('evidence')}>
          <Link to="/evidence/$sha256" params={{ sha256: event.evidence }}
            className="data text-accent hover:underline">{event.evidence.slice(0, 16)}…</Link>
          <span className="text-muted"> · {t('custody')}</span>
        </NamedRow>
        <NamedRow name={t('id')}><span className="inline-flex items-center gap-1">
          <span className="data">{event.id}</span><CopyButton text={event.id} label={t('copyId')} /></span></NamedRow>
      </dl>
      <Switcher label={t('view')} value={view} onChange={setView}
        choices={[{ value: 'fields', label: t('fields') }, { value: 'rules', label: t('rules') }, ...(mayReadRaw ? [{ value: 'raw' as const, label: t('raw') }] : [])]} />
      {view === 'fields' ? <FieldTable fields={event.fields} time={event.time} /> : view === 'raw' ? <RawEvent id={event.id} />
        : <Suspense fallback={<Skeleton lines={6} />}><EventRulesView event={event.id} asked={rule} /></Suspense>}
    </div>
  )
}
