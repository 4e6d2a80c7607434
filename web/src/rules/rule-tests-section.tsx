import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { RuleTest, RuleTests } from '../api/rules.ts'
import { ruleTestsQuery } from '../api/rules.ts'
import { Icon } from '../components/icon.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { Section } from '../components/section.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { visibleText } from '../components/visible-text.ts'

/** The events beside a rule, run over it just now. */
export function RuleTestsSection({ ruleKey }: { readonly ruleKey: string }) {
  const { t } = useTranslation('rules')
  const { data, error } = useQuery(ruleTestsQuery(ruleKey))
  return (
    <Section title={t('tests.title')}>
      {error !== null ? <ErrorNotice error={error} /> : data === undefined ? <Skeleton lines={3} /> : <TestOutcome outcome={data.outcome} />}
    </Section>
  )
}

/** What the tests said. */
function TestOutcome({ outcome }: RuleTests) {
  const { t } = useTranslation('rules')
  if (outcome === null) return <p className="text-small text-muted">{t('tests.none')}</p>
  if ('wrong' in outcome) return <p className="text-small text-high">{visibleText(outcome.wrong)}</p>
  const passed = outcome.tests.filter(test => test.passed).length
  return (
    <>
      <p className={`mb-1.5 text-small font-semibold ${passed === outcome.tests.length ? 'text-low' : 'text-high'}`}>{t('tests.passed', { passed, count: outcome.tests.length })}</p>
      <ul className="space-y-1 text-small">{outcome.tests.map((test, i) => <Test key={i} test={test} />)}</ul>
    </>
  )
}

function Test({ test: { name, expected, passed } }: { readonly test: RuleTest }) {
  const { t } = useTranslation('rules')
  return (
    <li className="flex gap-2">
      <span role="img" aria-label={t(passed ? 'tests.pass' : 'tests.fail')}><Icon name={passed ? 'check' : 'close'} className={`mt-0.5 size-4 ${passed ? 'text-low' : 'text-high'}`} /></span>
      <span>{visibleText(name)} <span className="text-muted">{t(`tests.${expected}`)}</span></span>
    </li>
  )
}
