import { TLP_MARKINGS } from '../../store/accounts/person.ts'
import type { ClaimedDelivery } from '../../store/notify/deliveries.ts'
import { NOTICE_WORDS } from '../notice/notice-words.ts'
import { tlpLabel } from '../notice/notice.ts'
import type { Outgoing } from './sent-result.ts'

/** What goes out for a delivery: its message, or several under one subject, each set off from the next. */
export function outgoingOf({ id, createdAt, address, recipient, organisation, language, messages }: ClaimedDelivery): Outgoing {
  const marking = TLP_MARKINGS[Math.max(...messages.map(message => TLP_MARKINGS.findIndex(each => each === message.marking)))] ?? 'red'
  const say = NOTICE_WORDS[language]
  const [first] = messages
  const single = messages.length === 1 ? first : undefined
  return {
    id, createdAt, address, recipient, organisation, language, marking,
    priority: Math.max(...messages.map(({ priority }) => priority)),
    subject: single?.content.subject ?? `[${tlpLabel(marking)}] ${say.digestSubject(messages.length)}`,
    text: single?.content.text ?? [
      tlpLabel(marking), '', say.digestOpening(messages.length), '', ...messages.map(({ content }, index) => `${index + 1}. ${content.subject}`),
      ...messages.flatMap(({ content }) => ['', '='.repeat(72), '', content.subject, '', content.text]),
    ].join('\n'),
    notices: messages.map(({ content }) => content.data),
    attachments: messages.flatMap(({ content }) => content.attachments),
  }
}
