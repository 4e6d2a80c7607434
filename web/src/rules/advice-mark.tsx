import { useTranslation } from 'react-i18next'
import type { RuleSummary } from '../api/rules.ts'

/** Colours of what is advised. */
export const ADVICE_LOOKS = { keep: 'text-low', tune: 'text-medium', retire: 'text-high', unjudged: 'text-muted' } as const

/** What verdicts advise, with the numbers it rests on. */
export function AdviceMark({ rule: { advice, verdicts: { truePositive, benign, falsePositive } } }: { readonly rule: Pick<RuleSummary, 'advice' | 'verdicts'> }) {
  const { t } = useTranslation('rules')
  const judged = truePositive + benign + falsePositive
  return (
    <span className="whitespace-nowrap">
      <span className={`font-semibold ${ADVICE_LOOKS[advice]}`}>{t(`advice.${advice}`)}</span>
      {judged === 0 ? null : <span className="ml-1.5 text-muted tabular-nums" title={t('rightOf', { right: truePositive, judged })}>{truePositive}/{judged}</span>}
    </span>
  )
}
