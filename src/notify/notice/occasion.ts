import type { Language } from '../../model/reason.ts'

/** Why something is told now. */
export type Occasion =
  | { readonly kind: 'created' }
  /** To this priority. */
  | { readonly kind: 'raised'; readonly to: number }
  | { readonly kind: 'reminder'; readonly number: number }
  | { readonly kind: 'escalation'; readonly number: number }

/** As it stands in keys and in the history: `created`, `raised-80`, `reminder-1`, `escalation-1`. */
export function occasionName(occasion: Occasion): string {
  switch (occasion.kind) {
    case 'created': return 'created'
    case 'raised': return `raised-${occasion.to}`
    case 'reminder': return `reminder-${occasion.number}`
    case 'escalation': return `escalation-${occasion.number}`
  }
}

/** What stands before the subject. */
export function occasionPrefix(occasion: Occasion, language: Language): string {
  switch (occasion.kind) {
    case 'created': return ''
    case 'raised': return language === 'ja' ? '【緊急度上昇】' : 'More urgent: '
    case 'reminder': return language === 'ja' ? `【再送 ${occasion.number}】` : `Reminder ${occasion.number}: `
    case 'escalation': return language === 'ja' ? '【エスカレーション】' : 'Not yet acknowledged: '
  }
}
