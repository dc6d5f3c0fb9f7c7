import type { HighlighterCore, LanguageInput } from 'shiki/core'

/** A piece of code and the class of its colour (see code-block.css). */
export interface CodeToken {
  readonly text: string
  readonly kind: string
}

export type CodeLines = readonly (readonly CodeToken[])[]

/** The highlighted languages. Each is loaded when code in it is first shown. */
const languages: Readonly<Record<string, () => LanguageInput>> = {
  bash: () => import('shiki/langs/bash.mjs'),
  c: () => import('shiki/langs/c.mjs'),
  cpp: () => import('shiki/langs/cpp.mjs'),
  csharp: () => import('shiki/langs/csharp.mjs'),
  css: () => import('shiki/langs/css.mjs'),
  diff: () => import('shiki/langs/diff.mjs'),
  go: () => import('shiki/langs/go.mjs'),
  html: () => import('shiki/langs/html.mjs'),
  java: () => import('shiki/langs/java.mjs'),
  javascript: () => import('shiki/langs/javascript.mjs'),
  json: () => import('shiki/langs/json.mjs'),
  kotlin: () => import('shiki/langs/kotlin.mjs'),
  markdown: () => import('shiki/langs/markdown.mjs'),
  php: () => import('shiki/langs/php.mjs'),
  python: () => import('shiki/langs/python.mjs'),
  r: () => import('shiki/langs/r.mjs'),
  ruby: () => import('shiki/langs/ruby.mjs'),
  rust: () => import('shiki/langs/rust.mjs'),
  sql: () => import('shiki/langs/sql.mjs'),
  swift: () => import('shiki/langs/swift.mjs'),
  toml: () => import('shiki/langs/toml.mjs'),
  tsx: () => import('shiki/langs/tsx.mjs'),
  typescript: () => import('shiki/langs/typescript.mjs'),
  xml: () => import('shiki/langs/xml.mjs'),
  yaml: () => import('shiki/langs/yaml.mjs'),
}

const aliases: Readonly<Record<string, string>> = {
  'c++': 'cpp',
  'c#': 'csharp',
  cs: 'csharp',
  console: 'bash',
  golang: 'go',
  h: 'c',
  hpp: 'cpp',
  js: 'javascript',
  jsx: 'tsx',
  kt: 'kotlin',
  md: 'markdown',
  py: 'python',
  python3: 'python',
  rb: 'ruby',
  rs: 'rust',
  sh: 'bash',
  shell: 'bash',
  ts: 'typescript',
  yml: 'yaml',
  zsh: 'bash',
}

/** Longer code is shown plain, because highlighting it would block the window. */
const maxCharacters = 60_000

/** Returns the name of a code fence's language in `languages`, if it is there. */
export function highlightedLanguage(language: string | undefined): string | undefined {
  const name = language?.trim().split(/\s+/)[0]?.toLowerCase() ?? ''
  const known = aliases[name] ?? name
  return known in languages ? known : undefined
}

let highlighter: Promise<HighlighterCore> | undefined
const loading = new Map<string, Promise<void>>()

async function load(): Promise<HighlighterCore> {
  const [{ createHighlighterCore, createCssVariablesTheme }, { createJavaScriptRegexEngine }] = await Promise.all([
    import('shiki/core'),
    import('shiki/engine/javascript'),
  ])
  return createHighlighterCore({
    themes: [createCssVariablesTheme({ name: 'parley', variablePrefix: '--code-' })],
    langs: [],
    // The WebAssembly engine would need an exception in the content security policy.
    engine: createJavaScriptRegexEngine({ forgiving: true }),
  })
}

/** Highlights code. Returns lines of tokens, or `undefined` if the code is shown plain. */
export async function highlight(code: string, language: string | undefined): Promise<CodeLines | undefined> {
  const name = highlightedLanguage(language)
  const input = name === undefined ? undefined : languages[name]
  if (!name || !input || code.length > maxCharacters) return undefined
  highlighter ??= load()
  const core = await highlighter
  const loaded = loading.get(name) ?? core.loadLanguage(input())
  loading.set(name, loaded)
  await loaded
  const lines = core.codeToTokensBase(code, { lang: name, theme: 'parley' })
  return lines.map((line) => line.map(({ content, color }) => ({ text: content, kind: kindOf(color) })))
}

/** `var(--code-token-string)` → `string`. The colours are in CSS, so that themes and contrast settings apply. */
const kindOf = (color: string | undefined) => /^var\(--code-token-([a-z-]+)\)$/.exec(color ?? '')?.[1] ?? 'plain'
