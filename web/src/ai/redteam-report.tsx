import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { RedTeamRun, RedTeamSummary } from '../api/redteam.ts'
import { buttonLook } from '../components/button.tsx'
import { Select } from '../components/field.tsx'
import { Section } from '../components/section.tsx'
import { Table } from '../components/table.tsx'
import { useFormats } from '../components/use-formats.ts'
import { visibleText } from '../components/visible-text.ts'
import { useLanguage } from '../shell/use-language.ts'
import { RedTeamComparison } from './redteam-comparison.tsx'
import { RedTeamSuccesses } from './redteam-successes.tsx'

interface RedTeamReportProps {
  readonly run: RedTeamRun
  /** To choose another from. */
  readonly runs: readonly RedTeamSummary[]
  readonly earlier: RedTeamRun | null
}

/** A run: what was tried, what succeeded, what ordinary people would notice, what to mend. */
export function RedTeamReport({ run, runs, earlier }: RedTeamReportProps) {
  const { t } = useTranslation('ai')
  const { number } = useFormats()
  const language = useLanguage()
  const navigate = useNavigate()
  const before = new Map(earlier?.byGoal.map(goal => [goal.id, goal]))
  const reached = run.byGoal.filter(({ succeeded }) => succeeded > 0)
  const columns = [
    { title: t('goal'), kind: 'wide' as const }, { title: t('triedTimes'), kind: 'number' as const }, ...earlier === null ? [] : [{ title: t('earlier'), kind: 'number' as const }],
    { title: t('reachedTimes'), kind: 'number' as const }, { title: t('filteredTimes'), kind: 'number' as const }, { title: t('failedTimes'), kind: 'number' as const }, { title: t('standards') },
  ]
  return (
    <div className="grid grid-cols-1 gap-4">
      <div className="card flex flex-wrap items-center gap-x-6 gap-y-2 px-5 py-4">
        <div className="min-w-0 flex-1">
          <p className="text-lead font-semibold wrap-anywhere">{visibleText(run.target)}</p>
          <p className="text-muted">{run.started.slice(0, 16).replace('T', ' ')} UTC · {t('succeeded')}: {t('ofAll', { part: run.succeeded, all: run.attempts })} · {t('overDefence')}: {t('ofAll', { part: run.refused, all: run.ordinary })}</p>
        </div>
        <label className="flex max-w-full min-w-0 items-center gap-2 text-small text-muted"><span className="shrink-0">{t('compare')}</span>
          <Select className="w-auto! max-w-72 min-w-0" value={earlier?.id ?? ''} onChange={({ target }) => void navigate({ to: '/ai/redteam', search: { run: run.id, with: target.value || undefined }, replace: true })}
            choices={[{ value: '', label: t('noOther') }, ...runs.filter(({ id }) => id !== run.id).map(({ id, started, target }) => ({ value: id, label: `${started.slice(0, 16).replace('T', ' ')} ${visibleText(target)}` }))]} />
        </label>
        <Link to="/ai/redteam" search={{}} className={buttonLook('plain')}>{t('allRuns')}</Link>
      </div>
      {earlier === null ? null : <RedTeamComparison run={run} earlier={earlier} />}
      <Section title={t('goalTitle')}>
        <Table label={t('goalTitle')} columns={columns}
          rows={run.byGoal.map(({ id, title, owasp, agentic, technique, tried, succeeded, filtered, failed }) => ({
            key: id,
            cells: [
              title[language], number(tried),
              ...earlier === null ? [] : [before.get(id) === undefined ? '–' : number(before.get(id)?.succeeded ?? 0)],
              succeeded === 0 ? '0' : <b key="succeeded" className="font-semibold text-critical">{number(succeeded)}</b>, number(filtered), number(failed),
              <span key="numbers" className="whitespace-nowrap text-muted">{owasp} / {agentic} / {technique}</span>,
            ],
          }))} />
      </Section>
      <RedTeamSuccesses run={run} />
      <Section title={t('refusedTitle')}>
        {run.questions.length === 0 ? <p className="text-muted">{t('noneRefused')}</p> : <ul className="list-disc space-y-1 pl-5">{run.questions.map(({ question, language: of }) => <li key={question} lang={of}>{visibleText(question)}</li>)}</ul>}
      </Section>
      <Section title={t('mend')}>
        {reached.length === 0 ? <p className="text-muted">{t('nothingToMend')}</p>
          : <ul className="list-disc space-y-1 pl-5">{reached.map(({ id, title, mend }) => <li key={id}><b className="font-semibold">{title[language]}</b>{language === 'ja' ? '：' : ': '}{mend[language]}</li>)}</ul>}
      </Section>
    </div>
  )
}
