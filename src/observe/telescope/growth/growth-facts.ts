import type { FactTemplates } from '../../../model/reason.ts'

/** The sentences of an alert about a growing group. */
export const GROWTH_FACTS: FactTemplates = {
  'growth.newcomers': {
    en: '{hosts|plural:one host:# hosts} came to port {port} for the first time within {window|duration}; {expected} were expected',
    ja: '{window|duration}の間に {hosts} 台がポート {port} に初めて現れました（予想 {expected} 台）',
  },
  'growth.steady': {
    en: '{hosts|plural:one host:# hosts} came to port {port} for the first time and again within 20 minutes, in {window|duration}; {expected} were expected',
    ja: '{window|duration}の間に {hosts} 台がポート {port} に初めて現れ、20 分以内に再び現れました（予想 {expected} 台）',
  },
  'growth.eager': {
    en: '{hosts|plural:one host:# hosts} came to port {port} for the first time and again within 5 minutes, in {window|duration}; {expected} were expected',
    ja: '{window|duration}の間に {hosts} 台がポート {port} に初めて現れ、5 分以内に再び現れました（予想 {expected} 台）',
  },
  'growth.chance': {
    en: 'the port\'s own past, and what came to all other ports, would bring so many with a chance of 10⁻{exponent}',
    ja: 'このポートの過去と他の全ポートの動きから、偶然これほど現れる確率は 10⁻{exponent} です',
  },
  'growth.synchrony': {
    en: 'they act together: three patterns of ports and time explain {explained} % of what they do',
    ja: '足並みがそろっています。ポートと時間の 3 つのパターンで動きの {explained} % を説明できます',
  },
  'growth.unknown': {
    en: '{unknown} of the last {members|plural:one:#} had never been seen on any port',
    ja: '直近の {members} 台のうち {unknown} 台は、どのポートでも見られたことのないホストです',
  },
  'growth.curve': {
    en: 'their number doubles about every {doubling|duration}',
    ja: '台数は約 {doubling|duration}ごとに倍増しています',
  },
  'growth.constant': {
    en: 'they come at a constant rate so far',
    ja: '今のところ一定の割合で現れています',
  },
}
