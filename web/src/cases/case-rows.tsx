import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { Link } from '@tanstack/react-router'
import { useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CaseSummary } from '../api/cases.ts'
import { EntityName } from '../components/entity-chip.tsx'
import { hurryOf, PriorityGauge } from '../components/priority.tsx'
import { SeverityBadge } from '../components/severity.tsx'
import { TimeSpan } from '../components/time.tsx'
import { visibleText } from '../components/visible-text.ts'
import { useKeys } from '../shell/keyboard.ts'
import { useLanguage } from '../shell/use-language.ts'
import { StatusMark } from './status-mark.tsx'

/** Pixels of a row on a wide window, until it is measured. */
const ROW_PIXELS = 84
/** Rows made beyond both edges of the window. */
const BEYOND = 8
/** Entities named in a row. */
const NAMED = 2

/** The rows in view of a list of any length. `j` and `k` go through them; the browser's own Enter opens. */
export function CaseRows({ cases }: { readonly cases: readonly CaseSummary[] }) {
  const { t } = useTranslation('cases')
  const list = useRef<HTMLUListElement>(null)
  const [top, setTop] = useState(0)
  useLayoutEffect(() => setTop(list.current?.offsetTop ?? 0), [])
  const rows = useWindowVirtualizer({ count: cases.length, estimateSize: () => ROW_PIXELS, overscan: BEYOND, scrollMargin: top, getItemKey: i => cases[i]?.id ?? i })
  const go = (step: number) => {
    const at = Number(document.activeElement?.closest('[data-index]')?.getAttribute('data-index') ?? -1)
    const next = Math.min(cases.length - 1, Math.max(0, at < 0 ? 0 : at + step))
    rows.scrollToIndex(next, { align: 'auto' })
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-index="${next}"] a`)?.focus({ preventScroll: true }))
  }
  useKeys({ j: () => go(1), k: () => go(-1) })
  return (
    <ul ref={list} aria-label={t('title')} className="card relative overflow-hidden" style={{ height: rows.getTotalSize() }}>
      {rows.getVirtualItems().map(({ index, key, start }) => {
        const shown = cases[index]
        return shown === undefined ? null : (
          <li key={key} ref={rows.measureElement} data-index={index} aria-setsize={cases.length} aria-posinset={index + 1}
            className="absolute inset-x-0 top-0 border-b border-line last:border-b-0" style={{ transform: `translateY(${start - top}px)` }}>
            <CaseRow shown={shown} />
          </li>
        )
      })}
    </ul>
  )
}

function CaseRow({ shown }: { readonly shown: CaseSummary }) {
  const { t } = useTranslation(['cases', 'components'])
  const language = useLanguage()
  const { id, title, priority, severity, firstSeen, lastSeen, entities, findings, status, owner, verdict, tactics } = shown
  return (
    <Link to="/cases/$caseId" params={{ caseId: id }}
      className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-4 gap-y-1 px-4 py-3 outline-offset-[-2px]! hover:bg-raised lg:grid-cols-[auto_minmax(0,1fr)_13.5rem_6.5rem]">
      <PriorityGauge priority={priority} severity={severity} className="size-12" />
      <div className="min-w-0">
        <h2 className="line-clamp-2 text-lead leading-snug font-semibold lg:block lg:truncate">{visibleText(title[language])}</h2>
        <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-small text-muted lg:flex-nowrap">
          <SeverityBadge severity={severity} />
          <span className="font-medium whitespace-nowrap text-text">{t(`components:hurry.${hurryOf(priority)}`)}</span>
          {entities.slice(0, NAMED).map((entity, i) => <span key={`${entity.type}:${entity.value}`}
            className={`truncate ${i === 0 ? 'lg:shrink-0' : 'min-w-0'}`}><EntityName entity={entity} /></span>)}
        </div>
      </div>
      <div className="col-start-2 text-small text-muted lg:col-start-3">
        <TimeSpan first={firstSeen} last={lastSeen} precise="minute" />
        <div>{t('findingsCount', { count: findings })}{tactics.length > 0 ? ` · ${t('tacticsCount', { count: tactics.length })}` : ''}</div>
      </div>
      <div className="col-start-2 flex flex-wrap items-center gap-x-3 text-small lg:col-start-4 lg:flex-col lg:items-end">
        <StatusMark status={status} verdict={verdict} />
        <span className="max-w-32 truncate text-muted">{owner ?? t('noOwner')}</span>
      </div>
    </Link>
  )
}
