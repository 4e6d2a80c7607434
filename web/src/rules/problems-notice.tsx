import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RuleProblem } from '../api/rules.ts'
import { ruleProblemsQuery } from '../api/rules.ts'
import { Button } from '../components/button.tsx'
import { Icon } from '../components/icon.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { visibleText } from '../components/visible-text.ts'

/** Rules that do not load detect nothing: that must not be overlooked. */
export function ProblemsNotice({ counted: { errors, warnings } }: { readonly counted: { readonly errors: number; readonly warnings: number } }) {
  const { t } = useTranslation('rules')
  const [open, setOpen] = useState(false)
  return (
    <div className="card mb-3 px-4 py-3">
      <div className="flex flex-wrap items-center gap-3">
        <Icon name="warning" className={`size-5 ${errors > 0 ? 'text-high' : 'text-medium'}`} />
        <p className="flex-1">{t('problems.counted', { errors, warnings })}</p>
        <Button aria-expanded={open} onClick={() => setOpen(!open)}>{t(open ? 'problems.hide' : 'problems.show')}</Button>
      </div>
      {open ? <AllProblems /> : null}
    </div>
  )
}

function AllProblems() {
  const { data, error } = useQuery(ruleProblemsQuery)
  if (error !== null) return <ErrorNotice error={error} />
  return data === undefined ? <Skeleton /> : <div className="mt-3"><ProblemList problems={data.items} /></div>
}

/** What is wrong, where, and how to mend it. */
export function ProblemList({ problems }: { readonly problems: readonly RuleProblem[] }) {
  return (
    <ul className="space-y-2 text-small">
      {problems.map(({ code, severity, set, file, line, column, message, mend }, i) => (
        <li key={i} className="border-l-2 border-line pl-3">
          <p><span className={`mr-2 font-semibold ${severity === 'error' ? 'text-high' : 'text-medium'}`}>{code}</span>{visibleText(message)}</p>
          <p className="text-muted">{visibleText(mend)}</p>
          {file === '' && line === 0 ? null : <p className="data text-muted">{visibleText([set, file].filter(part => part !== '').join(' / '))}:{line}:{column}</p>}
        </li>
      ))}
    </ul>
  )
}
