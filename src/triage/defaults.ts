import type { EntityType } from '../model/entity.ts'
import type { Severity } from '../model/severity.ts'
import { DAY_US, HOUR_US } from '../model/time.ts'

/** Every threshold of the triage room, with its unit and its reason. docs/triage.md explains them in words. */

// ── Which findings of one subject belong together ──────────────────────────────────────────────────────────────────────

/** Microseconds. Hands-on intruders pause (a meal, a hand-over), seldom longer than half a working day while they are active. */
export const SUBJECT_GAP_US = 4 * HOUR_US

/** Microseconds from a case's first finding. A noisy medium rule must not chain a host's whole life into one case. */
export const SUBJECT_SPAN_US = 7 * DAY_US

/** From this severity a finding keeps a case open and may tie subjects to each other; what is lower only joins. */
export const TYING_SEVERITY: Severity = 'medium'

// ── Which subjects belong together ─────────────────────────────────────────────────────────────────────────────────────

export interface TieDefault {
  /** 1 ties two subjects alone; less needs company. Of several shared entities of one type the strongest counts. */
  readonly weight: number
  /** Microseconds between the two findings. */
  readonly windowUs: number
}

/** Shared between two subjects, weight and window by entity type. */
export const TIES: Readonly<Record<EntityType, TieDefault>> = {
  // An account that is not everyone's moving between hosts is the plainest sign of one hand.
  user: { weight: 1, windowUs: 2 * HOUR_US },
  account: { weight: 1, windowUs: 2 * HOUR_US },
  // The same address outside (control server, scanner) meets both.
  ip: { weight: 1, windowUs: 3 * HOUR_US },
  // A name may be a content network's: it wants a second sign.
  domain: { weight: 0.8, windowUs: 3 * HOUR_US },
  url: { weight: 1, windowUs: 3 * HOUR_US },
  email: { weight: 1, windowUs: 4 * HOUR_US },
  // The same program on two hosts is often installed software: it wants a second sign, such as its unusual place.
  hash: { weight: 0.7, windowUs: 4 * HOUR_US },
  process: { weight: 0.4, windowUs: 2 * HOUR_US },
  file: { weight: 0.4, windowUs: 2 * HOUR_US },
  // Both spoke of a third machine: often a server that everyone uses.
  host: { weight: 0.4, windowUs: HOUR_US },
  // Lying in the same file says nothing.
  evidence: { weight: 0, windowUs: 0 },
}

/** One finding names the other's subject (A connected to B): as strong as one shared account. */
export const NAMES_SUBJECT: TieDefault = { weight: 1, windowUs: 2 * HOUR_US }

/** An address inside: clients and servers of one network meet all day. */
export const INTERNAL_ADDRESS: TieDefault = { weight: 0.4, windowUs: HOUR_US }

/** `administrator`, `root`, machine accounts: the same name is not the same person. */
export const GENERIC_USER_WEIGHT = 0.3

/** Only programs in the places of the operating system and of installed software were seen: their hash is everywhere. */
export const ORDINARY_HASH_WEIGHT = 0.3

/** Ties join two cases when their weights reach this… */
export const TIE_THRESHOLD = 1

/** …and more when the joined case would be large: the more subjects, the more a mistake costs. Subjects up to → threshold. */
export const TIE_THRESHOLDS_BY_SUBJECTS: readonly { readonly subjects: number; readonly threshold: number }[] = [
  { subjects: 5, threshold: TIE_THRESHOLD },
  { subjects: 12, threshold: 1.4 },
  { subjects: 30, threshold: 1.8 },
]

// ── What is common ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** Subjects. An intruder's account or tool shows on a few hosts; up to this many it counts in full. */
export const COMMON_FREE_SUBJECTS = 4

/** Subjects. With each doubling beyond the free ones the weight halves; from here on an entity counts nothing. */
export const COMMON_LIMIT_SUBJECTS = 32

/** Microseconds. What was common a month ago need not be so today. */
export const COMMON_MEMORY_US = 30 * DAY_US

/** Subjects. A rule that has spoken about more of them in the memory is noise or policy: it joins cases, it ties none. */
export const COMMON_RULE_SUBJECTS = 16

/** Values. A finding that names more of one type is a sweep or a list: it says nothing by any one of them. */
export const SWEEP_VALUES = 20

/** Recent places kept per entity; older ones fall out. Bounds work per finding. */
export const RECENT_SIGHTINGS = 8

// ── Priority: points; the greatest sum is 100 ──────────────────────────────────────────────────────────────────────────

/** The strongest finding. Nearly half of all points: one critical finding must stand above many weak ones. */
export const SEVERITY_POINTS: Readonly<Record<Severity, number>> = { informational: 0, low: 6, medium: 18, high: 32, critical: 45 }

