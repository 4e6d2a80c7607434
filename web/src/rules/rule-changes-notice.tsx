import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { rereadEvidence, ruleChangesQuery } from '../api/rules.ts'
import { Button } from '../components/button.tsx'
import { Icon } from '../components/icon.tsx'
import { useFormats } from '../components/use-formats.ts'
import { useMay } from '../shell/session.ts'

/** What is stored was judged by the rules of when it was read: says so, and offers to read it anew. */
export function RuleChangesNotice() {
  const { t } = useTranslation('rules')
  const { number } = useFormats()
  const mayChange = useMay('lead')
  const client = useQueryClient()
  const { data } = useQuery(ruleChangesQuery)
  const reread = useMutation({ mutationFn: () => rereadEvidence(t('changes.rereadReason')), onSuccess: () => client.invalidateQueries({ queryKey: ['rules', 'changes'] }) })
  if (data === undefined || (!data.changing && !data.rereading && data.outdated === 0)) return null
  return (
    <div role="status" className="card mb-3 flex flex-wrap items-center gap-3 px-4 py-3">
      <Icon name="clock" className="size-5 text-medium" />
      <p className="min-w-0 flex-1">{data.rereading ? t('changes.rereading') : data.changing ? t('changes.changing') : t('changes.outdated', { count: data.outdated, evidence: number(data.outdated) })}</p>
      {!mayChange || data.rereading || data.changing ? null : <Button disabled={reread.isPending} onClick={() => reread.mutate()}>{t('changes.reread')}</Button>}
    </div>
  )
}
