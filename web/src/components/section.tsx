import type { ReactNode } from 'react'
import { useId } from 'react'

/** A part of a page on its card, with its heading. */
export function Section({ title, children, actions }: { readonly title: ReactNode; readonly children: ReactNode; readonly actions?: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="card px-5 py-4">
      <div className="mb-3 flex min-h-8 items-center gap-3">
        <h2 id={id} className="flex-1 text-body font-semibold">{title}</h2>
        {actions}
      </div>
      {children}
    </section>
  )
}
