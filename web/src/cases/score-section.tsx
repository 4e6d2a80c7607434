import { useTranslation } from 'react-i18next'
import type { CaseDetail } from '../api/cases.ts'
import { Meter } from '../components/meter.tsx'
import { Section } from '../components/section.tsx'
import { SEVERITY_FILL } from '../components/severity.tsx'
import { useLanguage } from '../shell/use-language.ts'

/** What each term can give at most (docs/triage.md, “The priority”). */
const MOST_POINTS = { severity: 45, rules: 15, rarity: 10, tactics: 12, order: 8, spread: 10 } as const

/** The terms of the priority against what each can give, and their sum; its sentence stands in each one's title. */
export function ScoreSection({ shown: { score, priority, severity } }: { readonly shown: CaseDetail }) {
  const { t } = useTranslation('cases')
  const language = useLanguage()
  const given = new Map(score.map(fact => [fact.fact.replace(/^triage\.score-/, ''), fact]))
  const others = score.filter(({ fact }) => !Object.keys(MOST_POINTS).includes(fact.replace(/^triage\.score-/, '')))
  return (
    <Section title={t('score.title')}>
      <dl className="grid grid-cols-[minmax(0,1fr)_5rem_auto] items-center gap-x-3 gap-y-1.5 text-small">
        {(['severity', 'rules', 'rarity', 'tactics', 'order', 'spread'] as const).map(term => {
          const points = given.get(term)?.numbers['points'] ?? 0
          return (
            <div key={term} className="contents" title={given.get(term)?.text[language]}>
              <dt>{t(`score.terms.${term}`)}</dt>
              <dd><Meter share={points / MOST_POINTS[term]} className={SEVERITY_FILL[severity]} /></dd>
              <dd className="text-right tabular-nums">{points}</dd>
            </div>
          )
        })}
        {others.map(({ fact, text, numbers }) => (
          <div key={fact} className="contents"><dt className="col-span-2">{text[language]}</dt>
            <dd className="text-right tabular-nums">{numbers['points']}</dd></div>
        ))}
        <div className="contents font-semibold">
          <dt className="col-span-2 mt-1 border-t border-line pt-1.5">{t('score.total')}</dt>
          <dd className="mt-1 border-t border-line pt-1.5 text-right tabular-nums">{priority}</dd>
        </div>
      </dl>
    </Section>
  )
}
