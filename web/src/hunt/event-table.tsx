import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HuntEvent } from '../api/hunts.ts'
import { fieldQuery } from '../api/query-text.ts'
import { Button } from '../components/button.tsx'
import { Icon } from '../components/icon.tsx'
import { Time } from '../components/time.tsx'
import { visibleText } from '../components/visible-text.ts'
import { FieldTable } from '../events/field-table.tsx'

/** Characters of an event's fields in its row. */
const SUMMARY_LENGTH = 400

/** What Windows writes about every event before it says what happened: it comes last. */
const ENVELOPE = /^(Provider_|Execution_|Correlation_|Security_UserID$|(Version|Level|Task|Opcode|Keywords|TimeCreated|EventRecordID|Channel|Computer|RuleName|UtcTime)$)/

interface EventTableProps {
  readonly events: readonly HuntEvent[]
  /** Opens the event beside the page. */
  readonly onLook: (id: string) => void
  /** Asks for a part of what was found. */
  readonly onNarrow: (query: string) => void
}

/** The events found; open, with all their fields. */
export function EventTable({ events, onLook, onNarrow }: EventTableProps) {
  return <ul className="-mx-2">{events.map(event => <EventRow key={event.id} event={event} onLook={onLook} onNarrow={onNarrow} />)}</ul>
}

function EventRow({ event, onLook, onNarrow }: { readonly event: HuntEvent } & Omit<EventTableProps, 'events'>) {
  const { t } = useTranslation('hunt')
  const [open, setOpen] = useState(false)
  const { id, time, dataset, path, record, fields } = event
  return (
    <li className="border-b border-line last:border-b-0">
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}
        className="grid w-full grid-cols-[1rem_minmax(0,1fr)] items-start gap-x-3 gap-y-0.5 rounded-md px-2 py-1.5 text-left text-small outline-offset-[-2px]! hover:bg-raised md:grid-cols-[1rem_auto_11rem_minmax(0,1fr)]">
        <Icon name="chevron" className={`mt-0.5 size-4 text-muted transition-transform ${open ? 'rotate-90' : ''}`} />
        <Time time={time} />
        <span className="data col-start-2 truncate text-muted md:col-start-3">{visibleText(dataset)}</span>
        <Summary fields={fields} />
      </button>
      {open ? (
        <div className="space-y-2 pt-1 pr-2 pb-4 pl-9">
          <div className="flex flex-wrap items-center gap-2">
            <span className="data min-w-0 flex-1 text-muted">{visibleText(path)} · {t('record', { record })}</span>
            <Button look="quiet" onClick={() => onNarrow(fieldQuery('_dataset', dataset))}>{t('onlyDataset')}</Button>
            <Button icon="evidence" onClick={() => onLook(id)}>{t('open')}</Button>
          </div>
          <FieldTable fields={fields} time={time} />
        </div>
      ) : null}
    </li>
  )
}

function Summary({ fields }: { readonly fields: HuntEvent['fields'] }) {
  let left = SUMMARY_LENGTH
  const entries = Object.entries(fields)
  const ordered = [...entries.filter(([name]) => !ENVELOPE.test(name)), ...entries.filter(([name]) => ENVELOPE.test(name))]
  const shown = ordered.flatMap(([name, value]) => {
    if (left <= 0) return []
    const text = (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, left)
    left -= name.length + text.length
    return [{ name, text }]
  })
  return (
    <span className="data col-start-2 line-clamp-2 md:col-start-4">
      {shown.map(({ name, text }) => <span key={name} className="mr-3">
        <span className="text-muted">{visibleText(name)}=</span>{visibleText(text)}</span>)}
    </span>
  )
}
