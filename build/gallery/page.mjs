/** One page with every picture, the themes beside each other. */
export function pageOf(states, themes) {
  const row = ({ name }) =>
    `<section><h2>${name}</h2><div>${themes.map((theme) => `<img loading="lazy" alt="${name}, ${theme}" src="${name}-${theme}.png">`).join('')}</div></section>`
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Parley’s gallery</title>
<style>
  body { margin: 24px; background: #888; font: 14px/20px system-ui; }
  div { display: flex; gap: 16px; }
  img { inline-size: calc(50% - 8px); block-size: fit-content; }
</style>
${states.map(row).join('\n')}
</html>
`
}
