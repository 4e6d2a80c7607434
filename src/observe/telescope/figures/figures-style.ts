const LIGHT = 'color-scheme:light;--ground:#f4f6f9;--card:#fff;--raised:#edf0f5;--line:#d5dbe4;--text:#182030;--muted:#546074;--accent:#3d4fc4;--p0:#3d4fc4;--p1:#c2571a;--p2:#0c8a63;--p3:#a53d8c;--p4:#8a93a3'
const DARK = 'color-scheme:dark;--ground:#0f1217;--card:#171b22;--raised:#1f252e;--line:#2d3541;--text:#e6e9ef;--muted:#9aa4b2;--accent:#8fa2ff;--p0:#8fa2ff;--p1:#ff9b5c;--p2:#57c7a3;--p3:#e38fd0;--p4:#6d7787'

/** The public page's style, light or dark as the reader's system has it. */
export const FIGURES_STYLE = `
:root{${LIGHT}}
@media (prefers-color-scheme:dark){:root{${DARK}}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:15px/1.6 system-ui,"Segoe UI","Noto Sans","Hiragino Sans","Noto Sans CJK JP","Yu Gothic UI",Meiryo,sans-serif}
:lang(ja) body{line-height:1.75}
header,main,footer{max-width:1120px;margin:0 auto;padding:0 28px}
header{padding-top:34px;padding-bottom:22px}
h1{font-size:26px;line-height:1.3;margin:0}header p{margin:4px 0 0;color:var(--muted)}
h2{font-size:18px;margin:0 0 12px}h3{font-size:14px;margin:0 0 12px;color:var(--muted)}
section{margin:0 0 30px}
a{color:var(--accent)}
.muted,small{color:var(--muted)}
.card,.tile{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:18px 20px;min-width:0}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(180px,1fr));gap:12px}
.tile span{display:block;color:var(--muted);font-size:13px}.tile b{display:block;font-size:27px;line-height:1.3;font-variant-numeric:tabular-nums}.tile small{font-size:12.5px}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,440px),1fr));gap:12px}
.chart{display:block;width:100%;min-width:600px;height:auto}.chart text{fill:var(--muted);font-size:12px}.grid{stroke:var(--line)}
.part0{fill:var(--p0)}.part1{fill:var(--p1)}.part2{fill:var(--p2)}.part3{fill:var(--p3)}.part4{fill:var(--p4)}
.legend{display:flex;flex-wrap:wrap;gap:4px 20px;margin-top:10px;font-size:13px}.legend svg{width:10px;height:10px;margin-right:7px}
.bars{display:grid;grid-template-columns:minmax(0,1fr) 110px auto;gap:6px 12px;align-items:center;font-size:13.5px}
.bars svg{width:100%;height:8px;border-radius:4px}.track{fill:var(--raised)}.bar{fill:var(--accent)}
.name{white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.number{text-align:right;font-variant-numeric:tabular-nums}
.scroll{overflow-x:auto}
table{width:100%;border-collapse:collapse;font-size:13.5px}
th{text-align:left;font-weight:600;padding:6px 14px 6px 0}thead th{color:var(--muted);font-size:12.5px;border-bottom:1px solid var(--line);vertical-align:bottom}
th.number{text-align:right}td{padding:6px 14px 6px 0}tr+tr>*{border-top:1px solid var(--line)}td:last-child,th:last-child{padding-right:0}
.about{color:var(--muted);font-size:13.5px}
footer{padding-top:16px;padding-bottom:36px;color:var(--muted);font-size:12.5px;display:flex;flex-wrap:wrap;gap:4px 24px;justify-content:space-between}
@media (max-width:640px){header,main,footer{padding-left:16px;padding-right:16px}}
`
