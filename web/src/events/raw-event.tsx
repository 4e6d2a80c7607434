import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { rawEventQuery } from '../api/events.ts'
import { API } from '../api/request.ts'
import { buttonLook } from '../components/button.tsx'
import { Icon } from '../components/icon.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { Switcher } from '../components/switcher.tsx'
import { useFormats } from '../components/use-formats.ts'
import { visibleLines } from '../components/visible-text.ts'
import { hexDump } from './hex-dump.ts'

/** Bytes that are drawn; the rest is in the file to save. */
const SHOWN_BYTES = 16_384

/** The record byte for byte, as text or in hex. Looking at it is written into the audit trail, which is why it is a step of its own. */
export function RawEvent({ id }: { readonly id: string }) {
  const { t } = useTranslation('events')
  const { number } = useFormats()
  const { data, error } = useQuery(rawEventQuery(id))
  const [chosen, setChosen] = useState<'text' | 'hex' | null>(null)
  if (error !== null) return <ErrorNotice error={error} />
  if (data === undefined) return <Skeleton lines={6} />
  const shown = data.subarray(0, SHOWN_BYTES)
  const view = chosen ?? (isText(shown) ? 'text' : 'hex')
  return (
    <div>
      <div className="mb-2 flex flex-wrap items-center gap-3">
        <Switcher label={t('rawView')} value={view} onChange={setChosen}
          choices={[{ value: 'text', label: t('text') }, { value: 'hex', label: t('hex') }]} />
        <span className="flex-1 text-small text-muted">{t('bytes', { count: data.length, bytes: number(data.length) })}</span>
        <a href={`${API}/events/${id}/raw`} download={`${id}.bin`} className={buttonLook('plain')}><Icon name="download" />{t('save')}</a>
      </div>
      <pre tabIndex={0} aria-label={t('raw')} data-testid="raw-event"
        className={`max-h-[60vh] overflow-auto rounded-lg border border-line bg-ground p-3 font-mono text-tiny leading-relaxed ${view === 'text' ? 'whitespace-pre-wrap wrap-anywhere' : ''}`}>
        {view === 'text' ? visibleLines(new TextDecoder().decode(shown)) : hexDump(shown)}
      </pre>
      <p className="mt-2 text-small text-muted">{data.length > SHOWN_BYTES ? `${t('firstBytes', { bytes: number(SHOWN_BYTES) })} ` : ''}{t('audited')}</p>
    </div>
  )
}

/** UTF-8 without control characters; what is cut in the middle of a character still is. */
function isText(bytes: Uint8Array): boolean {
  try {
    return !/[^\P{Cc}\t\r\n]/u.test(new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true }))
  } catch {
    return false
  }
}
