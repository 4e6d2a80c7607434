import { useTranslation } from 'react-i18next'

/** Numbers and sizes as the language of the reader writes them. */
export function useFormats(): { number(value: number): string; bytes(value: number): string } {
  const { i18n } = useTranslation()
  const plain = new Intl.NumberFormat(i18n.language)
  return { number: value => plain.format(value), bytes: value => bytesText(value, i18n.language) }
}

const UNITS = ['kB', 'MB', 'GB', 'TB', 'PB'] as const

/** Decimal units with three digits: `1.23 MB`. */
function bytesText(value: number, language: string): string {
  if (value < 1_000) return `${value} B`
  const step = Math.min(UNITS.length, Math.floor(Math.log10(value) / 3))
  return `${new Intl.NumberFormat(language, { maximumSignificantDigits: 3 }).format(value / 1_000 ** step)} ${UNITS[step - 1]}`
}
