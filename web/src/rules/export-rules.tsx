import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { RuleFilters, RuleSummary } from '../api/rules.ts'
import { exportedRules } from '../api/rules.ts'
import { Button } from '../components/button.tsx'
import { saveText } from '../components/save-text.ts'
import { csvText } from '../hunt/csv-text.ts'
import { showToast } from '../shell/toasts.tsx'

const COLUMNS = ['key', 'title', 'level', 'status', 'enabled', 'set', 'file', 'product', 'category', 'service', 'techniques', 'tactics', 'hits', 'first', 'last', 'truePositive', 'benign', 'falsePositive', 'undetermined', 'precision', 'advice'] as const

/** Saves all rules that are as asked for, with their figures. */
export function ExportRules({ filters }: { readonly filters: RuleFilters }) {
  const { t } = useTranslation('rules')
  const save = useMutation({
    mutationFn: async (format: 'csv' | 'json') => {
      const rules = await exportedRules(filters)
      if (format === 'csv') saveText('rules.csv', 'text/csv', csvText(COLUMNS, rules.map(rowOf)))
      else saveText('rules.json', 'application/json', `${JSON.stringify(rules, null, 1)}\n`)
    },
    onError: () => showToast(t('exportFailed'), 'warning'),
  })
  return (
    <>
      <Button look="quiet" icon="download" title={t('export')} disabled={save.isPending} onClick={() => save.mutate('csv')}>CSV</Button>
      <Button look="quiet" icon="download" title={t('export')} disabled={save.isPending} onClick={() => save.mutate('json')}>JSON</Button>
    </>
  )
}

function rowOf({ key, title, level, status, enabled, set, file, logsource, techniques, tactics, hits, verdicts, precision, advice }: RuleSummary): readonly unknown[] {
  const { truePositive, benign, falsePositive, undetermined } = verdicts
  return [
    key, title, level, status, String(enabled), set, file, logsource?.product, logsource?.category, logsource?.service, techniques.join(' '), tactics.join(' '),
    hits.count, hits.first, hits.last, truePositive, benign, falsePositive, undetermined, precision, advice,
  ]
}
