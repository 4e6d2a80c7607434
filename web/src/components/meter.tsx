/** A horizontal bar on its track. @param share 0–1 @param className the colour: `fill-accent` */
export function Meter({ share, className }: { readonly share: number; readonly className: string }) {
  return (
    <svg viewBox="0 0 100 8" preserveAspectRatio="none" className="h-1.5 w-full rounded-full" aria-hidden="true">
      <rect className="fill-raised" width="100" height="8" />
      <rect className={className} width={(100 * Math.min(1, Math.max(0, share))).toFixed(1)} height="8" />
    </svg>
  )
}
