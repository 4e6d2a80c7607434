import type { ReactNode } from 'react'

/** One term with what it is, in a list of two columns. */
export function NamedRow({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return <><dt className="text-muted">{name}</dt><dd className="min-w-0 tabular-nums wrap-anywhere">{children}</dd></>
}
