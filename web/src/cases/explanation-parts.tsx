import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Explanation, Fact, Reason } from '../api/nouns.ts'
import { buttonLook } from '../components/button.tsx'
import { QueryText } from '../components/query-text.tsx'
import { Icon } from '../components/icon.tsx'
import { Sentence } from '../components/sentence.tsx'
import { useLanguage } from '../shell/use-language.ts'

interface ExplanationPartsProps {
  readonly explanation: Explanation
  /** Opens the events of a fact. */
  readonly onLook: (events: readonly string[]) => void
}

/** The five parts of an explanation, in their one order (docs/design.md §6). */
export function ExplanationParts({ explanation, onLook }: ExplanationPartsProps) {
  const { t } = useTranslation('cases')
  const said = explanation.text[useLanguage()]
  const { supporting, opposing } = sidesOf(explanation.why)
  const search = explanation.next.terms['search'] ?? explanation.next.query
  return (
    <div className="space-y-5">
      <Part title={t('explanation.what')}><p className="text-lead"><Sentence text={said.what} terms={explanation.what.terms} /></p></Part>
      <Part title={t('explanation.why')}>
        <div className="grid gap-x-8 gap-y-3 lg:grid-cols-2">
          <FactList label={t('explanation.for')} side="for" facts={supporting} sentences={said.for} onLook={onLook} />
          {opposing.length === 0 ? <p className="text-muted">{t('explanation.nothingAgainst')}</p>
            : <FactList label={t('explanation.against')} side="against" facts={opposing} sentences={said.against} onLook={onLook} />}
        </div>
      </Part>
      <div className="grid gap-x-8 gap-y-5 lg:grid-cols-2">
        <Part title={t('explanation.change')}><Sentence text={said.change} terms={explanation.change.terms} /></Part>
        <Part title={t('explanation.confidence')}><Sentence text={said.confidence} terms={explanation.confidence.terms} /></Part>
      </div>
      <div className="rounded-lg border border-line bg-raised/50 px-4 py-3">
        <Part title={t('explanation.next')}>
          <p><NextCheck text={said.next} fact={explanation.next} search={search} /></p>
          {search === '' ? null : (
            <Link to="/hunt" search={{ q: search }} className={`mt-2.5 ${buttonLook('primary')}`}>
              <Icon name="hunt" />{t('explanation.run')}</Link>
          )}
        </Part>
      </div>
    </div>
  )
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div>
      <h3 className="heading mb-1">{title}</h3>
      {children}
    </div>
  )
}

/** The check in words; its query is set off, never cut. */
function NextCheck({ text, fact, search }: { readonly text: string; readonly fact: Fact; readonly search: string }) {
  const at = search === '' ? -1 : text.indexOf(search)
  if (at < 0) return <Sentence text={text} terms={fact.terms} />
  const { search: _, ...terms } = fact.terms
  return <><Sentence text={text.slice(0, at)} terms={terms} /><QueryText query={search} /><Sentence text={text.slice(at + search.length)}
    terms={terms} /></>
}

interface FactListProps {
  readonly label: string
  readonly side: 'for' | 'against'
  readonly facts: readonly Fact[]
  readonly sentences: readonly string[]
  readonly onLook: (events: readonly string[]) => void
}

function FactList({ label, side, facts, sentences, onLook }: FactListProps) {
  const { t } = useTranslation('cases')
  return (
    <ul aria-label={label} className="space-y-2">
      {sentences.map((text, i) => {
        const fact = facts[i]
        const events = fact?.eventIds ?? []
        return (
          <li key={i} className="grid grid-cols-[1.1rem_minmax(0,1fr)]">
            <span aria-hidden="true"
              className={`font-mono font-bold ${side === 'for' ? 'text-low' : 'text-high'}`}>{side === 'for' ? '+' : '−'}</span>
            <div>
              <Sentence text={text} terms={fact?.terms ?? {}} />
              <div className="flex flex-wrap gap-x-4">
                {events.length === 0 ? null : (
                  <button type="button" className="inline-flex items-center gap-1 text-small font-medium text-accent hover:underline"
                    onClick={() => onLook(events)}>
                    <Icon name="evidence"
                      className="size-3.5" />{events.length === 1 ? t('explanation.event') : t('explanation.events', { count: events.length })}
                  </button>
                )}
                {fact === undefined || fact.query === '' ? null : (
                  <Link to="/hunt" search={{ q: fact.query }}
                    className="inline-flex items-center gap-1 text-small font-medium text-accent hover:underline">
                    <Icon name="hunt" className="size-3.5" />{t('explanation.hunt')}
                  </Link>
                )}
              </div>
            </div>
          </li>
        )
      })}
    </ul>
  )
}

/** `although` is [what speaks for it, what speaks against]. */
function sidesOf(why: Reason): { readonly supporting: readonly Fact[]; readonly opposing: readonly Fact[] } {
  if (!('although' in why)) return { supporting: factsOf(why), opposing: [] }
  const [supporting, ...opposing] = why.although
  return { supporting: supporting === undefined ? [] : factsOf(supporting), opposing: opposing.flatMap(factsOf) }
}

function factsOf(reason: Reason): readonly Fact[] {
  if ('and' in reason) return reason.and.flatMap(factsOf)
  if ('or' in reason) return reason.or.flatMap(factsOf)
  if ('although' in reason) return reason.although.flatMap(factsOf)
  return [reason]
}
