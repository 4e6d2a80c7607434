import { useTranslation } from 'react-i18next'
import type { GatewayRecord } from '../api/gateway.ts'
import { Time } from '../components/time.tsx'
import { visibleText } from '../components/visible-text.ts'
import { useLanguage } from '../shell/use-language.ts'
import { ActionBadge, useLayerName } from './marks.tsx'

/** Records, each with what was done, why, and the end of its text. */
export function RecordRows({ records, onLook }: { readonly records: readonly GatewayRecord[]; readonly onLook: (id: string) => void }) {
  const { t } = useTranslation('ai')
  return (
    <ul aria-label={t('title')} className="card overflow-hidden">
      {records.map(record => <li key={record.id} className="border-b border-line last:border-b-0"><RecordRow record={record} onLook={onLook} /></li>)}
    </ul>
  )
}

/** Outcomes that what was done does not say already. */
const TOLD_OUTCOMES: readonly string[] = ['broken', 'gone', 'cut', 'over-budget']

/** Characters of a text that a line holds. */
const QUOTED = 240

function RecordRow({ record, onLook }: { readonly record: GatewayRecord; readonly onLook: (id: string) => void }) {
  const { t } = useTranslation('ai')
  const language = useLanguage()
  const layerName = useLayerName()
  const { id, time, event, application, model, verdict, verdicts, lifted, text, decision, decidedBy, outcome } = record
  const [first] = verdicts
  return (
    <button type="button" onClick={() => onLook(id)}
      className="grid w-full grid-cols-[auto_minmax(0,1fr)] items-start gap-x-4 gap-y-1 px-4 py-2.5 text-left outline-offset-[-2px]! hover:bg-raised lg:grid-cols-[10.5rem_11rem_minmax(0,1fr)]">
      <span className="text-small text-muted"><Time time={time} /></span>
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1 text-small">
        <ActionBadge action={verdict} />
        <span className="text-muted">{t(`event.${event}`)}</span>
      </span>
      <span className="col-span-2 min-w-0 lg:col-span-1">
        <span className="block text-small">
          <b className="font-semibold">{visibleText(application)}</b>
          {model === '' ? null : <span className="text-muted"> · {visibleText(model)}</span>}
          {first === undefined ? null : <span className="text-muted"> · {layerName(first.layer)}</span>}
          {lifted.length === 0 ? null : <span className="text-informational"> · {t('liftedTitle')}</span>}
          {TOLD_OUTCOMES.includes(outcome) && decision !== outcome ? <span className="text-high"> · {t(`outcome.${outcome}`, { defaultValue: outcome })}</span> : null}
          {decision === '' ? null : <span className="text-muted"> · {t(`decision.${decision}`, { person: decidedBy, defaultValue: decision })}</span>}
        </span>
        {first === undefined ? null : <span className="block wrap-anywhere">{visibleText(first.reason[language])}</span>}
        {text === '' ? null : <span className="data block truncate text-small text-muted">{visibleText(text.slice(-QUOTED))}</span>}
      </span>
    </button>
  )
}
