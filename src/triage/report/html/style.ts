/** Colours of both themes: text on any of the three grounds has at least AA contrast (a test computes it). */
export const PALETTES = {
  dark: {
    ground: '#0f1217', card: '#171b22', raised: '#1f252e', line: '#2d3541', text: '#e6e9ef', muted: '#9aa4b2', accent: '#8fa2ff',
    critical: '#ff6b70', high: '#ff9b5c', medium: '#e3b341', low: '#57c7a3', informational: '#6cb6ff',
    criticalFill: '#ff6b70', highFill: '#ff9b5c', mediumFill: '#e3b341', lowFill: '#57c7a3', informationalFill: '#6cb6ff',
  },
  light: {
    ground: '#f4f6f9', card: '#ffffff', raised: '#edf0f5', line: '#d5dbe4', text: '#182030', muted: '#546074', accent: '#3d4fc4',
    critical: '#c01f35', high: '#a84300', medium: '#7a5a00', low: '#0c6e4f', informational: '#1a5fb0',
    // Areas need less contrast than text and are told apart by their hue.
    criticalFill: '#d3263b', highFill: '#ec7a2c', mediumFill: '#e0b02a', lowFill: '#36a884', informationalFill: '#4a90dd',
  },
} as const

type Palette = Readonly<Record<keyof (typeof PALETTES)['dark'], string>>

function variables(palette: Palette): string {
  return Object.entries(palette).map(([name, colour]) => `--${name}:${colour}`).join(';')
}

