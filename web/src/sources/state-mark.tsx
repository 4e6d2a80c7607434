import { useTranslation } from 'react-i18next'
import type { SourceState } from '../api/sources.ts'

const LOOKS: Readonly<Record<SourceState, string>> = { taking: 'text-low', silent: 'text-medium', paused: 'text-high', failed: 'text-critical', stopped: 'text-muted' }

/** Whether a source takes what is sent, in a word and a colour. */
export function StateMark({ state }: { readonly state: SourceState }) {
  const { t } = useTranslation('sources')
  return <span className={`inline-flex items-center gap-1.5 font-semibold whitespace-nowrap ${LOOKS[state]}`}><span aria-hidden="true" className="size-2 rounded-full bg-current" />{t(`state.${state}`)}</span>
}
