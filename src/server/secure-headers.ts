/** Headers that keep browsers from doing more with an answer than show it (OWASP secure headers project). A page's policy is kept. */
export function secureHeaders(headers: Headers, url: string): void {
  headers.set('x-content-type-options', 'nosniff')
  headers.set('referrer-policy', 'no-referrer')
  headers.set('cross-origin-resource-policy', 'same-origin')
  headers.set('cross-origin-opener-policy', 'same-origin')
  headers.set('x-frame-options', 'DENY')
  headers.set('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()')
  if (!headers.has('content-security-policy')) headers.set('content-security-policy', NOTHING)
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
  if (url.startsWith('https:')) headers.set('strict-transport-security', 'max-age=31536000')
}

/** Of what is no page: evidence opened in a browser by mistake can run nothing and load nothing. */
const NOTHING = 'default-src \'none\'; frame-ancestors \'none\'; base-uri \'none\'; form-action \'none\'; sandbox'

/** Of the console: its own scripts and styles, and nothing else. */
export const PAGE_POLICY = [
  'default-src \'none\'', 'script-src \'self\'', 'style-src \'self\'', 'img-src \'self\' data:', 'font-src \'self\'', 'connect-src \'self\'', 'worker-src \'self\'',
  'manifest-src \'self\'', 'base-uri \'none\'', 'form-action \'none\'', 'frame-ancestors \'none\'',
].join('; ')
