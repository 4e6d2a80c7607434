import type { ReactNode } from 'react'

/** The head of every page: its title, what it holds in a few words, and what can be done. */
export function PageHeader({ title, children, actions }: { readonly title: string; readonly children?: ReactNode; readonly actions?: ReactNode }) {
  return (
    <header className="mb-5 flex flex-wrap items-end gap-x-6 gap-y-3">
      <div className="min-w-0 flex-1">
        <h1 className="text-title font-semibold tracking-tight">{title}</h1>
        <div className="text-muted">{children}</div>
      </div>
      {actions === undefined ? null : <div className="flex flex-wrap gap-2">{actions}</div>}
    </header>
  )
}
