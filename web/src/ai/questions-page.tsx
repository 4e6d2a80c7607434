import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { GatewayQuestion } from '../api/gateway.ts'
import { answerQuestion, gatewayQuestionsQuery } from '../api/gateway.ts'
import { Button, buttonLook } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { Field, TextInput } from '../components/field.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { Time } from '../components/time.tsx'
import { visibleLines, visibleText } from '../components/visible-text.ts'
import { useMay } from '../shell/session.ts'
import { showToast } from '../shell/toasts.tsx'
import { AiTabs } from './ai-tabs.tsx'
import { ReasonInBoth, useLayerName } from './marks.tsx'

/** What is held until a person has decided. */
export function QuestionsPage() {
  const { t } = useTranslation('ai')
  const { data, error, refetch } = useQuery(gatewayQuestionsQuery)
  return (
    <>
      <title>{`${t('tabs.questions')} · Noroshi`}</title>
      <PageHeader title={t('tabs.questions')}>{t('questionsText')}</PageHeader>
      <AiTabs />
      {error !== null ? <ErrorNotice error={error} onRetry={() => void refetch()} />
        : data === undefined ? <div className="card p-5"><Skeleton lines={6} /></div>
          : data.items.length === 0 ? <div className="card"><EmptyState icon="clock" title={t('noQuestions')}>{t('noQuestionsText')}<p className="mt-3"><Link to="/ai/policies" className={buttonLook('plain')}>{t('toPolicies')}</Link></p></EmptyState></div>
            : <ul className="grid gap-4" aria-label={t('tabs.questions')}>{data.items.map(question => <li key={question.id}><QuestionCard question={question} /></li>)}</ul>}
    </>
  )
}

function QuestionCard({ question }: { readonly question: GatewayQuestion }) {
  const { t } = useTranslation('ai')
  const layerName = useLayerName()
  const client = useQueryClient()
  const mayAnswer = useMay('analyst')
  const [reason, setReason] = useState('')
  const { id, about, application, client: from, model, upstream, verdicts, text, asked, tools, until, askedAt } = question
  const answering = useMutation({
    mutationFn: (isAllowed: boolean) => answerQuestion(id, isAllowed, reason),
    onSuccess: (_, isAllowed) => showToast(t(isAllowed ? 'allowed' : 'refused')),
    onSettled: () => client.invalidateQueries({ queryKey: ['ai', 'questions'] }),
  })
  return (
    <article className="card grid gap-3 px-5 py-4">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <h2 className="text-body font-semibold">{t(`about.${about}`)} · {visibleText(application)}</h2>
        <p className="flex-1 text-small text-muted">{[upstream, model, from].filter(each => each !== '').map(visibleText).join(' · ')} · <Time time={askedAt} /></p>
        <Remaining until={until} />
      </header>
      <ul className="grid gap-2">{verdicts.map((each, index) => (
        <li key={index}><p className="text-small text-muted">{t('said', { origin: t(`origin.${each.origin}`, { defaultValue: each.origin }), layer: layerName(each.layer) })}</p><ReasonInBoth reason={each.reason} /></li>
      ))}</ul>
      {tools.length === 0 ? null : <p className="text-small">{t('calls')}: <span className="data">{visibleText(tools.join(', '))}</span></p>}
      {asked === '' ? null : <Said title={t('wasAsked')} text={asked} />}
      {text !== '' ? <Said title={t(`saidIn.${about}`)} text={text} /> : <p className="text-small text-muted">{t(asked === '' ? 'noText' : 'notYet')}</p>}
      {mayAnswer ? (
        <div className="flex flex-wrap items-end gap-2">
          <div className="min-w-52 flex-1"><Field label={t('decideWhy')}><TextInput required value={reason} maxLength={2_000} autoComplete="off" onChange={({ target }) => setReason(target.value)} /></Field></div>
          <Button look="primary" icon="check" disabled={answering.isPending || reason.trim() === ''} onClick={() => answering.mutate(true)}>{t('allow')}</Button>
          <Button look="danger" icon="close" disabled={answering.isPending || reason.trim() === ''} onClick={() => answering.mutate(false)}>{t('refuse')}</Button>
        </div>
      ) : <p className="text-small text-muted">{t('decideByAnalyst')}</p>}
      {answering.isError ? <ErrorNotice error={answering.error} /> : null}
    </article>
  )
}

function Said({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <div>
      <h3 className="heading mb-1">{title}</h3>
      <pre tabIndex={0} aria-label={title} className="data max-h-56 overflow-auto rounded-lg border border-line bg-ground p-3 text-small whitespace-pre-wrap">{visibleLines(text)}</pre>
    </div>
  )
}

const SECOND_MS = 1_000

function Remaining({ until }: { readonly until: string }) {
  const { t } = useTranslation('ai')
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), SECOND_MS)
    return () => clearInterval(timer)
  }, [])
  return <p className="text-small font-medium text-high tabular-nums">{t('seconds', { seconds: Math.max(0, Math.round((Date.parse(until) - now) / SECOND_MS)) })}</p>
}
