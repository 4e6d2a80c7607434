/**
 * Whether a text, shown as Markdown or HTML, fetches a picture from a host: Markdown's `![](…)`, also by reference, elements that load by themselves, and CSS. What stands in
 * code is shown as it is and fetches nothing. Looks only at what stands before the host's name, so it is linear however the text is made.
 */
export function showsPictureFrom(text: string, host: string): boolean {
  const shown = withoutCode(text).toLowerCase()
  const name = host.toLowerCase()
  for (let place = shown.indexOf(name); place !== -1; place = shown.indexOf(name, place + name.length)) {
    const before = shown.slice(Math.max(0, place - LOOKED_BACK), place)
    if (LOADS.test(before) || (isReference(before) && shown.includes('!['))) return true
  }
  return false
}

/** Characters before a host's name in which its picture begins. */
const LOOKED_BACK = 400

/** To the end of what stands before: the scheme, `//`, and labels and names before the host's. */
const ADDRESS_BEGINS = String.raw`(?:https?:)?\/\/[^\s()<>"']*$`
const LOADS = new RegExp(`(?:!\\[[^\\]]*\\]\\(\\s*<?|<(?:img|image|iframe|video|audio|source|embed|object|input|link|body|table|td|svg|use)\\b[^>]*[\\s"'=(,]|url\\(\\s*["']?)${ADDRESS_BEGINS}`)

function isReference(before: string): boolean {
  return new RegExp(`(?:^|\\n) {0,3}\\[[^\\]]+\\]:\\s*<?${ADDRESS_BEGINS}`).test(before)
}

/** Fences first, since they hold marks of spans. A fence or span that is not closed shows what follows. */
function withoutCode(text: string): string {
  return text.split('```').filter((_, index, all) => index % 2 === 0 || index === all.length - 1).join('\n').split('`').filter((_, index, all) => index % 2 === 0 || index === all.length - 1).join(' ')
}
