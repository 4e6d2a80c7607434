import { useTranslation } from 'react-i18next'
import type { RedTeamRun } from '../api/redteam.ts'
import { CopyButton } from '../components/copy-button.tsx'
import { Section } from '../components/section.tsx'
import { visibleText } from '../components/visible-text.ts'
import { useLanguage } from '../shell/use-language.ts'

/** Successes of one goal that are shown. */
const SHOWN = 3

/** What succeeded, with what was asked and answered, and how it is tried again. */
export function RedTeamSuccesses({ run: { attacks, byGoal, seed, target } }: { readonly run: RedTeamRun }) {
  const { t } = useTranslation('ai')
  const language = useLanguage()
  const reached = byGoal.filter(({ succeeded }) => succeeded > 0)
  return (
    <Section title={t('successes')}>
      {reached.length === 0 ? <p className="text-muted">{t('noSuccess')}</p> : reached.map(goal => {
        const all = attacks.filter(each => each.goal === goal.id && each.outcome === 'succeeded')
        return (
          <div key={goal.id} className="mb-4 last:mb-0">
            <h3 className="heading mb-2">{goal.title[language]}</h3>
            <ul className="grid gap-2">
              {all.slice(0, SHOWN).map(({ id, turns, answer, calls }) => (
                <li key={id} className="rounded-lg border border-line p-3 text-small">
                  <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
                    {turns.map((turn, index) => <div key={index} className="contents"><dt className="text-muted">{t('asked')}</dt><dd className="data wrap-anywhere">{visibleText(turn.slice(0, QUOTED))}</dd></div>)}
                    {calls.length === 0 ? null : <><dt className="text-muted">{t('calledTools')}</dt><dd className="data wrap-anywhere">{visibleText(calls.join(', ').slice(0, QUOTED))}</dd></>}
                    {answer === '' && calls.length > 0 ? null : <><dt className="text-muted">{t('answered')}</dt><dd className="data wrap-anywhere">{visibleText(answer.slice(0, QUOTED))}</dd></>}
                    <dt className="text-muted">{t('again')}</dt><dd className="flex items-start gap-2"><span className="flex-1"><code className="data">{visibleText(again(target, seed, id))}</code> <span className="text-tiny text-muted">({t('againText')})</span></span><CopyButton text={again(target, seed, id)} label={t('again')} /></dd>
                  </dl>
                </li>
              ))}
            </ul>
            {all.length > SHOWN ? <p className="mt-1 text-small text-muted">{t('moreSuccesses', { count: all.length - SHOWN })}</p> : null}
          </div>
        )
      })}
    </Section>
  )
}

/** Characters of a turn or an answer that are shown. */
const QUOTED = 400

/** A command is named as it was given; only an address is known to be the whole of a target. */
function again(target: string, seed: string, id: string): string {
  return `noroshi ai redteam ${/^https?:\/\/\S+$/.test(target) ? `--target ${target} ` : ''}--seed ${seed} --only ${id}`
}
