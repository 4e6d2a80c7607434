/** Parameters whose value is random by their specification and says nothing: OAuth (RFC 6749, 7636, OpenID Connect), clicks on advertisements, pages of lists, versions. */
const RANDOM_PARAMETERS = /^(?:state|nonce|code_challenge|gclid|gbraid|wbraid|fbclid|msclkid|dclid|yclid|ttclid|twclid|li_fat_id|mc_[ce]id|_ga|_gl|igsh|igshid|si|ei|ved|sca_esv|gs_lp|sxsrf|pp|hash|sha\d*|integrity|etag|digest|checksum|revision|commit|cursor|after|before|page_?token|next_?token|continuation|continuationtoken|version_?id|trace_?id|request_?id|x-amz-signature|x-amz-credential|x-amz-security-token|x-goog-signature|signature|sig|captcha|h-captcha-response|v|t|cb)$/i
/** Services that name documents by random letters in the path: whoever fetches one tells no more than which. */
const DOCUMENT_HOST = /^(?:(?:docs|drive|sheets|forms|calendar|photos|mail|meet|colab\.research)\.google\.com|(?:www\.)?(?:youtube|figma|notion|airtable|dropbox|miro|canva|loom|linkedin|spotify|facebook|instagram)\.com|(?:www\.)?notion\.(?:so|site)|youtu\.be|(?:open\.)?spotify\.com|[\w-]+\.(?:sharepoint|atlassian|slack|notion)\.(?:com|net|site)|1drv\.ms|registry\.npmjs\.org|(?:i\.)?imgur\.com|web\.archive\.org|maps\.app\.goo\.gl|forms\.gle)$/i

/** The pieces of an address that may be random without carrying anything out are left away. */
export function telling(url: URL): string[] {
  const path = DOCUMENT_HOST.test(url.hostname) ? [] : url.pathname.split('/')
  return [...path, ...[...url.searchParams].flatMap(([name, value]) => RANDOM_PARAMETERS.test(name) ? [] : [value])]
}
