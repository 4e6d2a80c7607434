import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { findingQuery } from '../api/events.ts'
import type { FilterDraft, FilterProof } from '../api/rules.ts'
import { filterDraftQuery, keepFilter, proveFilter } from '../api/rules.ts'
import { Button } from '../components/button.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { FIELD, Field, TextInput } from '../components/field.tsx'
import { Icon } from '../components/icon.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { Section } from '../components/section.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { visibleText } from '../components/visible-text.ts'
import { useMay } from '../shell/session.ts'
import { showToast } from '../shell/toasts.tsx'
import { ProofView } from './filter-proof.tsx'
import { filterRoute } from './rule-routes.ts'

/** A filter from a finding that was no attack: drafted, edited, proved, kept. */
export function FilterPage() {
  const { t } = useTranslation('rules')
  const { findingId } = filterRoute.useParams()
  const finding = useQuery(findingQuery(findingId))
  const draft = useQuery(filterDraftQuery(findingId))
  const error = draft.error ?? finding.error
  return (
    <>
      <title>{`${t('draft.title')} · Noroshi`}</title>
      {finding.data === undefined ? null : <Link to="/cases/$caseId" params={{ caseId: finding.data.case }} className="mb-3 inline-flex items-center gap-1 rounded text-small text-muted hover:text-text"><Icon name="back" />{t('draft.back')}</Link>}
      <PageHeader title={t('draft.title')}>{finding.data === undefined ? '' : visibleText(finding.data.rule.title)}</PageHeader>
      {error !== null ? <ErrorNotice error={error} />
        : draft.data === undefined || finding.data === undefined ? <div className="card p-5"><Skeleton lines={10} /></div>
          : draft.data.draft === null ? <div className="card"><EmptyState icon="rules" title={t('draft.none')}>{t('draft.noneMend')}</EmptyState></div>
            : <FilterForm finding={findingId} rule={finding.data.rule.id} draft={draft.data.draft} />}
    </>
  )
}

function FilterForm({ finding, rule, draft }: { readonly finding: string; readonly rule: string; readonly draft: FilterDraft }) {
  const { t } = useTranslation('rules')
  const [text, setText] = useState(draft.text)
  const [proved, setProved] = useState<{ readonly text: string; readonly proof: FilterProof }>({ text: draft.text, proof: draft.proof })
  const prove = useMutation({ mutationFn: (written: string) => proveFilter(finding, written), onSuccess: (proof, written) => setProved({ text: written, proof }) })
  const isProved = proved.text === text
  return (
    <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-2">
      <div className="grid min-w-0 grid-cols-1 gap-4">
        <Section title={t('draft.filter')} actions={<Button icon="check" look={isProved ? 'plain' : 'primary'} disabled={isProved || prove.isPending} onClick={() => prove.mutate(text)}>{t('draft.prove')}</Button>}>
          <p className="mb-2 text-small text-muted">{t('draft.explained')}</p>
          <textarea aria-label={t('draft.filter')} spellCheck={false} value={text} rows={Math.min(30, text.split('\n').length + 1)} onChange={({ target }) => setText(target.value)}
            className={`${FIELD} font-mono text-tiny! leading-relaxed whitespace-pre`} />
        </Section>
        <Section title={t('draft.fields')}>
          <ul className="space-y-1.5 text-small">{draft.fields.map(({ field, values, reason }) => (
            <li key={field}><span className="data font-semibold">{visibleText(field)}</span> <span className="text-muted">{t(`draft.reasons.${reason}`)}</span>
              <ul className="mt-0.5 ml-3">{values.map(value => <li key={value} className="data">{visibleText(value)}</li>)}</ul></li>
          ))}</ul>
        </Section>
      </div>
      <div className="grid min-w-0 grid-cols-1 gap-4">
        <Section title={t('proof.title')}>
          <div aria-live="polite" className={isProved ? '' : 'opacity-55'}><ProofView proof={proved.proof} /></div>
          {isProved ? null : <p className="mt-3 text-small text-medium">{t('proof.stale')}</p>}
          {prove.isError ? <div className="mt-3"><ErrorNotice error={prove.error} /></div> : null}
        </Section>
        <KeepSection finding={finding} rule={rule} text={text} proof={isProved ? proved.proof : null} />
      </div>
    </div>
  )
}

interface KeepSectionProps {
  readonly finding: string
  readonly rule: string
  readonly text: string
  /** Null while what is written was not tried. */
  readonly proof: FilterProof | null
}

function KeepSection({ finding, rule, text, proof }: KeepSectionProps) {
  const { t } = useTranslation('rules')
  const mayChange = useMay('lead')
  const client = useQueryClient()
  const navigate = useNavigate()
  const [anyway, setAnyway] = useState(false)
  const keep = useMutation({
    mutationFn: keepFilterOf(finding),
    onSuccess: () => {
      showToast(t('draft.kept'))
      void client.invalidateQueries({ queryKey: ['rules'] })
      void navigate({ to: '/rules/$ruleKey', params: { ruleKey: rule } })
    },
  })
  if (!mayChange) return <p className="text-small text-muted">{t('draft.leadOnly')}</p>
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const day = String(form.get('ends') ?? '')
    keep.mutate({ text, reason: String(form.get('reason') ?? ''), anyway, ...(day === '' ? {} : { ends: `${day}T00:00:00Z` }) })
  }
  return (
    <Section title={t('draft.keep')}>
      <form onSubmit={submit} className="grid gap-3">
        <Field label={t('reason')}><TextInput name="reason" required maxLength={2_000} autoComplete="off" /></Field>
        <Field label={t('draft.ends')}><TextInput type="date" name="ends" className="w-44!" /></Field>
        {proof === null || !proof.usable || proof.holds ? null : (
          <label className="flex gap-2 text-small text-high"><input type="checkbox" checked={anyway} onChange={({ target }) => setAnyway(target.checked)} />{t('draft.anyway')}</label>
        )}
        {keep.isError ? <ErrorNotice error={keep.error} /> : null}
        <Button look="primary" type="submit" disabled={proof === null || !proof.usable || (!proof.holds && !anyway) || keep.isPending}>{t('draft.keep')}</Button>
        <p className="text-small text-muted">{t('draft.keepText')}</p>
      </form>
    </Section>
  )
}

function keepFilterOf(finding: string) {
  return (filter: Parameters<typeof keepFilter>[1]) => keepFilter(finding, filter)
}
