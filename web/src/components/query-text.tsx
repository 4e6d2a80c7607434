import { visibleText } from './visible-text.ts'

/** A query to look at and to copy, never cut. */
export function QueryText({ query }: { readonly query: string }) {
  return <code className="rounded-md bg-raised box-decoration-clone px-1.5 py-0.5 font-mono text-tiny break-all">{visibleText(query)}</code>
}
