import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { RuleSummary } from '../api/rules.ts'
import { SeverityBadge } from '../components/severity.tsx'
import { useFormats } from '../components/use-formats.ts'
import { visibleText } from '../components/visible-text.ts'
import { AdviceMark } from './advice-mark.tsx'
import { logsourceText } from './logsource-text.ts'
import { SpreadBars } from './spread-bars.tsx'

/** Rules, each with what it found and what people said of it. */
export function RuleRows({ rules, label }: { readonly rules: readonly RuleSummary[]; readonly label: string }) {
  return (
    <ul aria-label={label} className="card overflow-hidden">
      {rules.map(rule => <li key={rule.key} className="border-b border-line last:border-b-0"><RuleRow rule={rule} /></li>)}
    </ul>
  )
}

function RuleRow({ rule }: { readonly rule: RuleSummary }) {
  const { t } = useTranslation('rules')
  const { number } = useFormats()
  const { key, title, kind, level, logsource, techniques, set, enabled, hits, filters } = rule
  return (
    <Link to="/rules/$ruleKey" params={{ ruleKey: key }}
      className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-5 gap-y-1 px-4 py-2.5 outline-offset-[-2px]! hover:bg-raised lg:grid-cols-[minmax(0,1fr)_6rem_7.5rem_8.5rem]">
      <div className="col-span-2 min-w-0 lg:col-span-1">
        <h2 className={`font-semibold ${enabled ? '' : 'text-muted line-through'}`}>{visibleText(title)}</h2>
        <div className="mt-0.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-small text-muted">
          <SeverityBadge severity={level} />
          {enabled ? null : <span className="font-medium text-text">{t('state.disabled')}</span>}
          <span className="data">{visibleText(kind === 'correlation' ? t('correlation') : logsourceText(logsource))}</span>
          {techniques.length === 0 ? null : <span className="tabular-nums">{techniques.join(' ')}</span>}
          {set === '' ? null : <span>{t('ofSet', { set })}</span>}
          {filters === 0 ? null : <span>{t('withFilters', { count: filters })}</span>}
        </div>
      </div>
      <div className="hidden lg:block">{hits.count === 0 ? null : <SpreadBars spread={hits.spread} />}</div>
      <div className="text-small text-muted lg:text-right">
        <div className={`tabular-nums ${hits.count === 0 ? '' : 'font-semibold text-text'}`}>{t('hits', { count: hits.count, hits: number(hits.count) })}</div>
        {hits.last === null ? null : <div className="tabular-nums" title={hits.last}>{hits.last.slice(0, 10)}</div>}
      </div>
      <div className="text-right text-small"><AdviceMark rule={rule} /></div>
    </Link>
  )
}
