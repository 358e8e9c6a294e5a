/** The style of every HTML page: system fonts, tabular figures, one measure of space, both colour schemes, print. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--ground:#fafaf8;--card:#fff;--ink:#16191d;--quiet:#5d6570;--line:#e3e3de;--soft:#f1f1ed;
--good:#17734a;--bad:#b3261e;--warn:#8f5d00;--note:#2a5a9f;--neutral:#4b535d;--differs:#fbe6a2;
--sans:ui-sans-serif,system-ui,-apple-system,"Segoe UI","Helvetica Neue",Arial,sans-serif;
--mono:ui-monospace,"SF Mono",SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
@media (prefers-color-scheme:dark){:root{--ground:#121416;--card:#191c1f;--ink:#e9ebed;--quiet:#98a1ab;--line:#2c3136;--soft:#212529;
--good:#57c990;--bad:#f2827a;--warn:#e2b04c;--note:#7fb0f0;--neutral:#b4bcc5;--differs:#5c4a10}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.55 var(--sans);font-variant-numeric:tabular-nums;
-webkit-text-size-adjust:100%;text-rendering:optimizeLegibility}
main{max-width:1080px;margin:0 auto;padding:40px 32px 96px}
h1,h2,h3,p,figure,dl,dd,ul{margin:0;padding:0}
h1{font-size:44px;line-height:1.1;font-weight:650;letter-spacing:-.022em}
h2{font-size:18px;line-height:1.4;font-weight:600;letter-spacing:-.01em;margin-bottom:16px}
h3{font-size:20px;line-height:1.3;font-weight:600;letter-spacing:-.01em}
code,pre{font-family:var(--mono);font-size:.88em}
code{background:var(--soft);border-radius:3px;padding:.12em .35em;overflow-wrap:anywhere;-webkit-box-decoration-break:clone;box-decoration-break:clone}
code span{display:inline-block;max-width:100%}
a{color:inherit;text-underline-offset:3px;text-decoration-color:var(--line)}
a:hover{text-decoration-color:currentColor}
.good{--tone:var(--good)}.bad{--tone:var(--bad)}.warn{--tone:var(--warn)}.note{--tone:var(--note)}.neutral{--tone:var(--neutral)}
.toned{color:var(--tone)}
.quiet{color:var(--quiet)}
.overline{display:flex;gap:8px 20px;flex-wrap:wrap;justify-content:space-between;font-size:13px;color:var(--quiet);margin-bottom:40px}
.run+.run{margin-top:96px;padding-top:64px;border-top:1px solid var(--line)}
.overview h3{margin-bottom:20px}.overview+.run{margin-top:88px}
.subject{font-size:20px;line-height:1.4;margin-top:12px;overflow-wrap:anywhere}
.subject b{font-weight:600}
.reasons{list-style:none;max-width:46em;text-wrap:pretty;margin-top:20px;display:grid;gap:6px}
.reasons li:first-child{font-size:17px}
.reasons li+li{color:var(--quiet)}
.facts{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));margin-top:40px;border-top:1px solid var(--line)}
.facts>div{padding:14px 20px 16px 0;border-bottom:1px solid var(--line)}
.facts dt{font-size:13px;color:var(--quiet)}
.facts dd{font-size:22px;line-height:1.3;font-weight:600;letter-spacing:-.01em}
.facts small{display:block;font-size:13px;line-height:1.45;font-weight:400;letter-spacing:0;color:var(--quiet)}
section{margin-top:64px}
.figure svg{display:block;width:100%;overflow:visible}
.lane{display:grid;grid-template-columns:170px minmax(0,1fr) 72px;gap:20px;align-items:center}
.lane-value{font-weight:600;text-align:right}
svg text{font:12px var(--sans);fill:var(--quiet);font-variant-numeric:tabular-nums}
.track,.grid{stroke:var(--line)}
.rule{stroke:var(--ink);stroke-width:1.5;stroke-dasharray:3 3}
.trend{stroke:var(--quiet);stroke-width:1.5}
.band{fill:var(--tone);opacity:.24}
.dot{fill:var(--tone);stroke:var(--ground);stroke-width:2}
.bar-ground{fill:var(--soft)}.bar{fill:var(--neutral)}
.steps{display:grid;grid-template-columns:1fr 1fr;gap:24px 48px}
.steps dt{font-size:13px;color:var(--quiet);margin-bottom:2px}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;text-align:left}
th{font-size:13px;font-weight:400;color:var(--quiet);padding:0 16px 8px 0;white-space:nowrap}
td{border-top:1px solid var(--line);padding:9px 16px 9px 0;vertical-align:top}
th:last-child,td:last-child{padding-right:0}
.number{text-align:right;white-space:nowrap}
td.plot{width:36%;min-width:120px;vertical-align:middle}td.plot svg{display:block;width:100%}
.pairs{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:8px 28px}
.pairs dt{color:var(--quiet)}.pairs.exact dd{font:13px/1.75 var(--mono)}.pairs dd{overflow-wrap:anywhere}
.two{display:grid;grid-template-columns:1fr 1fr;gap:56px 48px}
.tools{display:flex;flex-wrap:wrap;gap:10px 12px;align-items:center;padding-bottom:16px}
.tools button,.tools input,.tools select,.more{font:inherit;font-size:14px;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:6px;padding:6px 11px;min-height:36px}
.tools button{cursor:pointer}.tools button[aria-pressed=true]{background:var(--ink);border-color:var(--ink);color:var(--ground)}
.tools button span{opacity:.65;margin-left:6px}
.tools input{flex:1 1 180px;min-width:0}
.tools select{max-width:200px}
button:focus-visible,input:focus-visible,select:focus-visible,summary:focus-visible,a:focus-visible{outline:2px solid var(--note);outline-offset:2px}
.rows{border-top:1px solid var(--line)}
.row{border-bottom:1px solid var(--line)}
.row summary{display:grid;grid-template-columns:12px 168px minmax(0,1fr) auto;gap:0 14px;align-items:baseline;padding:10px 4px 10px 0;cursor:pointer;list-style:none}
.row summary::-webkit-details-marker{display:none}
.row summary:hover{background:var(--soft)}
.mark{width:8px;height:8px;border-radius:50%;background:var(--tone);align-self:start;margin:.5em 0 0 2px}
.row .id{font-weight:600;overflow-wrap:anywhere}
.row .why{color:var(--quiet);white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.row[open] .why{white-space:normal}
.row .value{text-align:right;white-space:nowrap}
.panes{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,360px),1fr));gap:16px;padding:6px 0 22px 26px}
.pane h4{margin:0 0 6px;font-size:13px;font-weight:400;color:var(--quiet)}
.pane pre{margin:0;background:var(--card);border:1px solid var(--line);border-radius:6px;padding:12px 14px;font-size:12.5px;line-height:1.55;white-space:pre-wrap;overflow-wrap:anywhere;max-height:420px;overflow:auto}
mark{color:inherit;background:var(--differs);border-radius:2px;padding:1px 0}
.task{border-top:1px solid var(--line)}.task>summary{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:0 16px;align-items:baseline;padding:14px 0;cursor:pointer;list-style:none}
.task>summary::-webkit-details-marker{display:none}.task>summary:hover h3{text-decoration:underline;text-decoration-color:var(--line);text-underline-offset:4px}.task>div{padding:4px 0 36px;display:grid;gap:20px}.task>div>*{min-width:0}
.place{border:1px solid var(--line);border-left:4px solid var(--tone);border-radius:6px;background:var(--card);padding:14px 20px 16px}.place+.place{margin-top:12px}
.place h3{display:flex;flex-wrap:wrap;gap:4px 12px;align-items:center}.place p,.place ul,.place dl{margin-top:6px;overflow-wrap:anywhere}.place ul{padding-left:18px;max-width:60em}
.place dl{display:grid;gap:2px;margin-top:12px}.place dt:not(:first-child){margin-top:8px}.place dt{font-size:13px;color:var(--quiet)}
.badge{font-size:13px;font-weight:600;letter-spacing:0;color:var(--tone);border:1px solid var(--tone);border-radius:999px;padding:1px 10px;white-space:nowrap}
.tags{grid-column:1/-1;font-size:13px;color:var(--quiet)}
.empty{padding:20px 0;color:var(--quiet)}
.more{margin-top:16px;cursor:pointer}
@media (max-width:720px){main{padding:24px 18px 64px}h1{font-size:34px}.overline{margin-bottom:28px}.facts{grid-template-columns:1fr 1fr}
.lane{grid-template-columns:minmax(0,1fr) auto;gap:0 12px;padding-top:6px}.lane svg{grid-column:1/-1;grid-row:2}.lane-name{font-size:13px}
.steps,.two{grid-template-columns:minmax(0,1fr)}section{margin-top:44px}
.row summary{grid-template-columns:12px minmax(0,1fr) auto}.row .why{grid-column:2/-1;grid-row:2}.panes{grid-template-columns:minmax(0,1fr);padding-left:0}.task>summary{grid-template-columns:minmax(0,1fr)}}
@media print{:root{--ground:#fff;--card:#fff}main{max-width:none;padding:0}.tools,.more{display:none}.row,.figure,tr{break-inside:avoid}.pane pre{max-height:none}section{margin-top:32px}}
`;
