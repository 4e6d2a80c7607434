import { useTranslation } from 'react-i18next'
import type { RuleGroup, RuleItem, RulePart, RulePlace } from '../api/rules.ts'
import { Icon } from '../components/icon.tsx'
import { visibleText } from '../components/visible-text.ts'

/** Values of an item that are shown at once where nothing is said of an event; the rest opens. */
const SHOWN_VALUES = 12

/** Modifiers that say how a value is looked for; the others are named as they are written. */
const VERBS = ['contains', 'startswith', 'endswith', 're', 'cidr', 'exists', 'fieldref', 'lt', 'lte', 'gt', 'gte'] as const

/** A rule's condition in words, as a tree; of an event, with what held, and the patterns marked in its values. */
export function PartTree({ part }: { readonly part: RulePart }) {
  return <ul className="space-y-2"><Part part={part} /></ul>
}

function Part({ part }: { readonly part: RulePart }) {
  return part.kind === 'item' ? <Item item={part} /> : <Group group={part} />
}

function Group({ group: { kind, label, filter, parts, held } }: { readonly group: RuleGroup }) {
  const { t } = useTranslation('rules')
  const [only] = parts
  // A name around one thing reads as its title.
  const isNameOnly = kind === 'all' && parts.length === 1
  if (isNameOnly && label === '' && only !== undefined) return <Part part={only} />
  return (
    <li>
      <p className="flex items-baseline gap-1.5">
        <Held held={held} />
        {isNameOnly ? null : <span className="font-semibold">{t(`part.${kind}`)}</span>}
        {label === '' ? null : <span className={filter ? 'text-medium' : 'data text-muted'}>{filter ? t('part.filter', { title: visibleText(label) }) : visibleText(label)}</span>}
      </p>
      <ul className="mt-1.5 ml-1.5 space-y-2 border-l-2 border-line pl-4">{parts.map((part, i) => <Part key={i} part={part} />)}</ul>
    </li>
  )
}

function Item({ item }: { readonly item: RuleItem }) {
  const { t } = useTranslation('rules')
  const { field, modifiers, negated, join, values, held, seen, more } = item
  const verb = VERBS.find(each => modifiers.includes(each)) ?? 'is'
  const others = modifiers.filter(each => each !== verb && each !== 'all' && each !== 'neq')
  const many = values.length + more > 1
  const isPresence = verb === 'exists'
  return (
    <li>
      <p className="flex flex-wrap items-baseline gap-x-1.5">
        <Held held={held} />
        <span className="data font-semibold">{field === null ? t('part.anyText') : visibleText(field)}</span>
        {negated ? <span className="font-semibold">{t('part.isNot')}</span> : null}
        <span>{isPresence ? t(values[0]?.written === 'false' ? 'verb.absent' : 'verb.present') : `${t(`verb.${verb}`)}${many ? t(join === 'all' ? 'part.allOf' : 'part.oneOf') : t('part.value')}`}</span>
        {others.map(each => <span key={each} className="rounded bg-raised px-1.5 text-tiny text-muted">{visibleText(each)}</span>)}
      </p>
      <div className="ml-5">
        {isPresence ? null : <Values item={item} />}
        {held === null || values.some(({ place }) => place !== null) ? null
          : <p className="mt-1 text-small text-muted">{field === null ? null : seen === null ? t('explain.noField') : <>{t('explain.eventHas')} <span className="data text-text">{visibleText(seen)}</span></>}</p>}
      </div>
    </li>
  )
}

function Values({ item: { values, more, held } }: { readonly item: RuleItem }) {
  const { t } = useTranslation('rules')
  // Of an event, what held is what people look for; what did not opens.
  const first = held === true ? values.filter(value => value.held === true) : values.slice(0, SHOWN_VALUES)
  const rest = values.filter(value => !first.includes(value))
  const list = (some: typeof values) => <ul className="mt-1 flex flex-wrap gap-x-2 gap-y-1">{some.map((value, i) => <Value key={i} {...value} />)}</ul>
  const hidden = rest.length + more
  return (
    <>
      {list(first)}
      {hidden === 0 ? null : (
        <details className="mt-1">
          <summary className="text-small text-muted">{t(held === true ? 'explain.othersNot' : 'part.moreValues', { count: hidden })}</summary>
          {list(rest)}
          {more === 0 ? null : <p className="mt-1 text-small text-muted">{t('part.notListed', { count: more })}</p>}
        </details>
      )}
    </>
  )
}

function Value({ written, held, place }: RuleItem['values'][number]) {
  return (
    <li className={place === null ? '' : 'w-full'}>
      <span className="inline-flex items-baseline gap-1">
        <Held held={held} small />
        <code className={`rounded bg-raised px-1.5 font-mono text-tiny break-all ${held === false ? 'text-muted' : ''}`}>{visibleText(written === '' ? '""' : written)}</code>
      </span>
      {place === null ? null : <Marked place={place} />}
    </li>
  )
}

/** The event's text with the pattern's place marked. */
function Marked({ place: { text, from, to, before, after } }: { readonly place: RulePlace }) {
  const { t } = useTranslation('rules')
  return (
    <p className="data mt-1 rounded-md border border-line bg-ground px-2.5 py-1.5 whitespace-pre-wrap" title={t('explain.place', { from: before + from, to: before + to })}>
      {before > 0 ? '…' : ''}{visibleText(text.slice(0, from))}
      <mark className="rounded bg-medium-fill/30 px-0.5 font-bold text-text outline outline-medium-fill">{visibleText(text.slice(from, to))}</mark>
      {visibleText(text.slice(to))}{after > 0 ? '…' : ''}
    </p>
  )
}

function Held({ held, small = false }: { readonly held: boolean | null; readonly small?: boolean }) {
  const { t } = useTranslation('rules')
  if (held === null) return null
  return (
    <span role="img" aria-label={t(held ? 'explain.held' : 'explain.notHeld')} className={`self-center ${held ? 'text-low' : 'text-high'}`}>
      <Icon name={held ? 'check' : 'close'} className={small ? 'size-3' : 'size-4'} />
    </span>
  )
}
