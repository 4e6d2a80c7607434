import { html } from './html.ts'

/** A signal fire on its hill. */
export const logo = html`<svg viewBox="0 0 44 44" role="img" aria-label="Noroshi"><rect width="44" height="44" rx="11" class="fill-track"/>
<path class="fill-informational" d="M20 5c-3 3 3 5 0 8s3 4 1 7h4c2-3-2-4 0-7s-3-5 0-8z"/>
<path class="fill-high" d="M22 18c5 4 7 7 6 11a6 6 0 0 1-12 0c-1-3 1-5 3-6 0 2 1 3 2 3 1-2 0-5 1-8z"/>
<path class="fill-accent" d="M5 39c7-2 10-5 17-5s10 3 17 5z"/></svg>`
