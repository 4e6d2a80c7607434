import { useTranslation } from 'react-i18next'
import { Button } from '../components/button.tsx'
import { saveText } from '../components/save-text.ts'
import { csvText } from './csv-text.ts'

interface ExportButtonsProps {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
}

/** Saves what is shown. */
export function ExportButtons({ columns, rows }: ExportButtonsProps) {
  const { t } = useTranslation('hunt')
  const asObjects = () => rows.map(row => Object.fromEntries(columns.map((column, i) => [column, row[i]])))
  return (
    <>
      <Button look="quiet" icon="download" onClick={() => saveText('hunt.csv', 'text/csv', csvText(columns, rows))}
        title={t('exportShown')}>CSV</Button>
      <Button look="quiet" icon="download"
        onClick={() => saveText('hunt.json', 'application/json', `${JSON.stringify(asObjects(), null, 1)}\n`)}
        title={t('exportShown')}>JSON</Button>
    </>
  )
}
