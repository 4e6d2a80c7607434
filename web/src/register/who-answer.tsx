import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Confidence, EntryKind, Holder, Hop, Sentence, WhoAnswer } from '../api/register.ts'
import { AddressLink } from '../components/address-link.tsx'
import { Section } from '../components/section.tsx'
import { Table } from '../components/table.tsx'
import { Time } from '../components/time.tsx'
import { visibleText } from '../components/visible-text.ts'
import { useLanguage } from '../shell/use-language.ts'
import { EntryLink } from './entry-link.tsx'

/** Whose it was; each hop with its log line and how much it is to be believed; who had it since. */
export function WhoAnswerView({ answer }: { readonly answer: WhoAnswer }) {
  const { t } = useTranslation('register')
  return (
    <div className="grid grid-cols-1 gap-4">
      <Known answer={answer} />
      {answer.hops.length === 0 ? null : (
        <Section title={t('who.how')}>
          <ol className="space-y-4">{answer.hops.map((hop, i) => <HopRow key={i} hop={hop} number={i + 1} />)}</ol>
          {answer.notes.length === 0 ? null : <ul className="mt-4 space-y-1 text-small text-muted">{answer.notes.map((note, i) => <li key={i}><Said sentence={note} /></li>)}</ul>}
        </Section>
      )}
      {answer.since.length === 0 ? null : <Section title={t('who.since')}><SinceTable holders={answer.since} /></Section>}
    </div>
  )
}

function Known({ answer }: { readonly answer: WhoAnswer }) {
  const { t } = useTranslation('register')
  const { asked, address, owner, organisation, user, device, place, site, prefix, host, mac, criticality, confidence } = answer
  return (
    <Section title={<><span className="data">{visibleText(asked.address)}{asked.port === null ? '' : t('who.port', { port: asked.port })}</span> <span className="font-normal text-muted"><Time time={asked.at} /> UTC</span></>} actions={confidence === null || owner !== null ? undefined : <ConfidenceMark confidence={confidence} />}>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-8 gap-y-1.5">
        {owner === null ? null : <KnownRow name="owner"><EntryLink kind="contact" entryKey={owner.key} name={owner.name} /> {confidence === null ? null : <span className="ml-2"><ConfidenceMark confidence={confidence} /></span>}</KnownRow>}
        <KnownEntry name="organisation" kind="organisation" entry={organisation} />
        <KnownText name="user" text={user} />
        <KnownEntry name="device" kind="device" entry={device} />
        <KnownText name="place" text={place} />
        <KnownEntry name="site" kind="site" entry={site} />
        <KnownText name="host" text={host} />
        <KnownText name="mac" text={mac} />
        <KnownText name="inner" text={address === asked.address ? null : address} />
        <KnownEntry name="prefix" kind="prefix" entry={prefix} />
        <KnownText name="criticality" text={criticality === null ? null : t(`choice.${criticality}`, { defaultValue: criticality })} />
      </dl>
      {confidence === null ? <p className="text-muted">{t('who.nobody')}</p> : null}
    </Section>
  )
}

type KnownName = 'owner' | 'organisation' | 'user' | 'device' | 'place' | 'site' | 'host' | 'mac' | 'inner' | 'prefix' | 'criticality'

function KnownText({ name, text }: { readonly name: KnownName; readonly text: string | null }) {
  return text === null ? null : <KnownRow name={name}><span className="data">{visibleText(text)}</span></KnownRow>
}

function KnownEntry({ name, kind, entry }: { readonly name: KnownName; readonly kind: EntryKind; readonly entry: WhoAnswer['owner'] }) {
  return entry === null ? null : <KnownRow name={name}><EntryLink kind={kind} entryKey={entry.key} name={entry.name} /></KnownRow>
}

function KnownRow({ name, children }: { readonly name: KnownName; readonly children: ReactNode }) {
  const { t } = useTranslation('register')
  return <><dt className="text-muted">{t(`who.known.${name}`)}</dt><dd className="min-w-0">{children}</dd></>
}

function HopRow({ hop: { says, confidence, why, against, event, entry }, number }: { readonly hop: Hop; readonly number: number }) {
  const { t } = useTranslation('register')
  return (
    <li className="grid grid-cols-[1.75rem_minmax(0,1fr)] gap-x-3">
      <span aria-hidden="true" className="grid size-7 place-items-center rounded-full bg-raised text-small font-semibold">{number}</span>
      <div className="min-w-0">
        <p className="flex flex-wrap items-start gap-x-3"><b className="min-w-0 flex-1 font-semibold wrap-anywhere"><Said sentence={says} /></b><ConfidenceMark confidence={confidence} /></p>
        <p className="text-small text-muted"><Said sentence={why} /></p>
        {against.map((each, i) => <p key={i} className="text-small text-high"><Said sentence={each} /></p>)}
        {event === null ? null : (
          <div className="mt-1 rounded-lg bg-raised px-3 py-2 text-small">
            <p className="flex flex-wrap gap-x-4 text-tiny text-muted"><Time time={event.time} /><span className="data">{event.dataset}</span><Link to="/hunt" search={{ q: `_id:${event.id}` }} className="text-accent underline decoration-dotted underline-offset-3">{t('who.seeEvent')}</Link></p>
            {event.line === null ? null : <code className="data block wrap-anywhere">{visibleText(event.line)}</code>}
          </div>
        )}
        {entry === null ? null : <p className="mt-0.5 text-small">{t('who.entry')} <EntryLink kind={entry.kind} entryKey={entry.key} /></p>}
      </div>
    </li>
  )
}

function SinceTable({ holders }: { readonly holders: readonly Holder[] }) {
  const { t } = useTranslation('register')
  return (
    <Table label={t('who.since')} columns={[{ title: t('who.from'), kind: 'time' }, { title: t('who.until'), kind: 'time' }, { title: t('who.holder'), kind: 'wide' }, { title: t('who.kind') }]}
      rows={holders.map(({ kind, from, until, mac, host, user, address, event }) => ({
        key: `${event} ${from}`,
        cells: [
          <Time key="from" time={from} />, until === null ? '–' : <Time key="until" time={until} />,
          <span key="holder" className="data">{visibleText([mac, host, user].filter(each => each !== '').join(', '))}{kind === 'translation' ? <> <AddressLink address={address} at={from} /></> : null}</span>,
          <span key="kind" className="whitespace-nowrap text-muted">{t(`who.step.${kind}`, { defaultValue: kind })}</span>,
        ],
      }))} />
  )
}

const LOOKS: Readonly<Record<Confidence, string>> = { high: 'text-low', medium: 'text-medium', low: 'text-high' }

function ConfidenceMark({ confidence }: { readonly confidence: Confidence }) {
  const { t } = useTranslation('register')
  return <span className={`inline-block rounded-full border border-current px-2 text-tiny leading-[1.2rem] font-semibold whitespace-nowrap ${LOOKS[confidence]}`}>{t(`who.confidence.${confidence}`)}</span>
}

function Said({ sentence }: { readonly sentence: Sentence }) {
  return <>{visibleText(sentence[useLanguage()])}</>
}
