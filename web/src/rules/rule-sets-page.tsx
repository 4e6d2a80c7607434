import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RuleSet, RuleUpload } from '../api/rules.ts'
import { removeRuleSet, ruleSetsQuery } from '../api/rules.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Icon } from '../components/icon.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { Section } from '../components/section.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { Table } from '../components/table.tsx'
import { useFormats } from '../components/use-formats.ts'
import { visibleText } from '../components/visible-text.ts'
import { useMay } from '../shell/session.ts'
import { showToast } from '../shell/toasts.tsx'
import { RuleChangesNotice } from './rule-changes-notice.tsx'
import { SendRules } from './send-rules.tsx'
import { UploadedRules } from './uploaded-rules.tsx'

/** Rule sets: what there is, and how another comes in. */
export function RuleSetsPage() {
  const { t } = useTranslation('rules')
  const mayChange = useMay('lead')
  const { data, error } = useQuery(ruleSetsQuery)
  const [waiting, setWaiting] = useState<RuleUpload | null>(null)
  return (
    <>
      <title>{`${t('sets.title')} · Noroshi`}</title>
      <Link to="/rules" className="mb-3 inline-flex items-center gap-1 rounded text-small text-muted hover:text-text"><Icon name="back" />{t('back')}</Link>
      <PageHeader title={t('sets.title')}>{t('sets.subtitle')}</PageHeader>
      <RuleChangesNotice />
      <div className="grid grid-cols-1 gap-4">
        {data?.chosen === true ? <p className="card px-4 py-3">{t('sets.chosen')}</p>
          : !mayChange ? null : waiting === null ? <SendRules onSent={setWaiting} /> : <UploadedRules upload={waiting} onDone={() => setWaiting(null)} />}
        <Section title={t('sets.there')}>
          {error !== null ? <ErrorNotice error={error} /> : data === undefined ? <Skeleton lines={4} /> : <SetTable sets={data.items} mayChange={mayChange} />}
        </Section>
      </div>
    </>
  )
}

function SetTable({ sets, mayChange }: { readonly sets: readonly RuleSet[]; readonly mayChange: boolean }) {
  const { t } = useTranslation('rules')
  const { number } = useFormats()
  const [removing, setRemoving] = useState<RuleSet | null>(null)
  return (
    <>
      <Table label={t('sets.there')}
        columns={[{ title: t('sets.name'), kind: 'wide' }, { title: t('sets.rules'), kind: 'number' }, { title: t('sets.filters'), kind: 'number' }, { title: t('sets.errors'), kind: 'number' }, { title: <span className="sr-only">{t('sets.remove')}</span> }]}
        rows={sets.map(set => ({
          key: set.name,
          cells: [
            <Link key="name" to="/rules" search={{ set: set.name === '' ? 'builtin' : set.name }} className="font-medium text-accent hover:underline">{set.name === '' ? t('builtIn') : visibleText(set.name)}</Link>,
            number(set.rules), number(set.filters),
            <span key="errors" className={set.errors > 0 ? 'font-semibold text-high' : ''}>{number(set.errors)}</span>,
            set.removable && mayChange ? <Button key="remove" look="quiet" className="-my-1.5" aria-label={t('sets.removeOf', { name: set.name })} onClick={() => setRemoving(set)}>{t('sets.remove')}</Button> : null,
          ],
        }))} />
      {removing === null ? null : <RemoveDialog set={removing} onClose={() => setRemoving(null)} />}
    </>
  )
}

function RemoveDialog({ set: { name, rules, filters }, onClose }: { readonly set: RuleSet; readonly onClose: () => void }) {
  const { t } = useTranslation('rules')
  const client = useQueryClient()
  const remove = useMutation({
    mutationFn: () => removeRuleSet(name),
    onSuccess: () => {
      showToast(t('sets.removed', { name }))
      void client.invalidateQueries({ queryKey: ['rules'] })
      onClose()
    },
  })
  return (
    <Dialog title={t('sets.removeOf', { name })} onClose={onClose}>
      <p className="mb-3">{t('sets.removeText', { count: rules, filters })}</p>
      {remove.isError ? <ErrorNotice error={remove.error} /> : null}
      <Button look="danger" disabled={remove.isPending} onClick={() => remove.mutate()}>{t('sets.remove')}</Button>
    </Dialog>
  )
}
