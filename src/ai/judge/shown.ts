const LONGEST = 60

/** A quotation for a reason: one line, cut. */
export function shortened(text: string): string {
  const plain = text.replaceAll(/\s+/g, ' ').trim()
  return plain.length <= LONGEST ? plain : `${plain.slice(0, LONGEST - 1)}…`
}

/** Of a secret: enough to recognise it, too little to use it. It ends with a number; “characters” follows it. */
export function masked(secret: string): string {
  return `${secret.slice(0, Math.min(4, Math.floor(secret.length / 4)))}…, ${secret.length}`
}

/** What a reason tells of a finding: of a secret its beginning, of personal data, whose beginning may say it all, how long it is. “Characters” follows it. */
export function maskedHit(text: string, { isSecret, start, end }: { readonly isSecret: boolean; readonly start: number; readonly end: number }): string {
  return isSecret ? masked(text.slice(start, end)) : String(end - start)
}
