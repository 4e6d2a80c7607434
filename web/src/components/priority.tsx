import { useTranslation } from 'react-i18next'
import type { Severity } from '../api/nouns.ts'

const STROKES: Readonly<Record<Severity, string>> = {
  critical: 'stroke-critical-fill', high: 'stroke-high-fill', medium: 'stroke-medium-fill', low: 'stroke-low-fill', informational: 'stroke-informational-fill',
}

/** Circumference of a circle of radius 26. */
const AROUND = 2 * Math.PI * 26

/**
 * From which priority a case is worth how much hurry. They are what one finding alone is given (docs/triage.md): a critical one 45, a high
 * one 32, a medium one 18; so a sum of many weak findings is read like the single one it equals.
 */
const HURRIES = [[45, 'now'], [32, 'today'], [18, 'soon'], [0, 'background']] as const

export function hurryOf(priority: number): (typeof HURRIES)[number][1] {
  return HURRIES.find(([from]) => priority >= from)?.[1] ?? 'background'
}

interface PriorityProps {
  readonly priority: number
  readonly severity: Severity
  /** Of the drawing. */
  readonly className: string
}

/** The priority on a dial of 0 to 100, in the colour of the severity. */
export function PriorityGauge({ priority, severity, className }: PriorityProps) {
  const { t } = useTranslation('components')
  const meaning = t(`hurry.${hurryOf(priority)}`)
  return (
    <svg viewBox="0 0 58 58" className={`shrink-0 ${className}`} role="img" aria-label={t('priorityOf', { priority, meaning })}>
      <title>{t('priorityOf', { priority, meaning })}</title>
      <circle cx="29" cy="29" r="26" fill="none" strokeWidth="5" className="stroke-raised" />
      <circle cx="29" cy="29" r="26" fill="none" strokeWidth="5" strokeLinecap="round" transform="rotate(-90 29 29)"
        className={STROKES[severity]} strokeDasharray={`${(AROUND * priority / 100).toFixed(1)} ${AROUND.toFixed(1)}`} />
      <text x="29" y="36" textAnchor="middle" className="fill-text text-[20px] font-semibold tabular-nums">{priority}</text>
    </svg>
  )
}
