import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { FilterProof } from '../api/rules.ts'
import { EntityLink } from '../components/entity-chip.tsx'
import { Icon } from '../components/icon.tsx'
import { Time } from '../components/time.tsx'
import { useFormats } from '../components/use-formats.ts'
import type { FindingSummary } from '../api/cases.ts'
import { ProblemList } from './problems-notice.tsx'

/** What a filter does, as it was tried: on its own finding, on what is known to be an attack, on the rule's tests, on all that is stored. */
export function ProofView({ proof }: { readonly proof: FilterProof }) {
  const { t } = useTranslation('rules')
  const { number } = useFormats()
  const { usable, problems, tests, known, own, stored, appliesTo } = proof
  if (!usable) {
    return (
      <div className="space-y-2">
        <p className="font-semibold text-high">{t('proof.notUsable')}</p>
        <ProblemList problems={problems} />
      </div>
    )
  }
  const listed = tests !== null && 'tests' in tests ? tests.tests : []
  const failing = listed.filter(test => test.expected === 'found' && !test.passed)
  return (
    <ul className="space-y-2.5">
      <Line good={own.silenced > 0}>{t('proof.own', { count: own.events, silenced: number(own.silenced), events: number(own.events) })}</Line>
      <Line good={known.lost.length === 0}>
        {known.findings === 0 ? t('proof.noneKnown') : known.lost.length === 0 ? t('proof.knownKept', { count: known.findings, events: number(known.events) }) : t('proof.knownLost', { count: known.findings, lost: number(known.lost.length) })}
        <FindingList findings={known.lost} />
      </Line>
      <Line good={failing.length === 0}>
        {listed.length === 0 ? t('proof.noTests') : failing.length === 0 ? t('proof.testsPass', { count: listed.length }) : t('proof.testsFail', { names: failing.map(({ name }) => name).join(', ') })}
      </Line>
      <Line good={null}>
        {t('proof.stored', { count: stored.events, silenced: number(stored.silenced), events: number(stored.events) })} {t('proof.findings', { count: stored.of, findings: number(stored.findings), partly: number(stored.partly), of: number(stored.of) })}
        {stored.complete ? null : <span className="text-muted"> {t('proof.newestOnly')}</span>}
        <FindingList findings={stored.listed} />
      </Line>
      {appliesTo.length < 2 ? null : <Line good={null}>{t('proof.appliesTo', { count: appliesTo.length, rules: appliesTo.map(({ title }) => title).join(', ') })}</Line>}
    </ul>
  )
}

/** @param good null: for a person to judge */
function Line({ good, children }: { readonly good: boolean | null; readonly children: ReactNode }) {
  return (
    <li className="grid grid-cols-[1.5rem_minmax(0,1fr)]">
      <Icon name={good === null ? 'more' : good ? 'check' : 'warning'} className={`mt-1 size-4 ${good === null ? 'text-muted' : good ? 'text-low' : 'text-high'}`} />
      <div>{children}</div>
    </li>
  )
}

function FindingList({ findings }: { readonly findings: readonly FindingSummary[] }) {
  const { t } = useTranslation('rules')
  if (findings.length === 0) return null
  return (
    <details className="mt-1">
      <summary className="text-small text-muted">{t('proof.show', { count: findings.length })}</summary>
      <ul className="mt-1 space-y-0.5 text-small">{findings.map(({ id, time, subject, count }) => <li key={id} className="flex flex-wrap gap-x-3"><Time time={time} /><EntityLink entity={subject} at={time} /><span className="text-muted tabular-nums">{t('proof.events', { count })}</span></li>)}</ul>
    </details>
  )
}
