import type { FactTemplates } from '../../model/reason.ts'
import { nextCheckFacts } from './next-check-facts.ts'

/** The sentences of the triage room. Times are numbers in microseconds, subjects are `type:value`. */
export const triageFacts: FactTemplates = {
  // ── Titles ──
  'triage.title-one-rule': {
    en: '{rule} on {subject|name}',
    ja: '{rule}（{subject|name}）',
  },
  'triage.title-rules': {
    en: '{rule} and {more|plural:one more rule:# more rules} on {subject|name}',
    ja: '{rule} ほか {more} 件のルール（{subject|name}）',
  },
  'triage.title-one-rule-spread': {
    en: '{rule} on {subject|name} and {others|plural:one other:# others}',
    ja: '{rule}（{subject|name} ほか {others} 件）',
  },
  'triage.title-rules-spread': {
    en: '{rule} and {more|plural:one more rule:# more rules} on {subject|name} and {others|plural:one other:# others}',
    ja: '{rule} ほか {more} 件のルール（{subject|name} ほか {others} 件）',
  },

  // ── (a) What happened ──
  'triage.finding-at': {
    en: '“{rule}” ({level|severity}) matched {count|plural:one event:# events} on {subject|entity} at {first|time}.',
    ja: '{first|time}、{subject|entity} の {count} 件のイベントが「{rule}」（深刻度: {level|severity}）に一致しました。',
  },
  'triage.finding-during': {
    en: '“{rule}” ({level|severity}) matched {count|plural:one event:# events} on {subject|entity} between {first|time} and {last|time}.',
    ja: '{first|time} から {last|time} にかけて、{subject|entity} の {count} 件のイベントが「{rule}」（深刻度: {level|severity}）に一致しました。',
  },
  'triage.finding-undated': {
    en: '“{rule}” ({level|severity}) matched {count|plural:one event:# events} on {subject|entity}; the events carry no usable time.',
    ja: '{subject|entity} の {count} 件のイベントが「{rule}」（深刻度: {level|severity}）に一致しました。イベントに有効な時刻はありません。',
  },
  'triage.case-at': {
    en: 'At {first|time}, {rules|plural:one rule:# rules} made {findings|plural:one finding:# findings} on {subject|entity} within a ' +
      'second; the strongest is “{rule}” ({level|severity}).',
    ja: '{first|time}、{subject|entity} で 1 秒以内に {rules} 種類のルールによる {findings} 件の検知がありました。最も深刻なものは「{rule}」（深刻度: {level|severity}）です。',
  },
  'triage.case-during': {
    en: 'Between {first|time} and {last|time}, {rules|plural:one rule:# rules} made {findings|plural:one finding:# findings} on ' +
      '{subject|entity}; the strongest is “{rule}” ({level|severity}).',
    ja: '{first|time} から {last|time} にかけて、{subject|entity} で {rules} 種類のルールによる {findings} 件の検知がありました。' +
      '最も深刻なものは「{rule}」（深刻度: {level|severity}）です。',
  },
  'triage.case-spread': {
    en: 'Between {first|time} and {last|time}, {rules|plural:one rule:# rules} made {findings|plural:one finding:# findings} on ' +
      '{subjects} connected subjects, first on {subject|entity}; the strongest is “{rule}” ({level|severity}).',
    ja: '{first|time} から {last|time} にかけて、{subject|entity} を起点に、' +
      '関連する対象 {subjects} 件で {rules} 種類のルールによる {findings} 件の検知がありました。最も深刻なものは「{rule}」（深刻度: {level|severity}）です。',
  },
  'triage.case-undated': {
    en: '{rules|plural:One rule:# rules} made {findings|plural:one finding:# findings} on {subject|entity}, in events without a usable ' +
      'time; the strongest is “{rule}” ({level|severity}).',
    ja: '{subject|entity} で {rules} 種類のルールによる {findings} 件の検知がありました（イベントに有効な時刻はありません）。最も深刻なものは「{rule}」（深刻度: {level|severity}）です。',
  },

  // ── (b) For: the terms of the priority ──
  'triage.score-severity': {
    en: 'The strongest finding, “{rule}”, is rated {level|severity} ({points|signed}).',
    ja: '最も深刻な検知「{rule}」の深刻度は「{level|severity}」です（{points|signed}）。',
  },
  'triage.score-rules': {
    en: '{rules} different rules point the same way ({points|signed}).',
    ja: '{rules} 種類のルールが同じ方向を示しています（{points|signed}）。',
  },
  'triage.score-rarity': {
    en: '“{rule}” is rare: it made {ruleFindings} of the {findings} findings before it ({points|signed}).',
    ja: '「{rule}」はまれなルールです。これより前の検知 {findings} 件のうち、このルールによるものは {ruleFindings} 件です（{points|signed}）。',
  },
  'triage.score-tactics': {
    en: 'Several stages of an attack are present: {tactics|tactics} ({points|signed}).',
    ja: '攻撃の複数の段階が見られます: {tactics|tactics}（{points|signed}）。',
  },
  'triage.score-order': {
    en: 'They came in the order of an attack: {tactics|path} ({points|signed}).',
    ja: '攻撃の典型的な順序で現れています: {tactics|path}（{points|signed}）。',
  },
  'triage.score-spread': {
    en: '{subjects} subjects have a finding of medium or higher severity ({points|signed}).',
    ja: '深刻度「中」以上の検知が {subjects} 件の対象に及んでいます（{points|signed}）。',
  },
  'triage.score-confirmed': {
    en: 'A person confirmed {confirmed} of its {findings|plural:one finding:# findings} as an attack ({points|signed}).',
    ja: '検知 {findings} 件のうち {confirmed} 件を担当者が攻撃と確認しました（{points|signed}）。',
  },
  'triage.tied': {
    en: 'Findings {gap|duration} apart on {from|entity} and {to|entity} share {shared|entity}.',
    ja: '{from|entity} と{to|entity} では、{gap|duration}の間隔で生じた検知に{shared|entity} が共通しています。',
  },
  'triage.tied-overlapping': {
    en: 'Findings of the same time on {from|entity} and {to|entity} share {shared|entity}.',
    ja: '{from|entity} と{to|entity} では、同じ時間帯の検知に{shared|entity} が共通しています。',
  },

  // ── (b) For a finding, where its detector says little ──
  'triage.rule-rare': {
    en: 'The rule is rare: it made {ruleFindings} of the {findings} findings before this one.',
    ja: 'まれなルールです。これより前の検知 {findings} 件のうち、このルールによるものは {ruleFindings} 件です。',
  },

  // ── (b) Against ──
  'triage.score-harmless': {
    en: 'A person judged {harmless} of its {findings|plural:one finding:# findings} harmless: benign, or a false positive ({points|signed}).',
    ja: '検知 {findings} 件のうち {harmless} 件を担当者が無害（正当な操作または誤検知）と判定しました（{points|signed}）。',
  },
  'triage.known-benign': {
    en: 'Known benign causes of “{rule}”: {causes}.',
    ja: '「{rule}」には、次のような正当な要因が知られています: {causes}。',
  },
  'triage.rule-common': {
    en: '“{rule}” is common here: it made {ruleFindings} of the {findings} findings before this one ({percent} %).',
    ja: '「{rule}」は日常的に検知されています。これより前の検知 {findings} 件のうち {ruleFindings} 件（{percent} %）を占めます。',
  },
  'triage.rule-immature': {
    en: '“{rule}” has the status “{status}”: it has not proven itself in the field yet.',
    ja: '「{rule}」のステータスは「{status}」で、実環境での検証が十分ではありません。',
  },
  'triage.rule-weak': {
    en: 'No rule here is rated above {level|severity}: by itself this is often everyday activity.',
    ja: '深刻度は最高でも「{level|severity}」です。単独では日常的な操作であることも少なくありません。',
  },
  'triage.one-event': {
    en: 'A single event shows it.',
    ja: '根拠となるイベントは 1 件だけです。',
  },
  'triage.one-rule': {
    en: 'Only one rule says so; nothing else on {subject|entity} supports it.',
    ja: '検知したルールは 1 種類のみで、{subject|entity} にこれを裏付けるほかの検知はありません。',
  },
  'triage.undated': {
    en: 'Without a usable time its place in the course of events is unknown.',
    ja: '有効な時刻がないため、一連の出来事の中での位置づけがわかりません。',
  },

  // ── (c) What would change the verdict ──
  'triage.change-finding': {
    en: 'It is benign if whoever runs {subject|entity} confirms the activity; it grows more serious with another finding of medium or ' +
      'higher severity there within {hours} hours.',
    ja: '{subject|entity} の管理者が正当な作業と確認できれば、問題なしと判断できます。{hours} 時間以内に同じ対象で深刻度「中」以上の検知が加われば、深刻さは増します。',
  },
  'triage.change-finding-cause': {
    en: 'It is benign if this explains it: {cause}. It grows more serious with another finding of medium or higher severity on ' +
      '{subject|entity} within {hours} hours.',
    ja: '次の要因で説明がつけば、問題なしと判断できます: {cause}。{hours} 時間以内に{subject|entity} で深刻度「中」以上の検知が加われば、深刻さは増します。',
  },
  'triage.change-case': {
    en: 'If “{rule}” proves benign, the priority falls from {priority} to {without}.',
    ja: '「{rule}」の検知が正当な操作によるものと確認できれば、優先度は {priority} から {without} に下がります。',
  },
  'triage.change-case-stands': {
    en: 'Even if “{rule}” proves benign, little changes: {others|plural:one other rule keeps:# other rules keep} the priority at ' +
      '{without}.',
    ja: '「{rule}」の検知が正当な操作によるものだったとしても、判断はほとんど変わりません。ほかの {others} 種類のルールにより、優先度は {without} となります。',
  },

  'triage.change-judged': {
    en: 'If the verdict is taken back, the priority is {derived} again; findings that join the case later count in full until they are judged too.',
    ja: '判定を取り消すと優先度は {derived} に戻ります。後からこのケースに加わった検知は、判定されるまでそのまま加算されます。',
  },

  // ── (d) Confidence ──
  'triage.no-verdicts': {
    en: 'No frequency yet: {seen} cases like this have a verdict.',
    ja: '同種のケースで判定済みのものは {seen} 件のため、頻度はまだ示せません。',
  },

  'triage.unjudged': {
    en: 'No frequency yet: {seen|plural:one other case:# other cases} like this seen, none with a verdict.',
    ja: '同種のケースはほかに {seen} 件ありますが、判定済みのものがないため、頻度はまだ示せません。',
  },
  'triage.verdicts-by-rule': {
    en: '{benign} of {judged} like this were benign; {seen} seen of the same rule.',
    ja: '同じルールによるケースはほかに {seen} 件あり、判定済み {judged} 件のうち {benign} 件は無害でした。',
  },
  'triage.verdicts-by-subject': {
    en: '{benign} of {judged} like this were benign; {seen} seen of the same rule on the same subject.',
    ja: '同じ対象・同じルールのケースはほかに {seen} 件あり、判定済み {judged} 件のうち {benign} 件は無害でした。',
  },

  ...nextCheckFacts,
}
