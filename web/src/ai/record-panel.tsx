import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { GatewayRecord, GatewayVerdict } from '../api/gateway.ts'
import { Button, buttonLook } from '../components/button.tsx'
import { SidePanel } from '../components/side-panel.tsx'
import { Time } from '../components/time.tsx'
import { useFormats } from '../components/use-formats.ts'
import { visibleLines, visibleText } from '../components/visible-text.ts'
import { useMay } from '../shell/session.ts'
import { ExceptDialog } from './except-dialog.tsx'
import { ActionBadge, ReasonInBoth, useLayerName } from './marks.tsx'

/** One record: every verdict with its reason, the text, and what became of it. */
export function RecordPanel({ record, onClose }: { readonly record: GatewayRecord; readonly onClose: () => void }) {
  const { t } = useTranslation('ai')
  const { number } = useFormats()
  const layerName = useLayerName()
  const [excepting, setExcepting] = useState<GatewayVerdict | null>(null)
  const { time, event, application, client, model, upstream, verdict, verdicts, lifted, text, outcome, status, tokens, tools, decision, decidedBy, decidedWhy, judgedMicroseconds } = record
  return (
    <SidePanel title={`${t(`event.${event}`)} · ${visibleText(application)}`} onClose={onClose}
      actions={<Link to="/hunt" search={{ q: `_dataset:ai.gateway request:"${record.request}"` }} className={buttonLook('quiet')}>{t('sameExchange')}</Link>}>
      <div className="grid gap-5">
        <section>
          <h3 className="heading mb-2">{t('why')}</h3>
          {verdicts.length === 0 ? <p className="flex items-center gap-2 text-muted"><ActionBadge action={verdict} /> {t('nothingFound')}</p> : (
            <ol className="grid gap-3">{verdicts.map((each, index) => <li key={index}><Verdict verdict={each} onExcept={() => setExcepting(each)} /></li>)}</ol>
          )}
        </section>
        {lifted.length === 0 ? null : (
          <section><h3 className="heading mb-1">{t('liftedTitle')}</h3>
            <ul>{lifted.map(each => <li key={`${each.layer} ${each.kind}`}>{layerName(each.layer)}{each.kind === '' ? '' : <span className="data"> {visibleText(each.kind)}</span>}</li>)}</ul>
          </section>
        )}
        <section>
          <h3 className="heading mb-1">{t('text')}</h3>
          {text === '' ? <p className="text-muted">{t('noText')}</p>
            : <pre tabIndex={0} className="data max-h-72 overflow-auto rounded-lg border border-line bg-ground p-3 text-small whitespace-pre-wrap">{visibleLines(text)}</pre>}
        </section>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1.5">
          <Fact name={t('facts.time')}><Time time={time} precise="microsecond" /></Fact>
          <Fact name={t('facts.outcome')}>{t(`outcome.${outcome}`, { defaultValue: outcome })}{status === 0 ? '' : ` (${status})`}</Fact>
          {decision === '' ? null : <Fact name={t('facts.decision')}>{t(`decision.${decision}`, { person: decidedBy, defaultValue: decision })}{decidedWhy === '' ? '' : `: ${visibleText(decidedWhy)}`}</Fact>}
          <Fact name={t('facts.client')}><span className="data">{visibleText(client)}</span></Fact>
          {model === '' ? null : <Fact name={t('facts.model')}>{visibleText(model)}</Fact>}
          <Fact name={t('facts.upstream')}>{visibleText(upstream)}</Fact>
          {tokens === null ? null : <Fact name={t('facts.tokens')}>{number(tokens)}</Fact>}
          {tools.length === 0 ? null : <Fact name={t('facts.tools')}><span className="data">{visibleText(tools.join(', '))}</span></Fact>}
          <Fact name={t('facts.judged')}>{t('milliseconds', { value: number(Math.round(judgedMicroseconds / 10) / 100) })}</Fact>
          <Fact name={t('facts.exchange')}><span className="data">{record.request}</span></Fact>
        </dl>
      </div>
      {excepting === null ? null : <ExceptDialog record={record} verdict={excepting} onClose={() => setExcepting(null)} />}
    </SidePanel>
  )
}

function Verdict({ verdict, onExcept }: { readonly verdict: GatewayVerdict; readonly onExcept: () => void }) {
  const { t } = useTranslation('ai')
  const layerName = useLayerName()
  const mayExcept = useMay('lead')
  const { verdict: done, found, layer, kind, origin, reason, mark } = verdict
  return (
    <div className="rounded-lg border border-line p-3">
      <div className="mb-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-small text-muted">
        <ActionBadge action={done} />
        <span>{t('said', { origin: t(`origin.${origin}`, { defaultValue: origin }), layer: layerName(layer) })}{kind === '' ? null : <span className="data"> {visibleText(kind)}</span>}</span>
        {found === done ? null : <span>{t('foundAs', { found: t(`action.${found}`, { defaultValue: found }) })}</span>}
      </div>
      <ReasonInBoth reason={reason} />
      {mark === '' ? <p className="text-tiny text-muted">{t('markOlder')}</p>
        : mayExcept ? <Button className="mt-2" onClick={onExcept}>{t('wrong')}</Button>
          : <p className="mt-1 text-tiny text-muted">{t('wrongByLead')}</p>}
    </div>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return <div className="contents"><dt className="text-muted">{name}</dt><dd className="min-w-0 wrap-anywhere">{children}</dd></div>
}
