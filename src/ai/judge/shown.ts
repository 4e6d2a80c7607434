const LONGEST = 60

/** A quotation for a reason: one line, cut. */
export function shortened(text: string): string {
  const plain = text.replaceAll(/\s+/g, ' ').trim()
  return plain.length <= LONGEST ? plain : `${plain.slice(0, LONGEST - 1)}…`
}

/** Of a secret: enough to recognise it, too little to use it. */
export function masked(secret: string): string {
  return `${secret.slice(0, 4)}…, ${secret.length}`
}
