/** The 16-bit fields of a SYN between which rules are looked for; the last two are the same in all packets of a source. */
export const HEADER_FIELDS = [
  { name: 'id', en: 'IP identification', ja: 'IP 識別子' },
  { name: 'seqHigh', en: 'upper half of the sequence number', ja: 'シーケンス番号の上位 16 ビット' },
  { name: 'seqLow', en: 'lower half of the sequence number', ja: 'シーケンス番号の下位 16 ビット' },
  { name: 'ackHigh', en: 'upper half of the acknowledgement number', ja: '確認応答番号の上位 16 ビット' },
  { name: 'ackLow', en: 'lower half of the acknowledgement number', ja: '確認応答番号の下位 16 ビット' },
  { name: 'sourcePort', en: 'source port', ja: '送信元ポート' },
  { name: 'window', en: 'window', ja: 'ウィンドウサイズ' },
  { name: 'destinationHigh', en: 'upper half of the destination address', ja: '宛先アドレスの上位 16 ビット' },
  { name: 'destinationLow', en: 'lower half of the destination address', ja: '宛先アドレスの下位 16 ビット' },
  { name: 'destinationPort', en: 'destination port', ja: '宛先ポート' },
  { name: 'sourceHigh', en: 'upper half of the source address', ja: '送信元アドレスの上位 16 ビット' },
  { name: 'sourceLow', en: 'lower half of the source address', ja: '送信元アドレスの下位 16 ビット' },
] as const

export const FIELD_COUNT = HEADER_FIELDS.length

/** The fields that the sender's tool makes up; a rule without any of them says nothing of the tool. */
export const MADE_UP_FIELDS = 0b1111111

/** Fields that systems leave at one value, and those that say where a packet goes; alone they are no rule. */
const [ID, SEQ_HIGH, SEQ_LOW, ACK_HIGH, ACK_LOW, SOURCE_PORT] = [0, 1, 2, 3, 4, 5]
export const CONSTANT_FIELDS: readonly number[] = [ID, SEQ_HIGH, SEQ_LOW, ACK_HIGH, ACK_LOW, SOURCE_PORT]

/** Writes the fields of one sample of the pool's words into `fields` from `to` on. */
export function readFields(words: Uint32Array, sample: number, source: number, fields: Uint16Array, to: number): void {
  const destination = words[sample + 1]!
  const sequence = words[sample + 2]!
  const idAndPort = words[sample + 3]!
  const portAndWindow = words[sample + 4]!
  const acknowledgement = words[sample + 5]!
  fields[to] = idAndPort >>> 16
  fields[to + 1] = sequence >>> 16
  fields[to + 2] = sequence
  fields[to + 3] = acknowledgement >>> 16
  fields[to + 4] = acknowledgement
  fields[to + 5] = idAndPort
  fields[to + 6] = portAndWindow
  fields[to + 7] = destination >>> 16
  fields[to + 8] = destination
  fields[to + 9] = portAndWindow >>> 16
  fields[to + 10] = source >>> 16
  fields[to + 11] = source
}
