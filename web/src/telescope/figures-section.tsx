import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { API } from '../api/request.ts'
import type { TelescopeDay } from '../api/telescope.ts'
import { telescopeFiguresQuery } from '../api/telescope.ts'
import { buttonLook } from '../components/button.tsx'
import { Meter } from '../components/meter.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { Section } from '../components/section.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { Table } from '../components/table.tsx'
import { Time } from '../components/time.tsx'
import { useFormats } from '../components/use-formats.ts'
import { visibleText } from '../components/visible-text.ts'

/** Rows of each list. */
const SHOWN = 8
/** Ports of a campaign that are written out. */
const PORTS = 6

/** What the days brought: infected hosts, victims, survey scanners, campaigns; the last day until some minutes ago. */
export function FiguresSection() {
  const { t, i18n } = useTranslation('telescope')
  const { number } = useFormats()
  const { data, error, refetch } = useQuery(telescopeFiguresQuery)
  const language = i18n.language.startsWith('ja') ? 'ja' : 'en'
  const last = data?.days.at(-1)
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 1 })
  return (
    <Section title={t('figures')} actions={last === undefined ? null : <div className="flex gap-2">
      <a className={buttonLook('plain')} href={`${API}/telescope/figures?format=csv&days=92`} download>CSV</a>
      <a className={buttonLook('plain')} href={`${API}/telescope/figures?format=html&days=92&language=${language}`} target="_blank" rel="noreferrer">{t('publicPage')}</a>
    </div>}>
      {error !== null ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : data === undefined ? <Skeleton lines={5} />
        : last === undefined ? <p className="text-muted">{t('noFigures')}</p> : (
          <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
            <Table label={t('figures')} columns={[{ title: t('day'), kind: 'time' }, { title: t('infected'), kind: 'number' }, { title: t('sources'), kind: 'number' }, { title: t('packets'), kind: 'number' },
              { title: t('surveyShare'), kind: 'number' }, { title: t('victims'), kind: 'number' }]}
              rows={data.days.toReversed().map(day => ({ key: day.date, cells: [day.date, number(day.infected.hosts.withoutSurveys), both(day.sources), both(day.packets), percent.format(day.surveys.share), number(day.victims.targets)] }))} />
            <div className="grid grid-cols-[minmax(0,1fr)] gap-5 lg:grid-cols-[repeat(3,minmax(0,1fr))]">
              {(['byFamily', 'byCountry', 'bySystem'] as const).map(list => (
                <div key={list} className="min-w-0"><h3 className="heading mb-1">{t(`infectedBy.${list}`)} · {last.date}</h3><Ranking rows={last.infected[list]} /></div>
              ))}
            </div>
            {data.campaigns.length === 0 ? null : <div><h3 className="heading mb-1">{t('campaigns')}</h3>
              <Table label={t('campaigns')} columns={[{ title: t('name') }, { title: t('ports'), kind: 'wide' }, { title: t('days'), kind: 'number' }, { title: t('sources'), kind: 'number' }, { title: t('packets'), kind: 'number' }, { title: t('seen'), kind: 'time' }]}
                rows={data.campaigns.slice(0, SHOWN).map(({ id, ports, days, mostSources, packets, lastSeen }) => ({
                  key: id,
                  cells: [<span key="i" className="data whitespace-nowrap">{id}</span>, `${ports.slice(0, PORTS).join(', ')}${ports.length > PORTS ? ` +${ports.length - PORTS}` : ''}`, number(days.length), number(mostSources), number(packets), <Time key="t" time={lastSeen} />],
                }))} /></div>}
            <p className="text-small text-muted">{t('attribution')} {data.attributions.map(({ name, url }, index) => <span key={url}>{index === 0 ? '' : ', '}<a className="underline" href={url} target="_blank" rel="noreferrer">{name}</a></span>)}</p>
          </div>
        )}
    </Section>
  )

  function both({ all, withoutSurveys }: TelescopeDay['packets']): string {
    return all === withoutSurveys ? number(all) : t('ofWhich', { all: number(all), without: number(withoutSurveys) })
  }
}

function Ranking({ rows }: { readonly rows: TelescopeDay['infected']['byFamily'] }) {
  const { t, i18n } = useTranslation('telescope')
  const { number } = useFormats()
  const shown = rows.slice(0, SHOWN)
  const most = Math.max(1, ...shown.map(({ withoutSurveys }) => withoutSurveys))
  const regions = new Intl.DisplayNames(i18n.language, { type: 'region' })
  const nameOf = (key: string) => (key === '??' ? t('unknownPlace') : key === 'unmarked' ? t('unmarked') : /^[A-Z]{2}$/.test(key) ? regions.of(key) ?? key : visibleText(key))
  return (
    <table className="w-full table-fixed text-small"><tbody>
      {shown.map(({ key, withoutSurveys }) => (
        <tr key={key}><th scope="row" className="w-1/2 truncate py-0.5 pr-3 text-left font-normal" title={nameOf(key)}>{nameOf(key)}</th>
          <td><Meter share={withoutSurveys / most} className="fill-accent" /></td><td className="w-16 pl-3 text-right tabular-nums">{number(withoutSurveys)}</td></tr>
      ))}
    </tbody></table>
  )
}
