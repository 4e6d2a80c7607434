import { Link } from '@tanstack/react-router'
import type { EntryKind } from '../api/register.ts'
import { visibleText } from '../components/visible-text.ts'

/** Leads to an entry of the register. */
export function EntryLink({ kind, entryKey, name = entryKey }: { readonly kind: EntryKind; readonly entryKey: string; readonly name?: string }) {
  return (
    <Link to="/register/entry" search={{ kind, key: entryKey }} className="text-accent underline decoration-dotted underline-offset-3">
      {visibleText(name)}{name === entryKey ? null : <span className="data ml-1.5 text-tiny text-muted">{visibleText(entryKey)}</span>}
    </Link>
  )
}
