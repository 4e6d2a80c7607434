import type { ReactNode } from 'react'

export interface Column {
  readonly title: ReactNode
  /** `number` stands right, `time` stays on one line, `wide` takes the room that is left; what is neither stays wide enough to be read, also where each letter may begin a line. */
  readonly kind?: 'number' | 'time' | 'wide'
}

const KINDS: Readonly<Record<NonNullable<Column['kind']> | 'text', string>> = { number: 'text-right tabular-nums', time: 'whitespace-nowrap tabular-nums', wide: 'w-full min-w-48', text: 'min-w-20' }

export interface Row {
  readonly key: string
  /** One a column. */
  readonly cells: readonly ReactNode[]
}

/** A table that scrolls by itself where the window is too narrow. */
export function Table({ label, columns, rows }: { readonly label: string; readonly columns: readonly Column[]; readonly rows: readonly Row[] }) {
  return (
    <div className="relative overflow-x-auto" tabIndex={0} role="group" aria-label={label}>
      <table className="w-full border-collapse text-small" aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ title, kind }, i) => (
              <th key={i} scope="col"
                className={`border-b border-line py-2 pr-4 text-left font-semibold whitespace-nowrap text-muted last:pr-0 ${KINDS[kind ?? 'text']}`}>{title}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key} className="group">
              {cells.map((cell, i) => (
                <td key={i} className={`border-b border-line py-2 pr-4 align-top group-last:border-b-0 last:pr-0 ${KINDS[columns[i]?.kind ?? 'text']}`}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
