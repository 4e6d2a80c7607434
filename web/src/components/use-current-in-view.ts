import { useLocation } from '@tanstack/react-router'
import type { RefObject } from 'react'
import { useEffect, useRef } from 'react'

/** For a row of links that scrolls sideways in a narrow window: the link of the page that is shown is brought into view, and nothing else is moved. */
export function useCurrentInView(): RefObject<HTMLElement | null> {
  const row = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  useEffect(() => {
    const current = row.current?.querySelector('[aria-current=page]')
    if (row.current === null || current === null || current === undefined) return
    const [outer, inner] = [row.current.getBoundingClientRect(), current.getBoundingClientRect()]
    if (inner.left < outer.left || inner.right > outer.right) row.current.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2
  }, [pathname])
  return row
}
