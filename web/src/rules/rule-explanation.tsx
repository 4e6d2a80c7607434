import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RuleExplanation } from '../api/rules.ts'
import { eventRulesQuery, rulesQuery } from '../api/rules.ts'
import { TextInput } from '../components/field.tsx'
import { Icon } from '../components/icon.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { visibleText } from '../components/visible-text.ts'
import { logsourceText } from './logsource-text.ts'
import { PartTree } from './part-tree.tsx'

/** Rules offered for what was typed. */
const OFFERED = 8

/** Why rules fired on an event; and of any other rule, why it did not. @param asked the rule that is looked at first */
export function EventRulesView({ event, asked }: { readonly event: string; readonly asked?: string | undefined }) {
  const { t } = useTranslation('rules')
  const [chosen, setChosen] = useState<string | undefined>(asked)
  const first = useQuery(eventRulesQuery(event, asked))
  const key = chosen ?? first.data?.matched[0]?.key
  const query = useQuery({ ...eventRulesQuery(event, key), enabled: key !== undefined })
  if (first.error !== null) return <ErrorNotice error={first.error} />
  if (first.data === undefined) return <Skeleton lines={6} />
  return (
    <div className="space-y-4">
      <div>
        <h3 className="heading mb-1">{t('explain.matched')}</h3>
        {first.data.matched.length === 0 ? <p className="text-muted">{t('explain.noneMatched')}</p> : (
          <ul className="flex flex-wrap gap-1.5">
            {first.data.matched.map(rule => <li key={rule.key}><Choice title={rule.title ?? rule.key} isChosen={rule.key === key} onChoose={() => setChosen(rule.key)} /></li>)}
          </ul>
        )}
      </div>
      <RuleSearch onChoose={setChosen} />
      {key === undefined ? null : query.error !== null ? <ErrorNotice error={query.error} />
        : query.data === undefined || query.isPlaceholderData ? <Skeleton lines={6} />
          : query.data.explained === null ? <p className="text-muted">{t('explain.notLoaded')}</p>
            : query.data.explained.map(explanation => <ExplainedRule key={explanation.key} explanation={explanation} />)}
    </div>
  )
}

function Choice({ title, isChosen, onChoose }: { readonly title: string; readonly isChosen: boolean; readonly onChoose: () => void }) {
  return (
    <button type="button" aria-pressed={isChosen} onClick={onChoose}
      className="rounded-lg border border-line px-2.5 py-1 text-left text-small hover:bg-raised aria-pressed:border-accent aria-pressed:bg-raised aria-pressed:font-semibold">{visibleText(title)}</button>
  )
}

/** Any rule, to ask why it did not fire. */
function RuleSearch({ onChoose }: { readonly onChoose: (key: string) => void }) {
  const { t } = useTranslation('rules')
  const [typed, setTyped] = useState('')
  const { data } = useInfiniteQuery({ ...rulesQuery({ q: typed }), enabled: typed.trim() !== '' })
  const found = typed.trim() === '' ? [] : data?.pages[0]?.items.slice(0, OFFERED) ?? []
  return (
    <div>
      <TextInput type="search" value={typed} onChange={({ target }) => setTyped(target.value)} aria-label={t('explain.other')} placeholder={t('explain.other')} />
      {found.length === 0 ? null : (
        <ul className="mt-1.5 flex flex-wrap gap-1.5" aria-label={t('explain.other')}>
          {found.map(({ key, title }) => <li key={key}><Choice title={title} isChosen={false} onChoose={() => {
            onChoose(key)
            setTyped('')
          }} /></li>)}
        </ul>
      )}
    </div>
  )
}

/** One rule on one event: what held, what did not, with the patterns marked. */
export function ExplainedRule({ explanation: { key, title, tried, fires, logsource, condition } }: { readonly explanation: RuleExplanation }) {
  const { t } = useTranslation('rules')
  return (
    <section aria-label={title} className="rounded-lg border border-line px-4 py-3">
      <h3 className="flex flex-wrap items-center gap-x-2">
        <Icon name={fires ? 'check' : 'close'} className={`size-4 ${fires ? 'text-low' : 'text-high'}`} />
        <span className="font-semibold">{t(fires ? 'explain.fires' : 'explain.doesNot')}</span>
        <Link to="/rules/$ruleKey" params={{ ruleKey: key }} className="text-accent hover:underline">{visibleText(title)}</Link>
      </h3>
      <p className={`mt-1 mb-3 text-small ${tried ? 'text-muted' : 'text-high'}`}>
        {t(tried ? 'explain.tried' : 'explain.notTried', { logsource: logsourceText(logsource) })}</p>
      <PartTree part={condition} />
    </section>
  )
}
