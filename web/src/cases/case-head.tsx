import { useTranslation } from 'react-i18next'
import type { CaseDetail } from '../api/cases.ts'
import { CopyButton } from '../components/copy-button.tsx'
import { hurryOf, PriorityGauge } from '../components/priority.tsx'
import { SeverityBadge } from '../components/severity.tsx'
import { TimeSpan } from '../components/time.tsx'
import { visibleText } from '../components/visible-text.ts'
import { useLanguage } from '../shell/use-language.ts'
import { StatusMark } from './status-mark.tsx'

/** What the case is, at a glance. */
export function CaseHead({ shown }: { readonly shown: CaseDetail }) {
  const { t } = useTranslation(['cases', 'components'])
  const { id, title, priority, severity, firstSeen, lastSeen, findingCount, status, verdict, tactics } = shown
  return (
    <header className="mb-5 flex items-start gap-4 sm:gap-5">
      <PriorityGauge priority={priority} severity={severity} className="size-14 sm:size-18" />
      <div className="min-w-0 flex-1">
        <h1 className="text-title font-semibold tracking-tight wrap-anywhere">{visibleText(title[useLanguage()])}</h1>
        <div className="mt-1.5 flex flex-wrap items-center gap-x-4 gap-y-1.5 text-small text-muted">
          <SeverityBadge severity={severity} />
          <span className="font-medium text-text">{t(`components:hurry.${hurryOf(priority)}`)}</span>
          <StatusMark status={status} verdict={verdict} />
          <TimeSpan first={firstSeen} last={lastSeen} />
          <span>{t('findingsCount', { count: findingCount })}</span>
          <span className="inline-flex items-center gap-1"><span className="data text-tiny">{id.slice(0, 8)}</span><CopyButton text={id}
            label={t('copyId')} /></span>
        </div>
        {tactics.length === 0 ? null : (
          <ol aria-label={t('tacticPath')} className="mt-2 flex flex-wrap items-center gap-y-1.5 text-tiny">
            {tactics.map((tactic, i) => (
              <li key={tactic} className="flex items-center">
                {i === 0 ? null : <span className="px-1.5 text-muted" aria-hidden="true">→</span>}
                <span className="rounded-md bg-raised px-2 py-0.5">{t(`tactics.${tactic}`, { defaultValue: tactic })}</span>
              </li>
            ))}
          </ol>
        )}
      </div>
    </header>
  )
}
