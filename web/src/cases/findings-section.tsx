import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FindingSummary } from '../api/cases.ts'
import { findingQuery } from '../api/events.ts'
import { EntityLink, EntityName } from '../components/entity-chip.tsx'
import { Icon } from '../components/icon.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { Section } from '../components/section.tsx'
import { SeverityBadge } from '../components/severity.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { Time } from '../components/time.tsx'
import { useFormats } from '../components/use-formats.ts'
import { visibleText } from '../components/visible-text.ts'
import { FindingRule } from '../rules/finding-rule.tsx'
import { useLanguage } from '../shell/use-language.ts'
import { ExplanationParts } from './explanation-parts.tsx'
import { ruleTitle } from './rule-title.ts'

interface FindingsSectionProps {
  /** The first. */
  readonly findings: readonly FindingSummary[]
  /** Of all. */
  readonly count: number
  readonly onLook: (events: readonly string[]) => void
}

/** Each finding; open, with its reason and its events. */
export function FindingsSection({ findings, count, onLook }: FindingsSectionProps) {
  const { t } = useTranslation('cases')
  return (
    <Section title={`${t('findings.title')} (${count})`}>
      <ul className="-mx-2">
        {findings.map(finding => <FindingRow key={finding.id} finding={finding} onLook={onLook} />)}
      </ul>
      {count > findings.length
        ? <p className="mt-2 text-small text-muted">{t('findings.shownOf', { shown: findings.length, total: count })}</p> : null}
    </Section>
  )
}

function FindingRow({ finding, onLook }: { readonly finding: FindingSummary; readonly onLook: (events: readonly string[]) => void }) {
  const { t } = useTranslation('cases')
  const { number } = useFormats()
  const language = useLanguage()
  const [open, setOpen] = useState(false)
  const { rule, severity, subject, time, count, techniques } = finding
  return (
    <li className="border-b border-line last:border-b-0">
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}
        className="grid w-full grid-cols-[1rem_minmax(0,1fr)] items-center gap-x-3 gap-y-0.5 rounded-md px-2 py-2 text-left outline-offset-[-2px]! hover:bg-raised md:grid-cols-[1rem_minmax(0,1fr)_auto]">
        <Icon name="chevron" className={`size-4 text-muted transition-transform ${open ? 'rotate-90' : ''}`} />
        <span className="font-medium">{visibleText(ruleTitle(rule, language))}</span>
        <span className="col-start-2 md:col-start-3 md:justify-self-end"><SeverityBadge severity={severity} /></span>
        <span className="col-start-2 flex flex-wrap gap-x-4 text-small text-muted md:col-[2/4]">
          <Time time={time} />
          <EntityName entity={subject} />
          <span>{t('findings.events')} {number(count)}</span>
          {techniques.length === 0 ? null : <span>{techniques.join(' ')}</span>}
        </span>
      </button>
      {open ? <FindingDetails id={finding.id} onLook={onLook} /> : null}
    </li>
  )
}

function FindingDetails({ id, onLook }: { readonly id: string; readonly onLook: (events: readonly string[]) => void }) {
  const { t } = useTranslation('cases')
  const { number } = useFormats()
  const { data, error, isPending } = useQuery(findingQuery(id))
  if (error !== null) return <div className="p-3"><ErrorNotice error={error} /></div>
  if (isPending) return <div className="p-3"><Skeleton /></div>
  const ids = data.events.map(event => event.id)
  return (
    <div className="space-y-4 py-3 pr-2 pl-9">
      {data.subject.type === 'ip' ? <p className="text-small"><EntityLink entity={data.subject} at={data.time} /></p> : null}
      <ExplanationParts explanation={data.reason} onLook={onLook} />
      <FindingRule finding={data} />
      <div>
        <h3 className="heading mb-1">{t('findings.listed')}</h3>
        <ul className="max-h-64 overflow-y-auto text-small" tabIndex={0} aria-label={t('findings.listed')}>
          {data.events.map((event, i) => (
            <li key={event.id}>
              <button type="button"
                className="flex w-full flex-wrap gap-x-4 rounded px-1.5 py-1 text-left outline-offset-[-2px]! hover:bg-raised"
                onClick={() => onLook([...ids.slice(i), ...ids.slice(0, i)])}>
                <Time time={event.time} precise="microsecond" />
                <span className="data min-w-0 truncate text-muted">{visibleText(event.path)} · {t('timeline.record', { record: event.record })}</span>
              </button>
            </li>
          ))}
        </ul>
        {data.count > ids.length
          ? <p className="mt-1 text-small text-muted">{t('findings.shownOf', { shown: number(ids.length), total: number(data.count) })}</p> : null}
      </div>
    </div>
  )
}
