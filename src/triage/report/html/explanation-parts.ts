import type { Language } from '../../../model/reason.ts'
import type { ExplanationSentences, Sentence } from '../explanation-sentences.ts'
import { LABELS } from '../labels.ts'
import type { Html } from './html.ts'
import { html } from './html.ts'

/** The five parts of an explanation, in their one order. */
export function explanationParts(sentences: ExplanationSentences, language: Language): Html {
  const labels = LABELS[language]
  const checked = (each: Sentence): Html => (each.fact.query === sentences.what.fact.query ? sentenceText(each) : sentence(each, language))
  const list = (all: readonly Sentence[], kind: string): Html =>
    html`<ul>${all.map(each => html`<li class="${kind}">${checked(each)}</li>`)}</ul>`
  const nothing = html`<p class="muted">${labels.nothingAgainst}</p>`
  const against = sentences.against.length === 0 ? nothing : list(sentences.against, 'fact against')
  return html`<div><h4>${labels.what}</h4><p>${sentence(sentences.what, language)}</p></div>
<div><h4>${labels.why}</h4><div class="sides">
<div aria-label="${labels.for}">${list(sentences.for, 'fact')}</div><div aria-label="${labels.against}">${against}</div></div></div>
<div><h4>${labels.change}</h4><p>${sentence(sentences.change, language)}</p></div>
<div><h4>${labels.confidence}</h4><p>${sentence(sentences.confidence, language)}</p></div>
<div><h4>${labels.next}</h4><p>${sentence(sentences.next, language)}</p></div>`
}

/** A sentence with its data set off, and the hunt that checks it. */
function sentence(said: Sentence, language: Language): Html {
  const { fact } = said
  const query = fact.query === '' ? null : html`<span class="query">${LABELS[language].query} <code>${fact.query}</code></span>`
  return html`${sentenceText(said)}${query}`
}

export function sentenceText({ parts }: Sentence): Html {
  return html`${parts.map(({ kind, text }) => {
    if (kind === 'words') return text
    return kind === 'query' ? html`<code>${text}</code>` : html`<span class="data">${text}</span>`
  })}`
}
