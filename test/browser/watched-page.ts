import axe from 'axe-core'
import type { BrowserContext, Page } from 'playwright-core'

export interface WatchedPage {
  readonly page: Page
  /** What the console of the browser complained about, breaches of the Content-Security-Policy among it. */
  readonly complaints: readonly string[]
}

/** Milliseconds for anything to appear on a slow machine. */
const PATIENCE_MS = 60_000

/** A page that keeps what goes wrong in it. */
export async function watchedPage(context: BrowserContext): Promise<WatchedPage> {
  const page = await context.newPage()
  const complaints: string[] = []
  page.setDefaultTimeout(PATIENCE_MS)
  page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`${message.text()} ${message.location().url}`)
  })
  page.on('pageerror', error => complaints.push(error.message))
  await page.addInitScript(`addEventListener('securitypolicyviolation', event => console.error('policy', event.violatedDirective, event.blockedURI))`)
  return { page, complaints }
}

/** What axe-core finds on the page as it is now: rule and place. */
export async function axeViolations(page: Page): Promise<string[]> {
  // Through the debugger, which the page's Content-Security-Policy does not hold.
  await page.evaluate(axe.source)
  return page.evaluate(`axe.run(document, { resultTypes: ['violations'] })
    .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => id + ': ' + target.join(' '))))`)
}
