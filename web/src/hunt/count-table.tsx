import { useTranslation } from 'react-i18next'
import type { CountedRows } from '../api/hunts.ts'
import { fieldQuery } from '../api/query-text.ts'
import { WhoseLink } from '../components/address-link.tsx'
import { isAddress } from '../components/is-address.ts'
import { Meter } from '../components/meter.tsx'
import { Table } from '../components/table.tsx'
import { useFormats } from '../components/use-formats.ts'
import { visibleText } from '../components/visible-text.ts'

/** What a pipe counted, the count drawn beside each row; a value leads to its events. */
export function CountTable({ counted: { columns, rows, other }, onNarrow }: { readonly counted: CountedRows; readonly onNarrow: (query: string) => void }) {
  const { t } = useTranslation('hunt')
  const { number } = useFormats()
  const most = rows.reduce((max, row) => Math.max(max, Number(row.at(-1) ?? 0)), 1)
  const named = columns.slice(0, -1)
  return (
    <>
      <Table label={t('counts')}
        columns={[...named.map(title => ({ title })), { title: t('count'), kind: 'number' as const }, { title: <span
          className="sr-only">{t('share')}</span>, kind: 'wide' as const }]}
        rows={rows.map((row, i) => ({
          key: String(i),
          cells: [
            ...named.map((name, j) => <CountedValue key={name} name={name} value={row[j] ?? null} onNarrow={onNarrow} />),
            number(Number(row.at(-1) ?? 0)),
            <div key="share" className="flex h-5 items-center"><Meter share={Number(row.at(-1) ?? 0) / most}
              className="fill-accent" /></div>,
          ],
        }))} />
      {other > 0 ? <p className="mt-2 text-small text-muted">{t('otherGroups', { events: number(other) })}</p> : null}
    </>
  )
}

/** Characters that a column holds without breaking them. */
const LONG = 60

function CountedValue({ name, value, onNarrow }: { readonly name: string; readonly value: string | number | null; readonly onNarrow: (query: string) => void }) {
  const { t } = useTranslation('hunt')
  if (value === null) return <span className="text-muted">{t('absent')}</span>
  if (name === '_time') return <span className="font-mono whitespace-nowrap">{String(value).slice(0, 19).replace('T', ' ')}</span>
  return <span className="whitespace-nowrap"><button type="button"
    className={`rounded text-left font-mono text-accent hover:underline ${String(value).length > LONG ? 'min-w-72 whitespace-normal wrap-anywhere' : 'whitespace-nowrap'}`} onClick={() => onNarrow(fieldQuery(name, String(value)))}>{visibleText(String(value))}</button>{isAddress(String(value)) ? <WhoseLink address={String(value)} /> : null}</span>
}
