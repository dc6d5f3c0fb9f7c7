import * as electron from 'electron'

interface Clip {
  readonly text: string
  readonly html?: string
}

/** Electron 33, on which development machines run Parley. */
interface EarlierClipboard {
  write(data: Clip): void
}

/** Puts a text on the clipboard, in each of its forms, so that every app finds one that it takes. */
export async function writeClipboard({ text, html }: Clip): Promise<void> {
  const { clipboard } = electron
  const forms = { text, ...(html !== undefined && { html }) }
  // From Electron 45 on.
  if (!('ClipboardItem' in electron)) return (clipboard as unknown as EarlierClipboard).write(forms)
  await clipboard.write([
    new electron.ClipboardItem({ 'text/plain': text, ...(html !== undefined && { 'text/html': html }) }),
  ])
}
