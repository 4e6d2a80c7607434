import { useQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { hasEnded, jobShare, jobsQuery } from '../api/jobs.ts'
import { Meter } from '../components/meter.tsx'
import { useFormats } from '../components/use-formats.ts'
import { visibleText } from '../components/visible-text.ts'
import { currentUploads, onUploads } from './uploads.ts'

/** What the server is reading besides one's own uploads, which the tray shows: for everybody, on every page. */
export function RunningJobs() {
  const { t } = useTranslation('evidence')
  const { number } = useFormats()
  const { data } = useQuery(jobsQuery)
  const uploads = useSyncExternalStore(onUploads, currentUploads)
  const own = new Set(uploads.map(({ jobId }) => jobId))
  const running = data?.items.filter(job => !hasEnded(job) && !own.has(job.id)) ?? []
  const [first] = running
  if (first === undefined) return null
  const events = running.reduce((sum, { progress }) => sum + progress.events, 0)
  const share = running.reduce((sum, job) => sum + jobShare(job), 0) / running.length
  return (
    <aside aria-label={t('running.title')} className="card mb-4 px-5 py-3">
      <p className="mb-1.5 text-small">
        {t('running.text', { name: visibleText(first.names[0] ?? t('running.left')), count: running.length - 1, events: number(events) })}
      </p>
      <Meter share={share} className="fill-informational-fill" />
    </aside>
  )
}
