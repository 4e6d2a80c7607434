const WIDTH = 16

/** Offset, sixteen bytes, and those of them that are printable ASCII. */
export function hexDump(bytes: Uint8Array): string {
  const lines: string[] = []
  for (let at = 0; at < bytes.length; at += WIDTH) {
    const row = [...bytes.subarray(at, at + WIDTH)]
    const hex = row.map(byte => byte.toString(16).padStart(2, '0'))
    const halves = [hex.slice(0, WIDTH / 2).join(' '), hex.slice(WIDTH / 2).join(' ')].join('  ')
    const letters = row.map(byte => (byte >= 0x20 && byte < 0x7f ? String.fromCodePoint(byte) : '.')).join('')
    lines.push(`${at.toString(16).padStart(6, '0')}  ${halves.padEnd(3 * WIDTH)}  ${letters}`)
  }
  return lines.join('\n')
}
