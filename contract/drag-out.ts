/** What can be dragged out of a window as a file. The text of a code block is in the window alone. */
export type DragSource =
  | { readonly kind: 'conversation'; readonly conversationId: string }
  | { readonly kind: 'message'; readonly messageId: string }
  | { readonly kind: 'code'; readonly text: string; readonly language: string }

/** The endings of files by the language that Markdown names; a language that is no longer than an ending is one itself. */
const endings: Readonly<Record<string, string>> = {
  python: 'py',
  javascript: 'js',
  typescript: 'ts',
  markdown: 'md',
  bash: 'sh',
  shell: 'sh',
  ruby: 'rb',
  rust: 'rs',
  kotlin: 'kt',
  haskell: 'hs',
  latex: 'tex',
  'c++': 'cpp',
  'c#': 'cs',
  'objective-c': 'm',
  perl: 'pl',
}

export function endingOfLanguage(language: string): string {
  const name = language.trim().toLowerCase()
  if (Object.hasOwn(endings, name)) return endings[name] ?? 'txt'
  return /^[a-z][a-z0-9]{0,4}$/.test(name) && name !== 'text' && name !== 'plain' ? name : 'txt'
}