/** The page's only style; the Content-Security-Policy names its hash, so nothing written into the page can add another. */
export const STYLE = `
:root{color-scheme:light dark;${variables(PALETTES.light)};
--sans:system-ui,-apple-system,"Segoe UI","Noto Sans","Hiragino Sans","Noto Sans CJK JP","Yu Gothic UI",Meiryo,sans-serif;
--mono:ui-monospace,"Cascadia Mono",Menlo,Consolas,"DejaVu Sans Mono","Noto Sans Mono CJK JP",monospace}
@media (prefers-color-scheme:dark){:root{${variables(PALETTES.dark)}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--text);font:15px/1.6 var(--sans);overflow-wrap:break-word}
code,.data,.hash,td.wide,.parts,h3{overflow-wrap:anywhere}
:lang(ja) body,body:lang(ja){line-height:1.75}
main,.top{max-width:1120px;margin:0 auto;padding:0 28px}
a{color:var(--accent);text-decoration:none}
a:hover{text-decoration:underline}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:4px}
h1,h2,h3,h4,p,ul,ol,dl,dd,figure{margin:0;padding:0}
ul,ol{list-style:none}
code,.mono{font-family:var(--mono);font-size:.88em}
.muted{color:var(--muted)}
.top{padding-top:34px;padding-bottom:26px;display:flex;align-items:center;gap:16px}
.top svg{width:44px;height:44px;flex:none}
.top h1{font-size:25px;line-height:1.25;letter-spacing:-.012em}
.top p{color:var(--muted)}
.top .range{margin-left:auto;text-align:right;color:var(--muted);font-size:13px;line-height:1.5}
.top .range b{display:block;color:var(--text);font-weight:600;font-variant-numeric:tabular-nums}
section{margin:0 0 34px}
h2{font-size:18px;line-height:1.35;margin-bottom:14px;letter-spacing:-.006em}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:20px 22px}
.tiles{display:grid;grid-template-columns:repeat(4,1fr);gap:12px;margin-bottom:12px}
.tile{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:15px 18px}
.tile b{display:block;font-size:29px;line-height:1.2;font-weight:650;letter-spacing:-.02em;font-variant-numeric:tabular-nums}
.tile span{color:var(--muted);font-size:13px}
.strip>svg{display:block;width:100%;height:14px;border-radius:7px}
.legend{display:flex;flex-wrap:wrap;gap:6px 22px;margin-top:12px;font-size:13px;color:var(--muted)}
.legend b{color:var(--text);font-variant-numeric:tabular-nums}
.dot{width:9px;height:9px;margin-right:7px;vertical-align:.02em}
.lead{font-size:16px;margin-bottom:12px;padding:16px 22px}
.lead b{font-weight:650}
.lead p+p{margin-top:4px;color:var(--muted);font-size:14px}
.critical{color:var(--critical)}.high{color:var(--high)}.medium{color:var(--medium)}.low{color:var(--low)}
.informational{color:var(--informational)}
.fill-critical{fill:var(--criticalFill)}.fill-high{fill:var(--highFill)}.fill-medium{fill:var(--mediumFill)}.fill-low{fill:var(--lowFill)}
.fill-informational{fill:var(--informationalFill)}.fill-accent{fill:var(--accent)}.fill-track{fill:var(--raised)}
.axis{stroke:var(--line);stroke-width:1}
svg text{fill:var(--muted);font:11px var(--sans)}
.timeline svg{display:block;width:100%;height:auto}
figcaption{color:var(--muted);font-size:12.5px;margin-top:8px}
.columns{display:grid;grid-template-columns:1fr 1fr;gap:12px}
.strip,.timeline{margin-bottom:12px}
.columns h3,.panel h3{font-size:13px;font-weight:600;color:var(--muted);margin-bottom:10px}
.bars{display:grid;grid-template-columns:minmax(0,1fr) 120px auto;gap:7px 14px;align-items:center;font-size:13.5px}
.bars svg{width:100%;height:8px;border-radius:4px}
.bars .number{white-space:nowrap;text-align:right;font-variant-numeric:tabular-nums}
.bars .name{white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.type{color:var(--muted);font-size:12px;margin-right:6px}
table{width:100%;border-collapse:collapse;font-size:13.5px}
th{text-align:left;font-weight:600;color:var(--muted);font-size:12.5px;padding:7px 12px 7px 0;border-bottom:1px solid var(--line);white-space:nowrap}
td{padding:8px 12px 8px 0;border-bottom:1px solid var(--line);vertical-align:top}
tr:last-child>td{border-bottom:0}
td:last-child,th:last-child{padding-right:0}
.number{text-align:right;font-variant-numeric:tabular-nums}
td.time{white-space:nowrap;font-variant-numeric:tabular-nums}
td.wide{min-width:24em}
th.wide{width:56%}
td ul{color:var(--muted);font-size:12.5px;margin-top:3px}
td ul .data{font:12px/1.5 var(--mono)}
.scroll{overflow-x:auto}
.badge{display:inline-block;border:1px solid currentColor;border-radius:999px;padding:0 9px;font-size:12px;line-height:20px;font-weight:600;white-space:nowrap}
.case{background:var(--card);border:1px solid var(--line);border-radius:12px;margin-bottom:14px;overflow:hidden}
.case>summary{display:grid;grid-template-columns:58px minmax(0,1fr);gap:18px;align-items:center;padding:18px 22px;cursor:pointer;list-style:none}
.case>summary::-webkit-details-marker{display:none}
.case>summary:hover{background:var(--raised)}
.gauge{width:58px;height:58px}
.gauge circle{fill:none;stroke-width:5}
.gauge .track{stroke:var(--raised)}
.case>summary:hover .gauge .track{stroke:var(--line)}
.gauge .arc{stroke-linecap:round}.gauge.critical .arc{stroke:var(--criticalFill)}.gauge.high .arc{stroke:var(--highFill)}.gauge.medium .arc{stroke:var(--mediumFill)}.gauge.low .arc{stroke:var(--lowFill)}.gauge.informational .arc{stroke:var(--informationalFill)}
.gauge text{fill:var(--text);font:650 19px var(--sans);font-variant-numeric:tabular-nums}
.case h3{font-size:16.5px;line-height:1.4;letter-spacing:-.005em}
.meta{display:flex;flex-wrap:wrap;gap:4px 16px;margin-top:5px;font-size:13px;color:var(--muted);align-items:center}
.body{border-top:1px solid var(--line);padding:20px 22px 22px}
.two{display:grid;grid-template-columns:minmax(0,1fr) 264px;gap:30px}
.parts>div{margin-bottom:16px}
.parts h4,.side h4,.part h4{font-size:12.5px;font-weight:600;color:var(--muted);margin-bottom:3px}
.fact{padding-left:22px;position:relative;margin-bottom:4px}
.fact::before{content:"+";position:absolute;left:3px;font-weight:700;color:var(--low);font-family:var(--mono)}
.fact.against::before{content:"−";color:var(--high)}
.sides{display:grid;gap:10px}
q,.data{font-weight:550}
q{quotes:none}
.query{display:block;color:var(--muted);font-size:12px;line-height:1.5;margin-top:2px}
.query code{font-size:1em;background:var(--raised);border-radius:5px;padding:1px 6px;-webkit-box-decoration-break:clone;box-decoration-break:clone}
.side>div{margin-bottom:18px}
.score{display:grid;grid-template-columns:minmax(0,1fr) 76px auto;gap:5px 10px;font-size:13px;align-items:center}
.score svg{width:100%;height:7px;border-radius:4px}
.score .total{font-weight:650;border-top:1px solid var(--line);padding-top:5px;margin-top:2px}
.path{display:flex;flex-wrap:wrap;gap:5px;align-items:center;font-size:12.5px}
.path span{background:var(--raised);border-radius:6px;padding:2px 8px}
.case>summary:hover .path span{background:var(--line)}
.path li+li::before{content:"→";margin:0 6px 0 1px}
.entities{display:grid;gap:3px;font-size:13px}
.entities code{font-size:.95em}
.part{margin-top:16px}
.part>summary{cursor:pointer;font-size:13.5px;font-weight:600;color:var(--accent)}
.part>summary~*{margin-top:8px}
.note{color:var(--muted);font-size:13px;margin-top:10px}
.hash{font-family:var(--mono);font-size:11.5px;color:var(--muted);display:block}
footer{max-width:1120px;margin:0 auto;padding:18px 28px 40px;color:var(--muted);font-size:12.5px;border-top:1px solid var(--line);display:flex;flex-wrap:wrap;gap:4px 24px;justify-content:space-between}
@media (max-width:820px){td.wide{min-width:16em}main,.top{padding-left:16px;padding-right:16px}.tiles,.columns{grid-template-columns:1fr 1fr}.two{grid-template-columns:1fr}.columns{grid-template-columns:1fr}.top{flex-wrap:wrap}.top .range{margin-left:0;text-align:left}}
@media print{
:root{${variables(PALETTES.light)};--ground:#fff;color-scheme:light}
body{font-size:10.5pt;-webkit-print-color-adjust:exact;print-color-adjust:exact}
main,.top,footer{max-width:none;padding-left:0;padding-right:0}
.case,.card,.tile{break-inside:auto;border-radius:6px}
.case>summary,h2,h3,h4{break-after:avoid}
tr,.fact,.tile,figure{break-inside:avoid}
details::details-content{content-visibility:visible;block-size:auto}
.part>summary{color:var(--text)}
a{color:inherit}
@page{margin:16mm 14mm}
}
`
