/** Line drawings on a field of 20 × 20, in the colour of the text around them. */
const DRAWINGS = {
  cases: 'M3 6.5h14v10H3zM7 6.5V4h6v2.5M3 11h14M8.5 11v1.5h3V11',
  evidence: 'M5 2.5h6.5L15 6v11.5H5zM11.5 2.5V6H15M7.5 10h5M7.5 13h5',
  hunt: 'M9 3.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 0 1 0-11zM13 13l4 4',
  rules: 'M4.5 2.5h11v15h-11zM7.5 6.5l1 1 2-2M12.5 6.5h.5M7.5 10.5l1 1 2-2M12.5 10.5h.5M7.5 14.5h5.5',
  status: 'M2.5 10.5h3.5l2.5-6 3.5 11 2.5-5h3',
  people: 'M10 3.5a3 3 0 1 1 0 6a3 3 0 0 1 0-6zM4 17c.5-3.5 2.8-5 6-5s5.5 1.5 6 5',
  telescope: 'M3 12.5l11-7.5 2.5 4-11.5 5.5zM9.5 12.5V17M6.5 17.5l3-3.5 3 3.5',
  sources: 'M3 4h9M3 10h6M3 16h9M14 4h3M12 10h5M14 16h3M12 2.5v3M9 8.5v3M12 14.5v3',
  register: 'M4.5 2.5h10a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1h-10zM4.5 6H3M4.5 10H3M4.5 14H3M10 6.5a1.8 1.8 0 1 1 0 3.6a1.8 1.8 0 0 1 0-3.6zM7 14c.4-1.8 1.4-2.6 3-2.6s2.6.8 3 2.6',
  ai: 'M10 2.5v2.5M5 5h10a1.5 1.5 0 0 1 1.5 1.5v8a1.5 1.5 0 0 1-1.5 1.5H5a1.5 1.5 0 0 1-1.5-1.5v-8A1.5 1.5 0 0 1 5 5zM7.5 9.5h.01M12.5 9.5h.01M7.5 12.8h5M1.8 9.5v3M18.2 9.5v3',
  close: 'M5 5l10 10M15 5L5 15',
  check: 'M4 10.5l4 4 8-9',
  chevron: 'M7.5 5l5 5-5 5',
  back: 'M12.5 5l-5 5 5 5',
  copy: 'M7 7h9v9H7zM4 13V4h9',
  upload: 'M10 13V4M6.5 7L10 3.5 13.5 7M4 13v3.5h12V13',
  download: 'M10 3.5v9M6.5 9.5L10 13l3.5-3.5M4 14v2.5h12V14',
  pause: 'M7 5v10M13 5v10',
  play: 'M6.5 4.5v11l9-5.5z',
  warning: 'M10 3.5L17.5 16.5h-15zM10 8.5v3.5M10 14v.5',
  clock: 'M10 3a7 7 0 1 1 0 14a7 7 0 0 1 0-14zM10 6v4.3l2.8 1.7',
  undo: 'M7 5L3.5 8.5 7 12M4 8.5h8a4 4 0 0 1 0 8H9',
  more: 'M4.5 10h.01M10 10h.01M15.5 10h.01',
  note: 'M4 4h12v9H9.5L6 16v-3H4z',
  menu: 'M3.5 6h13M3.5 10h13M3.5 14h13',
} as const

export type IconName = keyof typeof DRAWINGS

/** Decoration: what it stands for is said in words beside it or in the label of its button. */
export function Icon({ name, className = 'size-4' }: { readonly name: IconName; readonly className?: string }) {
  return (
    <svg viewBox="0 0 20 20" className={`shrink-0 ${className}`} fill="none" stroke="currentColor" strokeWidth={name === 'more' ? 2.4 : 1.6}
      strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      <path d={DRAWINGS[name]} />
    </svg>
  )
}
