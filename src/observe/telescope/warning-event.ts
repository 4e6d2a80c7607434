import type { WarningRecord } from './warning-journal.ts'

/** What is recorded of a warning: one JSON object, `telescope.warning`, for rules and hunts (mappings/telescope.yml). */
export function warningEvent({ happening, warning }: WarningRecord): Readonly<Record<string, unknown>> {
  const { organisation, spoofReason, nextStep, evidence, closesAt, lastSeen, ...rest } = warning
  return {
    // The moment that it is about, so that the same warning falls into the same hour whenever it is told.
    time: happening === 'opened' ? warning.firstSeen : happening === 'closed' ? closesAt : lastSeen,
    telescope_event: happening,
    owner: organisation,
    ...rest,
    lastSeen,
    spoofReason: spoofReason.en,
    spoofReasonJa: spoofReason.ja,
    nextStep: nextStep.en,
    nextStepJa: nextStep.ja,
    destinations: [...new Set(evidence.map(({ destination }) => destination))],
  }
}
