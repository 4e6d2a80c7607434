import type { ReactNode } from 'react'

/** One figure of a row of them, in a list of terms: large, with what it counts below. */
export function FigureTile({ label, note, children }: { readonly label: string; readonly note?: string; readonly children: ReactNode }) {
  return (
    <div className="card flex flex-col-reverse justify-end px-5 py-3.5">
      <dt className="text-small text-muted">{label}{note === undefined ? '' : ` · ${note}`}</dt>
      <dd className="text-2xl font-semibold tracking-tight tabular-nums">{children}</dd>
    </div>
  )
}
