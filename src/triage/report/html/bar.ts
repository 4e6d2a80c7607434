import type { Html } from './html.ts'
import { html } from './html.ts'

/** A horizontal bar on its track. @param share 0–1 @param colour a severity or `accent` */
export function bar(share: number, colour: string): Html {
  const width = (100 * Math.min(1, Math.max(0, share))).toFixed(1)
  return html`<svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
<rect class="fill-track" width="100" height="8"/><rect class="fill-${colour}" width="${width}" height="8"/></svg>`
}
