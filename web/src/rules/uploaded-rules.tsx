import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { RuleUpload } from '../api/rules.ts'
import { applyRules, dropRules } from '../api/rules.ts'
import { Button } from '../components/button.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { Section } from '../components/section.tsx'
import { SeverityBadge } from '../components/severity.tsx'
import { useFormats } from '../components/use-formats.ts'
import { visibleText } from '../components/visible-text.ts'
import { showToast } from '../shell/toasts.tsx'
import { ProblemList } from './problems-notice.tsx'

const KINDS = [['added', '+', 'text-low'], ['changed', '~', 'text-medium'], ['removed', '−', 'text-high']] as const

/** What rules that were sent would change, before a person says yes. */
export function UploadedRules({ upload, onDone }: { readonly upload: RuleUpload; readonly onDone: () => void }) {
  const { t } = useTranslation('rules')
  const { number } = useFormats()
  const client = useQueryClient()
  const apply = useMutation({
    mutationFn: () => applyRules(upload.id),
    onSuccess: ({ name, rules }) => {
      showToast(t('sets.applied', { name, count: rules }))
      void client.invalidateQueries({ queryKey: ['rules'] })
      onDone()
    },
  })
  const drop = useMutation({ mutationFn: () => dropRules(upload.id), onSettled: onDone })
  const { name, replaces, rules, filters, same, errors, problems, unread } = upload
  const isSame = KINDS.every(([kind]) => upload[kind].count === 0)
  return (
    <Section title={t(replaces ? 'sets.wouldReplace' : 'sets.wouldAdd', { name: visibleText(name) })}>
      <p className="mb-3">{t('sets.holds', { count: rules, rules: number(rules), filters: number(filters), same: number(same) })}</p>
      <div className="space-y-3">
        {KINDS.map(([kind, sign, look]) => (upload[kind].count === 0 ? null : (
          <details key={kind} open={upload[kind].count <= 20}>
            <summary className={`font-semibold ${look}`}>{sign} {t(`sets.${kind}`, { count: upload[kind].count, rules: number(upload[kind].count) })}</summary>
            <ul className="mt-1 ml-4 space-y-1 text-small">
              {upload[kind].titles.map(rule => <li key={rule.key} className="flex flex-wrap items-baseline gap-2"><SeverityBadge severity={rule.level} />{visibleText(rule.title)}</li>)}
              {upload[kind].count > upload[kind].titles.length ? <li className="text-muted">{t('sets.andMore', { count: upload[kind].count - upload[kind].titles.length })}</li> : null}
            </ul>
          </details>
        )))}
        {errors === 0 ? null : <details><summary className="font-semibold text-high">{t('sets.doNotLoad', { count: errors, errors: number(errors) })}</summary><div className="mt-2"><ProblemList problems={problems} /></div></details>}
        {unread.length === 0 ? null : <ul className="text-small text-high">{unread.map(({ path, reason }, i) => <li key={i}>{visibleText(path)}: {visibleText(reason)}</li>)}</ul>}
      </div>
      {apply.isError ? <div className="mt-3"><ErrorNotice error={apply.error} /></div> : null}
      <div className="mt-4 flex flex-wrap gap-2">
        <Button look="primary" icon="check" disabled={apply.isPending || (isSame && filters === 0)} onClick={() => apply.mutate()}>{t(isSame && filters === 0 ? 'sets.nothing' : 'sets.apply')}</Button>
        <Button look="quiet" disabled={drop.isPending} onClick={() => drop.mutate()}>{t('sets.drop')}</Button>
      </div>
    </Section>
  )
}
