import { useTranslation } from 'react-i18next'
import type { TriedSource } from '../api/sources.ts'
import { CopyButton } from '../components/copy-button.tsx'
import { Icon } from '../components/icon.tsx'
import { Table } from '../components/table.tsx'
import { Time, TimeSpan } from '../components/time.tsx'
import { useFormats } from '../components/use-formats.ts'
import { visibleLines, visibleText } from '../components/visible-text.ts'

/** What one file would yield: how it is read, its first records, what could not be read, and what to do next. */
export function TriedSample({ tried }: { readonly tried: TriedSource }) {
  const { t } = useTranslation('sources')
  const { number } = useFormats()
  const { decoder, encoding, events, cut, datasets, times, records, errors, advice } = tried
  const isWell = decoder !== null && errors.total === 0 && advice.kind === 'fits'
  return (
    <div className="space-y-3">
      <p className="flex items-start gap-2"><Icon name={isWell ? 'check' : 'warning'} className={`mt-0.5 size-5 ${isWell ? 'text-low' : 'text-medium'}`} />
        <span><b className="font-semibold">{t(`sample.advice.${advice.kind}`)}</b> {advice.programs.length === 0 ? null : <span className="data">{visibleText(advice.programs.join(', '))}</span>}</span></p>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-8 gap-y-1 text-small">
        <dt className="text-muted">{t('sample.readAs')}</dt><dd>{decoder === null ? t('sample.nothing') : <span className="data">{decoder}</span>}{encoding === null ? '' : ` · ${encoding}`}</dd>
        <dt className="text-muted">{t('sample.events')}</dt><dd>{number(events)}{cut ? ` ${t('sample.cut')}` : ''}{datasets.length === 0 ? null : <> · {datasets.map(each => <span key={each.dataset} className="data mr-3">{visibleText(each.dataset)} ({number(each.events)})</span>)}</>}</dd>
        {times.first === null ? null : <><dt className="text-muted">{t('sample.times')}</dt><dd><TimeSpan first={times.first} last={times.last} /></dd></>}
        {times.without === 0 ? null : <><dt className="text-muted">{t('sample.without')}</dt><dd>{number(times.without)}</dd></>}
        {times.zoneAssumed === 0 ? null : <><dt className="text-muted">{t('sample.zone')}</dt><dd>{t('sample.zoneText', { count: times.zoneAssumed })}</dd></>}
        {times.yearAssumed === 0 ? null : <><dt className="text-muted">{t('sample.year')}</dt><dd>{t('sample.yearText', { count: times.yearAssumed })}</dd></>}
      </dl>
      {records.length === 0 ? null : (
        <Table label={t('sample.records')} columns={[{ title: t('sample.time'), kind: 'time' }, { title: t('sample.dataset') }, { title: t('sample.fields'), kind: 'wide' }]}
          rows={records.map(({ record, dataset, time, fields }) => ({
            key: String(record),
            cells: [<Time key="time" time={time} />, <span key="dataset" className="data whitespace-nowrap">{visibleText(dataset)}</span>, <FieldsText key="fields" fields={fields} />],
          }))} />
      )}
      {errors.total === 0 ? null : (
        <div>
          <h3 className="heading mb-1">{t('sample.errors', { count: errors.total, errors: number(errors.total) })}</h3>
          <ul className="space-y-1 text-small">{errors.samples.map(({ offset, reason, sample }, i) => <li key={i}><span className="text-high">{t('sample.byte', { offset: number(offset) })}: {visibleText(reason)}</span> <span className="data text-muted">{visibleText(sample)}</span></li>)}</ul>
        </div>
      )}
      {advice.mapping === '' ? null : (
        <div>
          <h3 className="heading mb-1 flex items-center gap-2">{t('sample.mapping')}<CopyButton text={advice.mapping} label={t('sample.copy')} /></h3>
          <pre className="data overflow-x-auto rounded-lg bg-raised px-3 py-2 text-tiny" tabIndex={0}>{visibleLines(advice.mapping)}</pre>
        </div>
      )}
    </div>
  )
}

function FieldsText({ fields }: { readonly fields: Readonly<Record<string, unknown>> }) {
  return (
    <span className="data">
      {Object.entries(fields).map(([name, value]) => <span key={name} className="mr-3"><span className="text-muted">{visibleText(name)}=</span>{visibleText(typeof value === 'string' ? value : JSON.stringify(value))}</span>)}
    </span>
  )
}
