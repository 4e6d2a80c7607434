import type { ReactNode } from 'react'
import type { IconName } from './icon.tsx'
import { Icon } from './icon.tsx'

/** Says why there is nothing, and what to do about it. */
export function EmptyState({ icon, title, children }: { readonly icon: IconName; readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-14 text-center">
      <span className="mb-1 grid size-11 place-items-center rounded-xl bg-raised text-muted"><Icon name={icon} className="size-5" /></span>
      <p className="text-lead font-semibold">{title}</p>
      <div className="max-w-md text-muted">{children}</div>
    </div>
  )
}
