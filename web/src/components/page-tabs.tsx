import { Link } from '@tanstack/react-router'
import { useCurrentInView } from './use-current-in-view.ts'

/** Pages that belong together, above each of them. */
export function PageTabs({ label, tabs }: { readonly label: string; readonly tabs: readonly { readonly to: string; readonly title: string }[] }) {
  const row = useCurrentInView()
  return (
    <nav ref={row} aria-label={label} className="mb-4 overflow-x-auto border-b border-line">
      <ul className="flex gap-1">
        {tabs.map(({ to, title }) => (
          <li key={to}>
            <Link to={to} activeOptions={{ exact: true, includeSearch: false }}
              className="-mb-px block border-b-2 border-transparent px-3 py-1.5 text-small font-medium whitespace-nowrap text-muted outline-offset-[-2px]! hover:text-text aria-[current=page]:border-accent aria-[current=page]:text-text">{title}</Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
