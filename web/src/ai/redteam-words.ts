const en = {
  redteamText: 'Attacks on your own models, agents and gateways: noroshi ai redteam keeps its runs here.', noRuns: 'No run was kept', noRunsText: 'Run noroshi ai redteam --target URL on this machine, with the same data folder.',
  target: 'Target', started: 'Begun', succeeded: 'Attacks that succeeded', reached: 'Goals reached', overDefence: 'Ordinary questions refused', ofAll: '{{part}} of {{all}}', openOf: 'Open the run of {{started}}', allRuns: 'All runs',
  compare: 'Compare with', noOther: 'no other run', goalTitle: 'What was tried', standards: 'OWASP LLM / agentic / ATLAS', triedTimes: 'Tried', reachedTimes: 'Succeeded', filteredTimes: 'Filtered', failedTimes: 'Not made', earlier: 'Succeeded earlier', goal: 'Goal of the attacker', now: 'Now',
  successes: 'What succeeded', noSuccess: 'Nothing did.', asked: 'asked', answered: 'answered', calledTools: 'called', again: 'Try it again', againText: 'with the options of the run, such as --model', mend: 'What to mend', nothingToMend: 'Nothing was found. That says what was tried, not that nothing is there.',
  refusedTitle: 'Ordinary questions that were refused', noneRefused: 'None was refused.', comparison: 'Compared with the run of {{started}}', newly: 'Succeed now and did not then', nolonger: 'Succeeded then and do not now', notTried: 'Succeeded then and were not tried now', noDifference: 'The same attacks succeed.',
  otherTarget: 'The earlier run was made against another target: {{target}}', moreSuccesses_one: 'and {{count}} more', moreSuccesses_other: 'and {{count}} more',
}

const ja: typeof en = {
  redteamText: '自組織のモデル、エージェント、ゲートウェイへの模擬攻撃です。noroshi ai redteam の結果がここに保存されます。', noRuns: '保存された結果はありません', noRunsText: '同じデータフォルダーを使うこのマシンで noroshi ai redteam --target URL を実行してください。',
  target: '対象', started: '開始', succeeded: '成功した攻撃', reached: '達成された攻撃目標', overDefence: '拒否された通常の質問', ofAll: '{{all}} 件中 {{part}} 件', openOf: '{{started}} の結果を開く', allRuns: 'すべての結果',
  compare: '比較対象', noOther: '比較しない', goalTitle: '試したこと', standards: 'OWASP LLM / エージェント / ATLAS', triedTimes: '試行', reachedTimes: '成功', filteredTimes: 'フィルターで遮断', failedTimes: '実施不可', earlier: '前回の成功', goal: '攻撃の目標', now: '今回',
  successes: '成功した攻撃', noSuccess: '成功した攻撃はありません。', asked: '入力', answered: '応答', calledTools: '呼び出し', again: '再現', againText: '--model など、実行時のオプションも指定', mend: '改善策', nothingToMend: '問題は見つかりませんでした。試した範囲での結果であり、問題がないことの証明ではありません。',
  refusedTitle: '拒否された通常の質問', noneRefused: '拒否されたものはありません。', comparison: '{{started}} の結果との比較', newly: '今回新たに成功した攻撃', nolonger: '前回は成功し、今回は失敗した攻撃', notTried: '前回は成功し、今回は試していない攻撃', noDifference: '成功した攻撃は同じです。',
  otherTarget: '前回の対象は異なります: {{target}}', moreSuccesses_one: 'ほか {{count}} 件', moreSuccesses_other: 'ほか {{count}} 件',
}

export const redTeamWords = { en, ja }
