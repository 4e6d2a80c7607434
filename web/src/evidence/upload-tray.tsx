import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { jobShare } from '../api/jobs.ts'
import { Button, IconButton } from '../components/button.tsx'
import { Meter } from '../components/meter.tsx'
import { useFormats } from '../components/use-formats.ts'
import { visibleText } from '../components/visible-text.ts'
import type { Upload } from './uploads.ts'
import { pauseUpload, removeFinished, removeUpload, resumeUpload } from './uploads.ts'

/** Errors of one file that the tray lists; its page has all. */
const LISTED_ERRORS = 5

/** What is being handed in, and what became of it. */
export function UploadTray({ uploads }: { readonly uploads: readonly Upload[] }) {
  const { t } = useTranslation('evidence')
  const [open, setOpen] = useState(true)
  const done = uploads.filter(({ state }) => state === 'done').length
  return (
    <section aria-label={t('upload.title')}
      className="card fixed right-4 bottom-20 left-4 z-20 flex max-h-[60vh] flex-col shadow-2xl sm:left-auto sm:w-[26rem] lg:bottom-4">
      <header className="flex items-center gap-2 px-4 py-2">
        <h2 className="flex-1 text-small font-semibold" role="status">{t('upload.progress', { done, count: uploads.length })}</h2>
        {done > 0 ? <Button look="quiet" onClick={removeFinished}>{t('upload.clear')}</Button> : null}
        <IconButton label={t(open ? 'upload.fold' : 'upload.unfold')} icon="chevron" className={open ? 'rotate-90' : '-rotate-90'}
          aria-expanded={open} onClick={() => setOpen(!open)} />
      </header>
      {open ? <ul className="overflow-y-auto border-t border-line">{uploads.map(upload => <UploadRow
        key={upload.key} upload={upload} />)}</ul> : null}
    </section>
  )
}

function UploadRow({ upload }: { readonly upload: Upload }) {
  const { t } = useTranslation('evidence')
  const { key, name, state, result } = upload
  const share = shareOf(upload)
  const errors = result?.evidence.flatMap(({ paths, errors: all }) => all.map(error => ({ ...error, path: paths[0] ?? name }))) ?? []
  const unread = [...result?.errors ?? [], ...errors]
  return (
    <li className="border-b border-line px-4 py-2.5 last:border-b-0">
      <div className="flex items-center gap-1">
        <span className="data min-w-0 flex-1 truncate" title={name}>{visibleText(name)}</span>
        {state === 'sending' || state === 'broken' || state === 'waiting' ? <IconButton label={t('upload.pause')} icon="pause"
          onClick={() => pauseUpload(key)} /> : null}
        {state === 'paused' || state === 'failed' ? <IconButton label={t('upload.resume')} icon="play"
          onClick={() => resumeUpload(key)} /> : null}
        <IconButton label={t('upload.remove')} icon="close" onClick={() => removeUpload(key)} />
      </div>
      <Meter share={share}
        className={state === 'failed' ? 'fill-critical-fill' : state === 'done' ? 'fill-low-fill' : state === 'reading' ? 'fill-informational-fill' : 'fill-accent'} />
      <p className="mt-1 text-small text-muted"><UploadText upload={upload} /></p>
      {unread.length === 0 ? null : (
        <ul aria-label={t('errors')} className="mt-1 space-y-0.5 text-tiny text-high">
          {unread.slice(0, LISTED_ERRORS).map(({ path, offset, reason }, i) => <li key={i}
            className="wrap-anywhere">{t('errorAt', { path, offset, reason })}</li>)}
          {unread.length > LISTED_ERRORS ? <li>{t('moreErrors', { count: unread.length - LISTED_ERRORS })}</li> : null}
        </ul>
      )}
      {state === 'done' && result?.evidence.length === 1 && result.evidence[0] !== undefined
        ? <Link to="/evidence/$sha256" params={{ sha256: result.evidence[0].sha256 }}
          className="text-small font-medium text-accent hover:underline">{t('upload.look')}</Link> : null}
    </li>
  )
}

function UploadText({ upload: { state, sent, bytes, job, result, error } }: { readonly upload: Upload }) {
  const { t } = useTranslation('evidence')
  const { number, bytes: size } = useFormats()
  if (state === 'failed') return <>{t('upload.failed', { reason: error instanceof ApiError ? [error.message, error.problem].filter(text => text !== '').join(': ') : job?.failure ?? '' })}</>
  if (state === 'reading' || state === 'done') {
    return <>{t(state === 'done' ? 'upload.done' : 'upload.reading', { events: number(job?.progress.events ?? 0), pieces: number(result?.evidence.length ?? 0) })}</>
  }
  return <>{t(`upload.${state}`, { sent: size(sent), bytes: size(bytes) })}</>
}

function shareOf({ state, sent, bytes, job }: Upload): number {
  if (state === 'done') return 1
  if (state !== 'reading') return bytes === 0 ? 0 : sent / bytes
  return job === null ? 0 : jobShare(job)
}
