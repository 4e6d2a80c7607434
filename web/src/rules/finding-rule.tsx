import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FindingDetail } from '../api/events.ts'
import { eventRulesQuery } from '../api/rules.ts'
import { Button, buttonLook } from '../components/button.tsx'
import { Icon } from '../components/icon.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { useMay } from '../shell/session.ts'
import { ExplainedRule } from './rule-explanation.tsx'

/** From a finding to its rule: where it matched the first event, and its page. */
export function FindingRule({ finding }: { readonly finding: Pick<FindingDetail, 'id' | 'rule' | 'events'> }) {
  const { t } = useTranslation('rules')
  const [open, setOpen] = useState(false)
  const mayDraft = useMay('analyst')
  const [first] = finding.events
  return (
    <div>
      <div className="flex flex-wrap gap-2">
        {first === undefined ? null : <Button icon="check" aria-expanded={open} onClick={() => setOpen(!open)}>{t('explain.show')}</Button>}
        <Link to="/rules/$ruleKey" params={{ ruleKey: finding.rule.id }} className={buttonLook('plain')}><Icon name="rules" />{t('toRule')}</Link>
        {mayDraft ? <Link to="/findings/$findingId/filter" params={{ findingId: finding.id }} className={buttonLook('plain')}><Icon name="note" />{t('draft.open')}</Link> : null}
      </div>
      {open && first !== undefined ? <div className="mt-3"><Where event={first.id} rule={finding.rule.id} /></div> : null}
    </div>
  )
}

function Where({ event, rule }: { readonly event: string; readonly rule: string }) {
  const { t } = useTranslation('rules')
  const { data, error } = useQuery(eventRulesQuery(event, rule))
  if (error !== null) return <ErrorNotice error={error} />
  if (data === undefined) return <Skeleton lines={5} />
  if (data.explained === null) return <p className="text-muted">{t('explain.notLoaded')}</p>
  return <div className="space-y-3">{data.explained.map(explanation => <ExplainedRule key={explanation.key} explanation={explanation} />)}</div>
}
