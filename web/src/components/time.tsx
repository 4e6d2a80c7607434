import { useTranslation } from 'react-i18next'

/** `2021-10-20 13:39:12`: UTC, as everywhere in the program. Microseconds and the local time stand in the title. */
export function Time({ time, precise = 'second' }: { readonly time: string | null; readonly precise?: 'second' | 'microsecond' }) {
  const { t, i18n } = useTranslation('components')
  if (time === null) return <span className="text-muted">{t('noTime')}</span>
  const local = new Date(time).toLocaleString(i18n.language, { dateStyle: 'medium', timeStyle: 'long' })
  return (
    <time dateTime={time} title={`${time}\n${t('localTime', { local })}`} className="tabular-nums whitespace-nowrap">
      {timeText(time, precise)}
    </time>
  )
}

/** From the first to the last; the day is said once when it is the same. */
export function TimeSpan({ first, last, precise = 'second' }: { readonly first: string | null; readonly last: string | null; readonly precise?: 'minute' | 'second' }) {
  const { t } = useTranslation('components')
  if (first === null || last === null) return <span>{t('noTime')}</span>
  const [from, to] = [timeText(first, precise), timeText(last, precise)]
  const end = from !== to && from.slice(0, 10) === to.slice(0, 10) ? to.slice(11) : to
  return (
    <span className="tabular-nums" title={`${first} – ${last}`}>
      {from === to ? null : <><span className="whitespace-nowrap">{from} –</span> </>}<span className="whitespace-nowrap">{end} UTC</span>
    </span>
  )
}

function timeText(time: string, precise: 'minute' | 'second' | 'microsecond'): string {
  return time.slice(0, DIGITS[precise]).replace('T', ' ')
}

/** Characters of `2021-10-20T13:39:12.731904Z`. */
const DIGITS = { minute: 16, second: 19, microsecond: 26 } as const