/** Different rules that agree. Half of the points are reached with {@link RULES_HALF} more rules, each further one adds less. */
export const RULES_POINTS = 15
export const RULES_HALF = 3

/** How much of a rule counts by its level: ten weak rules are the everyday of a busy host. */
export const RULE_SHARES: Readonly<Record<Severity, number>> = { informational: 0, low: 0.25, medium: 1, high: 1, critical: 1 }

/**
 * Rarity of the rarest medium or stronger rule: {@link RARITY_STEP_POINTS} for each halving of its share of earlier findings below 1 in
 * {@link RARITY_FREE_SHARE}, so 1 in 512 gives all. Until as many findings precede, everything is new and nothing rare.
 */
export const RARITY_POINTS = 10
export const RARITY_STEP_POINTS = 2
export const RARITY_FREE_SHARE = 16

/** Distinct ATT&CK tactics: points for each after the first, and the most they give together. An attack has stages, noise has one. */
export const TACTIC_POINTS = 3
export const TACTICS_POINTS = 12

/** Steps forward in the order of the matrix, as first seen: points each, and the most together. */
export const STEP_POINTS = 2
export const STEPS_POINTS = 8

/** Spread over subjects with a medium or stronger finding; half of the points with {@link SPREAD_HALF} more subjects. */
export const SPREAD_POINTS = 10
export const SPREAD_HALF = 2

/** What all terms give together at most. */
export const MOST_PRIORITY = 100

/**
 * A finding that a person confirmed as an attack. As much as severity sets between high and critical and half as much again: confirmed work
 * comes before all of its kind that nobody looked at, and not before everything.
 */
export const CONFIRMED_POINTS = 20

// ── Explanations and reports ───────────────────────────────────────────────────────────────────────────────────────────

/** Facts for and against (docs/design.md §6). */
export const REASON_FACTS = 3

/** Points. A priority that falls by less when its strongest rule proves benign does not rest on that rule. */
export const TELLING_POINTS = 5

/** Percent of earlier findings from which a rule's being common is said against it. */
export const COMMON_RULE_PERCENT = 5

/** Percent of earlier findings up to which a rule's being rare is said for it. */
export const RARE_RULE_PERCENT = 1

/** Hours after a finding that the next check looks at: a day holds every shift and every nightly job once. */
export const NEXT_CHECK_HOURS = 24

/** Earlier findings below which nothing is said about how common a rule is: a percentage of few misleads. */
export const COMMON_RULE_LEAST = 20

/** Entities listed with a case; all are with its findings. */
export const CASE_ENTITIES = 12

/** Of them, of one type: a list of hashes hides who was there. */
export const CASE_ENTITIES_OF_A_TYPE = 5

/** Cases shown in report.html and report.md; report.json has all. More cannot be read by people, and browsers grow slow. */
export const SHOWN_CASES = 200

/** Rows of one case's table of findings in report.html and report.md. */
export const SHOWN_FINDINGS = 50

/** First events of one case in report.html and report.md. */
export const SHOWN_EVENTS = 10

/** Cases printed on the terminal. */
export const TERMINAL_CASES = 10

/** Columns taken where the output is no terminal. */
export const TERMINAL_COLUMNS = 160

/** Bars of the timeline: one is then at least six pixels wide on a laptop and on paper. */
export const TIMELINE_BARS = 120

/** Bars a short time is widened to, so that a burst stands out from the quiet around it. */
export const TIMELINE_LEAST_BARS = 24

/** Entities in the overview. */
export const OVERVIEW_ENTITIES = 10

/** Cases of a report that are unfolded when it is opened; the rest opens on a click. Printed, all are. */
export const OPEN_CASES = 3

/** Evidence in report.html and report.md: all of an usual intake, not the hundred thousand files of a disk image. */
export const SHOWN_EVIDENCE = 500

/** Evidence that report.html lists unfolded; of more only what could not be read stays in sight. */
export const OPEN_EVIDENCE = 12

/** Paths of one evidence in report.html and report.md. */
export const SHOWN_PATHS = 5

/** Errors of one evidence in report.html and report.md. */
export const SHOWN_ERRORS = 5

// ── What verdicts say of a rule ─────────────────────────────────────────────────────────────────────────────────────────

/** Judged cases before anything is advised: fewer say more about chance than about the rule. */
export const RULE_JUDGED_CASES = 5

/** Attacks among judged cases from which on a rule is worth its looks as it is. */
export const RULE_KEEP_SHARE = 0.5

/** When a rule's share of attacks is below this, with 95 % certainty, looking costs more than it finds: no attack in 16 judged cases. */
export const RULE_RETIRE_SHARE = 0.2
